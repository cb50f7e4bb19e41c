"""Where what the crawlers read comes to rest: mentions, observations, authors and coverage."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from lake.private import without_private
from lake.store import Root, append
from records import (
    Annotation,
    Author,
    CommunityDay,
    Consent,
    Contact,
    Cost,
    Coverage,
    FeedRecord,
    LoyaltyTransaction,
    Mention,
    Observation,
    Order,
    Referral,
    SurveyResponse,
    Touchpoint,
)
from records.arrow import author_table, counts_table, mention_table, rows_by_day, table_of
from records.time import partition_day

MENTION_IDENTITY = (
    "mention_id",
    "title",
    "text",
    "author_id",
    "parent_id",
    "rating",
    "product",
    "status",
    "published_at",
)
"""Two sightings that agree in these are one version; an edit is a further version, the latest of which wins."""

OBSERVATION_IDENTITY = ("mention_id", "observed_at")
AUTHOR_IDENTITY = (
    "author_id", "name", "follower_count", "following_count", "post_count", "like_total_count",
    "is_verified", "verified_type", "gender", "region", "category", "observed_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Feed:
    """Where one kind of first-party record comes to rest."""

    dataset: str
    """Folder below the lake."""
    day_of: Callable[[Any], str]
    """The `dt=` of a record."""
    identity: tuple[str, ...]
    """Columns in which two sightings of one state agree."""


FEEDS: Mapping[type, Feed] = {
    Order: Feed(
        "orders",
        lambda each: partition_day(each.ordered_at),
        ("order_id", "line_number", "status", "quantity", "amount"),
    ),
    Contact: Feed(
        "contacts",
        lambda each: partition_day(each.contacted_at),
        ("contact_id", "contact_count", "message_count", "new_customer_count", "lost_customer_count", "is_resolved",
         "satisfaction"),
    ),
    SurveyResponse: Feed(
        "surveys",
        lambda each: partition_day(each.answered_at),
        ("response_id", "question", "score", "text"),
    ),
    CommunityDay: Feed(
        "communities",
        lambda each: each.day.isoformat(),
        ("platform", "community_id", "day", "group_count", "new_group_count", "active_group_count", "member_count",
         "new_member_count", "active_member_count", "message_count"),
    ),
    Referral: Feed(
        "referrals",
        lambda each: partition_day(each.referred_at),
        ("referral_id", "referred_id", "joined_at", "reward_amount", "status", "would_join_anyway"),
    ),
    LoyaltyTransaction: Feed(
        "loyalty",
        lambda each: partition_day(each.occurred_at),
        ("transaction_id", "kind", "points", "balance", "value_amount"),
    ),
    Touchpoint: Feed(
        "touchpoints",
        lambda each: partition_day(each.touched_at),
        ("touchpoint_id", "touch_count", "order_id"),
    ),
    Cost: Feed(
        "costs",
        lambda each: partition_day(each.spent_at),
        ("cost_id", "amount", "kind", "campaign"),
    ),
    Consent: Feed(
        "consents",
        lambda each: partition_day(each.decided_at),
        ("consent_id", "is_granted", "purpose", "expires_at"),
    ),
}  # fmt: skip
"""A later state of the same row is a further version; the one observed last counts."""


def feed_day(record: FeedRecord) -> str:
    """The day that a first-party record is about."""
    return FEEDS[type(record)].day_of(record)


def land_feeds(root: Root, records: Iterable[FeedRecord]) -> int:
    """Lands first-party records under the day they are about; returns the rows added. Safe to repeat."""
    groups: dict[tuple[type, str, str], list[Any]] = defaultdict(list)
    for record in records:
        groups[type(record), record.source, feed_day(record)].append(record)
    return sum(
        append(
            root,
            FEEDS[kind].dataset,
            {"source": source, "dt": day},
            without_private(table_of(kind, group)),
            unique=FEEDS[kind].identity,
        )
        for (kind, source, day), group in sorted(groups.items(), key=lambda item: (item[0][0].__name__, *item[0][1:]))
    )


def land_annotations(root: Root, annotations: Iterable[tuple[str, Annotation]]) -> int:
    """Lands verdicts that came with a file, each with its mention's partition day; returns the rows added."""
    groups: dict[tuple[str, ...], list[Annotation]] = defaultdict(list)
    for day, each in annotations:
        groups[each.task, each.engine, each.version, day].append(each)
    return sum(
        append(
            root,
            "annotations",
            {"task": task, "engine": engine, "version": version, "dt": day},
            table_of(Annotation, group),
            unique=("mention_id", "target"),
        )
        for (task, engine, version, day), group in sorted(groups.items())
    )


