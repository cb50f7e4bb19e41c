"""An updated warehouse has the rows of one built whole, whatever came in which order."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa

from lake import compaction
from lake.landing import land_annotations, land_authors, land_coverage, land_mentions, land_observations, partition_day
from lake.partition import partitions
from records import Annotation, Author, Coverage, Mention, Observation
from tests.warehouse.randomlake import RandomLake
from tests.warehouse.written import (
    BRANDS,
    CURRENT,
    annotations,
    at,
    author,
    authors,
    coverage,
    mention,
    observations,
    said,
)
from tests.warehouse.written import mentions as hand_written
from warehouse import duck, touched
from warehouse.columns import Refresh, grain_of
from warehouse.load import Inputs, ledger, load
from warehouse.load.update import update
from warehouse.tables import METADATA

UNLIKE = {"fact_quality"}
"""Says of an update what was checked in it."""


class Lake:
    """A lake on disk that grows in any order."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def add(
        self,
        mentions: Sequence[Mention] = (),
        annotations: Iterable[Annotation] = (),
        observations: Sequence[Observation] = (),
        authors: Sequence[Author] = (),
        coverage: Sequence[Coverage] = (),
    ) -> None:
        land_mentions(self.root, mentions)
        days = {each.mention_id: partition_day(each.published_at) for each in mentions}
        land_annotations(self.root, ((days.get(each.mention_id, "unknown"), each) for each in annotations))
        land_observations(self.root, observations)
        for each in authors:
            land_authors(self.root, "weibo_posts", [each])
        for run in coverage:
            land_coverage(self.root, run)

    def inputs(self) -> Inputs:
        names = ("mentions", "observations", "authors", "coverage", "annotations")
        found = {name: partitions(self.root, name) for name in names}
        files = {name: tuple(file for p in found[name] for file in p.files) for name in names}
        parts = {
            p.path / name: {part.name: part.byte_count for part in stood_for}
            for each in found.values()
            for p in each
            for name, stood_for in p.parts.items()
        }
        return Inputs(**files, parts=parts, current=CURRENT, brands=BRANDS)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


@contextmanager
def opened(path: Path) -> Iterator[sa.Connection]:
    with duck.engine_for(path).begin() as connection:
        yield connection


def rows(path: Path) -> dict[str, list[str]]:
    """Every table but those that crm fills, its rows in an order of their own, floating sums to nine digits."""
    found = {}
    with opened(path) as connection:
        for table in METADATA.sorted_tables:
            if table.name not in UNLIKE and grain_of(table).refresh is not Refresh.PROFILE:
                found[table.name] = sorted(repr(tuple(map(plain, row))) for row in connection.execute(sa.select(table)))
    return found


def plain(value: Any) -> Any:
    return round(value, 9) if isinstance(value, float) else value


def updated(path: Path, lake: Lake) -> None:
    inputs = lake.inputs()
    with opened(path) as connection:
        changes = ledger.changes(connection, inputs)
        assert changes is not None
        assert all(dataset in ledger.datasets() for dataset in changes.added)
        update(connection, inputs, changes)
        touched.drop(connection)


def differences(path: Path, lake: Lake) -> dict[str, tuple[list[str], list[str]]]:
    """Table -> rows only the updated one has, rows only the rebuilt one has."""
    whole = path.with_name("whole.duckdb")
    load(whole, lake.inputs())
    one, other = rows(path), rows(whole)
    unlike = {
        name: (sorted(set(one[name]) - set(other[name])), sorted(set(other[name]) - set(one[name]))) for name in one
    }
    return {name: pair for name, pair in unlike.items() if pair != ([], []) or len(one[name]) != len(other[name])}


def start(lake: Lake, tmp_path: Path) -> Path:
    """The hand-written lake but for a few contents, built whole."""
    kept = [m for m in hand_written() if m.native_id not in ("m1", "m4", "m10", "m15")]
    ids = {m.mention_id for m in kept}
    lake.add(kept, [a for a in annotations() if a.mention_id in ids], observations(), authors(), coverage())
    path = tmp_path / "updated.duckdb"
    load(path, lake.inputs())
    return path


def test_nothing_new_changes_nothing(lake: Lake, tmp_path: Path) -> None:
    path = start(lake, tmp_path)
    updated(path, lake)
    assert differences(path, lake) == {}


