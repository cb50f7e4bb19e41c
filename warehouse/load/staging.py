"""Temporary tables the lake's files are read into; from here on everything is set-based SQL on either engine."""

from typing import Any

import sqlalchemy as sa

from warehouse import duck
from warehouse.load.inputs import Inputs, ProfileInputs
from warehouse.tables.shared import INSTANT

STAGING = sa.MetaData()

_TYPES: dict[str, Any] = {
    "s": sa.String,
    "i": sa.BigInteger,
    "f": sa.Double,
    "b": sa.Boolean,
    "t": INSTANT,
    "d": sa.Date,
}


def stage(name: str, columns: str) -> sa.Table:
    """A temporary table from a compact list: `name:type`, types s(tring) i(nteger) f(loat) b(ool) t(ime) d(ate)."""
    parsed = (item.split(":") for item in columns.split())
    made: list[sa.Column[Any]] = [sa.Column(column, _TYPES[type_], nullable=True) for column, type_ in parsed]
    return sa.Table(f"stage_{name}", STAGING, *made, prefixes=["TEMPORARY"])


mention = stage(
    "mention",
    "mention_id:s source:s platform:s native_id:s kind:s query:s author_id:s parent_id:s root_id:s title:s text:s url:s"
    " published_at:t rating:f rating_scale:f product:s status:s observed_at:t",
)
observation = stage(
    "observation",
    "mention_id:s source:s observed_at:t like_count:i comment_count:i share_count:i favorite_count:i view_count:i"
    " count_precision:s",
)
author = stage(
    "author",
    "platform:s author_id:s observed_at:t name:s follower_count:i is_verified:b verified_type:s gender:s region:s"
    " category:s",
)
coverage = stage(
    "coverage",
    "source:s query:s run_id:s started_at:t ended_at:t outcome:s page_count:i row_count:i mention_count:i"
    " author_count:i refused_count:i skipped_count:i is_capped:b missing_estimate_count:i window_from:t window_to:t"
    " message:s",
)
community = stage(
    "community",
    "source:s platform:s community_id:s day:d observed_at:t query:s group_count:i new_group_count:i"
    " active_group_count:i member_count:i new_member_count:i active_member_count:i message_count:i",
)
contact = stage(
    "contact",
    "source:s contact_id:s contacted_at:t observed_at:t query:s customer_id:s agent_id:s channel:s reason:s"
    " contact_count:i message_count:i new_customer_count:i lost_customer_count:i reply_share:f first_response_minutes:f"
    " handling_minutes:f is_resolved:b satisfaction:f satisfaction_scale:f",
)
annotation = stage(
    "annotation",
    "mention_id:s task:s engine:s version:s label:s target:s aspect:s value:f probability:f is_abstained:b evidence:s",
)
influencer = stage(
    "influencer",
    "brand_id:s period_start:d period_end:d platform:s author_id:s tier:s follower_count:i mention_count:i"
    " reach_count:i engagement_count:i engaged_follower_count:i pagerank:f caused_repost_count:i positive_count:i"
    " negative_count:i rank:i",
)
persona = stage(
    "persona",
    "persona_id:s period_start:d period_end:d name:s evidence:s author_count:i stability:f top_topic:s",
)
membership = stage("membership", "persona_id:s period_start:d period_end:d author_id:s platform:s probability:f")
alert = stage(
    "alert",
    "alert_id:s brand_id:s opened_on:d peak_on:d closed_on:d negative_count:i peak_negative_count:i"
    " baseline_negative_count:f topic_id:s severity:f",
)

_EXPRESSIONS = {
    "evidence": "CASE WHEN len(spans) > 0"
    ' THEN CAST(to_json(list_transform(spans, lambda s: [s."start", s."end"])) AS VARCHAR) END'
}
"""Where a staging column is not simply the file's column of that name."""


def read_lake(connection: sa.Connection, inputs: Inputs) -> None:
    """Creates the staging tables of a build and reads the lake's files into them."""
    _read(connection, mention, inputs.mentions)
    _read(connection, observation, inputs.observations)
    _read(connection, author, inputs.authors)
    _read(connection, coverage, inputs.coverage)
    _read(connection, annotation, inputs.annotations, _EXPRESSIONS)
    _read(connection, community, inputs.communities)
    _read(connection, contact, inputs.contacts)


def read_profiles(connection: sa.Connection, inputs: ProfileInputs) -> None:
    """Creates the staging tables of the profiles and reads their files."""
    _read(connection, influencer, inputs.influencers)
    _read(connection, persona, inputs.personas)
    _read(connection, membership, inputs.memberships)
    _read(connection, alert, inputs.alerts)


def _read(connection: sa.Connection, table: sa.Table, files: Any, expressions: dict[str, str] | None = None) -> None:
    table.create(connection)
    select_list = [(expressions or {}).get(c.name, f'"{c.name}"') for c in table.columns]
    duck.read_parquet(connection, table.name, select_list, files)