def land_observations(root: Root, observations: Iterable[Observation]) -> int:
    """Lands counts under the day they were seen; returns the rows added. Safe to repeat."""
    groups: dict[str, list[Observation]] = defaultdict(list)
    for each in observations:
        groups[each.source].append(each)
    return sum(
        _land_by_day(root, "observations", source, table_of(Observation, group), "observed_at")
        for source, group in sorted(groups.items())
    )


def land_mentions(root: Root, mentions: Sequence[Mention]) -> int:
    """Lands mentions, their counts as observations and their authors; returns the mention rows added.

    Mentions go to `source=/dt=<publication day>`, observations and authors to `dt=<day seen>`. Safe to repeat.
    """
    added = 0
    for source, group in _by_source(mentions).items():
        # Masked before they are parted by day: each look at a column costs its preparation anew.
        added += _land_by_day(root, "mentions", source, without_private(mention_table(group)), "published_at")
        _land_by_day(root, "observations", source, counts_table(source, group), "observed_at")
        land_authors(root, source, [each.author for each in group if each.author])
    return added


def _land_by_day(root: Root, dataset: str, source: str, rows: pa.Table, moment: str) -> int:
    """Lands a table of many days; `moment` is its column of times of publication or observation."""
    return sum(_append(root, dataset, source, day, rows.take(own)) for day, own in rows_by_day(rows.column(moment)))


_IDENTITIES = {"mentions": MENTION_IDENTITY, "observations": OBSERVATION_IDENTITY, "authors": AUTHOR_IDENTITY}


def land_day(root: Root, dataset: str, source: str, day: str, rows: pa.Table) -> int:
    """Lands rows of one day that are a table already (mentions, observations, authors); returns the rows added.

    Safe to repeat. Private numbers and addresses in texts are masked. `day` is the publication day for mentions, else
    the day seen.
    """
    rows = without_private(rows) if dataset == "mentions" else rows
    return _append(root, dataset, source, day, rows)


def _append(root: Root, dataset: str, source: str, day: str, rows: pa.Table) -> int:
    return append(root, dataset, {"source": source, "dt": day}, rows, unique=_IDENTITIES[dataset])


def land_authors(root: Root, source: str, authors: Iterable[Author]) -> int:
    """Lands author observations; figures already known for that account and moment change nothing."""
    return _land_by_day(root, "authors", source, author_table(authors), "observed_at")


def land_coverage(root: Root, coverage: Coverage) -> None:
    """Lands one coverage row under the day its run began."""
    keys = {"source": coverage.source, "dt": partition_day(coverage.started_at)}
    append(root, "coverage", keys, table_of(Coverage, [coverage]), unique=("source", "query", "run_id"))


def latest_versions(mentions: pa.Table) -> pa.Table:
    """One row a mention: the version seen last (ties: the one that sorts last by text), ordered by mention id."""
    if mentions.num_rows == 0:
        return mentions
    order = pc.sort_indices(
        mentions,
        sort_keys=[
            ("mention_id", "ascending"),
            ("observed_at", "ascending"),
            ("source", "ascending"),
            ("text", "ascending"),
        ],
    )
    ordered = mentions.take(order)
    ids = ordered.column("mention_id").combine_chunks()
    is_last = pc.not_equal(ids.slice(0, len(ids) - 1), ids.slice(1))
    return ordered.filter(pa.concat_arrays([is_last, pa.array([True])]))


def _by_source(mentions: Sequence[Mention]) -> dict[str, list[Mention]]:
    groups: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        groups[mention.source].append(mention)
    return dict(sorted(groups.items()))