def test_compaction_is_no_change(lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither alone nor together with files that came after the last build, which it merges with older ones."""
    path = start(lake, tmp_path)
    monkeypatch.setattr(compaction, "LEAST_FILES", 2)
    assert compact(lake)
    with opened(path) as connection:
        assert not ledger.changes(connection, lake.inputs()).datasets
    late = [m for m in hand_written() if m.native_id in ("m1", "m4", "m10", "m15")]
    ids = {m.mention_id for m in late}
    lake.add(late, [a for a in annotations() if a.mention_id in ids], authors=[author("a1", at(1), name="青***")])
    assert compact(lake)
    with opened(path) as connection:
        changes = ledger.changes(connection, lake.inputs())
    assert not changes.removed
    assert {"mentions", "annotations", "authors"} <= changes.datasets
    updated(path, lake)
    assert differences(path, lake) == {}


def compact(lake: Lake) -> list[compaction.Compacted]:
    sources = sorted({folder.name.removeprefix("source=") for folder in lake.root.glob("*/source=*")})
    return [each for source in sources for each in compaction.compact_source(lake.root, source)]


def test_what_was_missing_arrives(lake: Lake, tmp_path: Path) -> None:
    """A parent after its repost, the first of a duplicate group, the answer that resolves a complaint, a new day."""
    path = start(lake, tmp_path)
    late = [m for m in hand_written() if m.native_id in ("m1", "m4", "m10", "m15")]
    ids = {m.mention_id for m in late}
    lake.add(late, [a for a in annotations() if a.mention_id in ids])
    updated(path, lake)
    assert differences(path, lake) == {}


@pytest.mark.parametrize("seen", [at(1, month=5), at(2), at(1, month=1)], ids=["later", "between", "before all"])
def test_an_account_is_observed_anew(lake: Lake, tmp_path: Path, seen: Any) -> None:
    path = start(lake, tmp_path)
    lake.add(authors=[author("a1", seen, name="青***", follower_count=2_000_000, region="福建", gender="m")])
    updated(path, lake)
    assert differences(path, lake) == {}


def test_an_account_known_only_by_its_content_is_seen(lake: Lake, tmp_path: Path) -> None:
    path = start(lake, tmp_path)
    lake.add(authors=[author("a4", at(1, month=5), follower_count=50, name="黄***")])
    updated(path, lake)
    assert differences(path, lake) == {}


def test_counts_alone_are_seen_again(lake: Lake, tmp_path: Path) -> None:
    path = start(lake, tmp_path)
    lake.add(
        observations=[
            Observation(mention_id="weibo:m2", source="weibo_posts", observed_at=at(20), like_count=90, view_count=5),
            Observation(mention_id="weibo:m13", source="weibo_posts", observed_at=at(4), like_count=7),
            Observation(mention_id="weibo:nowhere", source="weibo_posts", observed_at=at(4), like_count=7),
        ]
    )
    updated(path, lake)
    assert differences(path, lake) == {}


def test_a_text_is_edited_and_a_person_corrects(lake: Lake, tmp_path: Path) -> None:
    path = start(lake, tmp_path)
    edited = mention("m2", "松烟咖啡更好", "a2", published_at=at(2), observed_at=at(2, month=5))
    lake.add([edited], [said(edited.mention_id, "sentiment", "neutral", engine="human", version="20260501", value=0.0)])
    updated(path, lake)
    assert differences(path, lake) == {}


@pytest.mark.parametrize("seed", range(int(os.environ.get("SCRM_UPDATE_SEEDS", "2"))))
def test_any_order_of_days_and_any_rerun_gives_the_rows_of_a_rebuild(lake: Lake, tmp_path: Path, seed: int) -> None:
    """More seeds by SCRM_UPDATE_SEEDS."""
    world, order = RandomLake(seed), Random(seed)
    order.shuffle(world.days)
    path = tmp_path / "updated.duckdb"
    lake.add(*world.days[0], authors=world.authors())
    load(path, lake.inputs())
    for mentions, verdicts in world.days[1:]:
        lake.add(mentions, verdicts, world.observations(), world.authors(), [world.coverage()])
        updated(path, lake)
    updated(path, lake)
    assert differences(path, lake) == {}
