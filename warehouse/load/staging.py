"""Temporary tables the lake's files are read into; from here on everything is set-based SQL on either engine."""

from collections.abc import Mapping
from typing import Any

import pyarrow.parquet as pq
import sqlalchemy as sa

from warehouse import bulk, duck
from warehouse.keys import hashed
from warehouse.load.inputs import Files, Inputs, ProfileInputs
from warehouse.sql import insert_rows
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


_MENTION = (
    "content_key:i parent_key:i root_key:i account:i mention_id:s source:s platform:s native_id:s kind:s query:s"
    " author_id:s parent_id:s root_id:s title:s text:s url:s published_at:t rating:f rating_scale:f product:s status:s"
    " observed_at:t first_observed_at:t event_at:t"
)
mention = stage("mention", _MENTION)
"""A view of the two below: every version of every mention."""
content = stage("content", _MENTION)
"""Once `work.build_content` has run: the version of each mention that was seen last."""
superseded = stage("superseded", _MENTION)
"""The versions before."""
observation = stage(
    "observation",
    "mention_id:s source:s observed_at:t like_count:i comment_count:i share_count:i favorite_count:i view_count:i"
    " wow_count:i count_precision:s",
)
author = stage(
    "author",
    "account:i platform:s author_id:s observed_at:t name:s follower_count:i is_verified:b verified_type:s gender:s"
    " region:s category:s following_count:i post_count:i like_total_count:i",
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
    " handling_minutes:f is_resolved:b satisfaction:f satisfaction_scale:f direction:s is_answered:b action_kind:s"
    " knowledge_id:s knowledge_kind:s",
)
annotation = stage(
    "annotation",
    "content_key:i task:s engine:s version:s label:s target:s aspect:s value:f probability:f"
    " is_abstained:b evidence:s is_current:b",
)
current = stage("current", "task:s engine:s version:s")
influencer = stage(
    "influencer",
    "brand_id:s period_start:d period_end:d platform:s author_id:s tier:s follower_count:i mention_count:i"
    " reach_count:i engagement_count:i engaged_follower_count:i pagerank:f caused_repost_count:i positive_count:i"
    " negative_count:i rank:i core_number:i betweenness:f h_index:i community_id:s likely_impression_count:i"
    " unique_reach_count:i bci:f emv_low:f emv_high:f emv_currency:s",
)
persona = stage(
    "persona",
    "persona_id:s period_start:d period_end:d name:s evidence:s author_count:i stability:f top_topic:s card:s",
)
membership = stage("membership", "persona_id:s period_start:d period_end:d author_id:s platform:s probability:f")
term = stage("term", "brand_id:s day:d term:s tone:s mention_count:i author_count:i")

_ACCOUNT = "CAST(hash(platform, author_id) >> 1 AS BIGINT)"
"""A number for an account while a build lasts; `authors` proves that no two share one."""


def read_lake(connection: sa.Connection, inputs: Inputs, only: Mapping[sa.Table, str] | None = None) -> None:
    """Creates the staging tables of a build and reads the lake's files into them, of some tables only some rows."""
    wanted = only or {}
    _read_mentions(connection, inputs, wanted.get(mention))
    _read(connection, observation, inputs.observations, _of_observations(inputs.observations), wanted.get(observation))
    _read(connection, author, inputs.authors, {"account": _ACCOUNT}, wanted.get(author))
    _read(connection, coverage, inputs.coverage)
    _read_annotations(connection, inputs, wanted.get(annotation))
    _read(connection, community, inputs.communities)


def _read_mentions(connection: sa.Connection, inputs: Inputs, only: str | None) -> None:
    superseded.create(connection)
    _read(connection, content, inputs.mentions, _of_mentions(connection), only)
    both = sa.union_all(sa.select(content), sa.select(superseded))
    connection.exec_driver_sql(f"CREATE TEMPORARY VIEW {mention.name} AS {duck.sql_of(connection.dialect, both)}")


def _of_observations(files: Files) -> dict[str, str]:
    """Lakes of older versions know no 在看; readers unite the columns of files, so that one file with it is enough."""
    is_known = any("wow_count" in pq.read_schema(file).names for file in reversed(files))
    return {} if is_known or not files else {"wow_count": "CAST(NULL AS BIGINT)"}


def _of_mentions(connection: sa.Connection) -> dict[str, str]:
    """Keys instead of names from here on: numbers join several times faster than texts."""
    keys = {f"{name}_key": _key_of(connection, f"{name}_id") for name in ("native", "parent", "root")}
    return {
        "content_key": keys.pop("native_key"),
        **keys,
        "account": f"CASE WHEN author_id IS NOT NULL THEN {_ACCOUNT} END",
        "first_observed_at": "observed_at",
        "event_at": "coalesce(published_at, observed_at)",
    }


def _key_of(connection: sa.Connection, column: str) -> str:
    native_id: sa.ColumnElement[str] = sa.column(column, sa.String)
    key = hashed([sa.column("platform", sa.String), native_id])
    return duck.sql_of(connection.dialect, sa.case((native_id.is_not(None), key)))


def _read_annotations(connection: sa.Connection, inputs: Inputs, only: str | None) -> None:
    """Verdicts with the key of their content (NULL where the lake has no such mention) and whether they are in use."""
    for table in (annotation, current):
        table.create(connection)
    rows = [{"task": task, "engine": e, "version": v} for task, (e, v) in sorted(inputs.current.items())]
    insert_rows(connection, current, rows)
    known = f"(SELECT DISTINCT mention_id, content_key FROM {content.name}) known USING (mention_id)"
    chosen = f"{current.name} chosen USING (task, engine, version)"
    columns = [_OF_ANNOTATIONS.get(c.name, f'"{c.name}"') for c in annotation.columns]
    joins = f"LEFT JOIN {known} LEFT JOIN {chosen}"
    duck.read_parquet(connection, annotation.name, columns, inputs.annotations, only, joins)


_OF_ANNOTATIONS = {
    "evidence": "CASE WHEN len(spans) > 0"
    ' THEN CAST(to_json(list_transform(spans, lambda s: [s."start", s."end"])) AS VARCHAR) END',
    "is_current": "chosen.rowid IS NOT NULL",
}
"""Where a staging column is not simply the file's column of that name."""


def read_profiles(connection: sa.Connection, inputs: ProfileInputs) -> None:
    """Creates the staging tables of the profiles and reads their files."""
    _read(connection, influencer, inputs.influencers)
    _read(connection, persona, inputs.personas)
    _read(connection, membership, inputs.memberships)
    _read(connection, term, inputs.terms)


def _read(
    connection: sa.Connection,
    table: sa.Table,
    files: Any,
    expressions: dict[str, str] | None = None,
    only: str | None = None,
) -> None:
    table.create(connection)
    select_list = [(expressions or {}).get(c.name, f'"{c.name}"') for c in table.columns]
    bulk.read_parquet(connection, table.name, select_list, files, only)
    bulk.settle(connection, table.name)
