"""Words that rest in the lake: what comes of them is what a whole cutting gives, whatever happened in between."""

import random
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from lake.partition import partitions
from pipeline.findings import words as module
from pipeline.findings.words import DATASET, Words, read_words
from records import Lexicon

LEXICON = Lexicon(words=("岩盐拿铁",))
TEXTS = ("岩盐拿铁好喝", "门店排队太久了", "包装干净，服务很好", "退货退货，质量差", "又买了岩盐拿铁。门店很近")
DAYS = (date(2026, 3, 1), date(2026, 3, 2), date(2026, 4, 1), None)


@dataclass(frozen=True)
class Said:
    """A content with its brands."""

    mention_id: str
    text: str
    day: date | None
    kind: str = "post"
    author_id: str | None = "a1"
    brands: tuple[str, ...] = ("moli",)
    sentiment: str | None = "positive"


class Star:
    """What the star holds, and which days were asked for their texts."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.contents: list[Said] = []
        self.asked: list[set[date | None]] = []
        monkeypatch.setattr("warehouse.frames.said_frame", lambda _: self.said())
        monkeypatch.setattr("warehouse.frames.text_frame", lambda _, days: self.texts(days))

    def said(self) -> pa.Table:
        columns = {
            "mention_id": pa.string(), "brand_id": pa.string(), "day": pa.date32(), "kind": pa.string(),
            "author_id": pa.string(), "sentiment": pa.string(), "digest": pa.string(),
        }  # fmt: skip
        rows = [
            {**vars(each), "brand_id": brand, "digest": f"md5 of {each.text}"}
            for each in sorted(self.contents, key=lambda one: one.mention_id)
            for brand in each.brands
        ]
        return pa.table({name: pa.array([row[name] for row in rows], kind) for name, kind in columns.items()})

    def texts(self, days: Collection[date | None]) -> pa.Table:
        self.asked.append(set(days))
        rows = [each for each in self.contents if each.day in days]
        return pa.table({
            "mention_id": pa.array([each.mention_id for each in rows], pa.string()),
            "text": pa.array([each.text for each in rows], pa.string()),
        })  # fmt: skip

    def read(self, lake: Path, lexicon: Lexicon = LEXICON) -> Words:
        connection: Any = None
        return read_words(connection, lake, lexicon)


@pytest.fixture
def star(monkeypatch: pytest.MonkeyPatch) -> Star:
    return Star(monkeypatch)


def told(words: Words) -> list[list[tuple[object, ...]]]:
    frames = [words.by_author(), words.of(pd.Series(["m1", "m2", "m3"])), words.daily(date(2026, 3, 2))]
    return [[*frame.astype(object).itertuples(index=False, name=None)] for frame in frames]


def at_rest(lake: Path) -> dict[str, list[dict[str, object]]]:
    from lake.partition import read_partition

    return {
        each.keys["period"]: sorted(read_partition(each).to_pylist(), key=str) for each in partitions(lake, DATASET)
    }


def changed(contents: list[Said], chance: random.Random) -> list[Said]:
    """Some leave, some change text, day, writer or brands, some come."""
    kept = [each for each in contents if chance.random() > 0.2]
    kept = [
        replace(each, text=chance.choice(TEXTS), day=chance.choice(DAYS), author_id=chance.choice(["a1", "a2", None]))
        if chance.random() < 0.2 else each
        for each in kept
    ]  # fmt: skip
    free = sorted({f"m{number}" for number in range(12)} - {each.mention_id for each in kept})
    return kept + [
        Said(
            name, chance.choice(TEXTS), chance.choice(DAYS), chance.choice(["post", "repost"]),
            chance.choice(["a1", "a2", None]), tuple(chance.sample(["moli", "songyan"], chance.choice([1, 2]))),
            chance.choice(["positive", None]),
        )
        for name in chance.sample(free, min(len(free), 3))
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_whatever_changed_the_words_are_those_of_a_whole_cutting(star: Star, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    for step in range(5):
        star.contents = changed(star.contents, chance)
        assert told(star.read(tmp_path / "kept")) == told(star.read(tmp_path / f"new{step}"))
        held = {day: rows for day, rows in at_rest(tmp_path / "kept").items() if rows}
        assert held == at_rest(tmp_path / f"new{step}")


def test_only_the_day_of_what_is_new_is_read(star: Star, tmp_path: Path) -> None:
    star.contents = [Said(f"m{number}", TEXTS[number % 5], day) for number, day in enumerate(DAYS)]
    star.read(tmp_path)
    star.contents.append(Said("m9", TEXTS[0], date(2026, 4, 2)))
    star.read(tmp_path)
    star.read(tmp_path)
    assert star.asked == [set(DAYS), {date(2026, 4, 2)}]


def test_another_word_list_cuts_all_anew(star: Star, tmp_path: Path) -> None:
    star.contents = [Said("m1", "茉莉奶绿真好喝", DAYS[0])]
    assert "茉莉奶绿" not in set(star.read(tmp_path).by_author()["term"])
    assert "茉莉奶绿" in set(star.read(tmp_path, Lexicon(words=("茉莉奶绿",))).by_author()["term"])


def test_other_rules_cut_all_anew(star: Star, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    star.contents = [Said("m1", TEXTS[0], DAYS[0])]
    star.read(tmp_path)
    monkeypatch.setattr("nlp.text.version._programs", lambda: "another")
    star.read(tmp_path)
    assert len(star.asked) == 2


def test_a_run_that_dies_between_two_days_is_made_good(
    star: Star, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    star.contents = [Said("m1", TEXTS[0], DAYS[0]), Said("m2", TEXTS[1], DAYS[1])]
    star.read(tmp_path / "kept")
    star.contents = [replace(star.contents[0], day=DAYS[1]), replace(star.contents[1], day=DAYS[0], text=TEXTS[2])]
    with monkeypatch.context() as dying:
        write = module.replace

        def once(root: Path, dataset: str, keys: dict[str, str], table: pa.Table, *, fingerprint: str) -> None:
            if keys["period"] != "2026-03-01":
                raise KeyboardInterrupt
            write(root, dataset, keys, table, fingerprint=fingerprint)

        dying.setattr(module, "replace", once)
        with pytest.raises(KeyboardInterrupt):
            star.read(tmp_path / "kept")
    assert told(star.read(tmp_path / "kept")) == told(star.read(tmp_path / "new"))
    assert at_rest(tmp_path / "kept") == at_rest(tmp_path / "new")
