"""Where what the crawlers read comes to rest: mentions, observations, authors and coverage."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from lake.partition import append
from records import COUNT_FIELDS, Author, Coverage, Mention, Observation
from records.arrow import author_table, mention_table, table_of
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


def land_mentions(root: Path, mentions: Sequence[Mention]) -> int:
    """Lands mentions, their counts as observations and their authors; returns the mention rows added.

    Mentions go to `source=/dt=<publication day>`, observations and authors to `dt=<day seen>`. Safe to repeat.
    """
    added = 0
    for (source, day), group in _by_source_and_day(mentions).items():
        keys = {"source": source, "dt": day}
        added += append(root, "mentions", keys, mention_table(group), unique=MENTION_IDENTITY)
    for source, group in _by_source(mentions).items():
        _land_observations(root, source, group)
        land_authors(root, source, [m.author for m in group if m.author])
    return added


def land_authors(root: Path, source: str, authors: Iterable[Author]) -> int:
    """Lands author observations; figures already known for that account and moment change nothing."""
    by_day: dict[str, list[Author]] = defaultdict(list)
    for author in authors:
        by_day[partition_day(author.observed_at)].append(author)
    return sum(
        append(root, "authors", {"source": source, "dt": day}, author_table(group), unique=AUTHOR_IDENTITY)
        for day, group in sorted(by_day.items())
    )


def land_coverage(root: Path, coverage: Coverage) -> None:
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


def _land_observations(root: Path, source: str, mentions: Sequence[Mention]) -> None:
    by_day: dict[str, list[Observation]] = defaultdict(list)
    for mention in mentions:
        counts = {name: getattr(mention, name) for name in COUNT_FIELDS}
        if any(value is not None for value in counts.values()):
            by_day[partition_day(mention.observed_at)].append(
                Observation(
                    mention_id=mention.mention_id,
                    source=source,
                    observed_at=mention.observed_at,
                    count_precision=mention.count_precision,
                    **counts,
                )
            )
    for day, group in sorted(by_day.items()):
        keys = {"source": source, "dt": day}
        append(root, "observations", keys, table_of(Observation, group), unique=OBSERVATION_IDENTITY)


def _by_source(mentions: Sequence[Mention]) -> dict[str, list[Mention]]:
    groups: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        groups[mention.source].append(mention)
    return dict(sorted(groups.items()))


def _by_source_and_day(mentions: Sequence[Mention]) -> dict[tuple[str, str], list[Mention]]:
    groups: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in mentions:
        groups[mention.source, partition_day(mention.published_at)].append(mention)
    return dict(sorted(groups.items()))
