"""The relevance sheet: is a post about the brand, who speaks, what is intended; self-written posts, labelled twice.

Bounds stand a little under what was measured (docs/models.md), so that a change that loses ground is seen.
"""

import csv
import hashlib
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from nlp import intent
from nlp.entities import Linker
from nlp.integrity import content_class
from records import Brand, LinkRule

FOLDER = Path(__file__).parent
CLASSES = ("UGC", "PGC", "BGC", "paid", "lottery", "news")
Row = dict[str, str]


def read(name: str) -> list[Row]:
    with (FOLDER / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def sheet() -> list[Row]:
    return read("relevance_sheet.tsv")


def agreed(column: str, split: str) -> list[Row]:
    return [row for row in sheet() if row["split"] == split and row[column] == row[f"{column}_2"]]


def are_linked(rows: Sequence[Row]) -> list[bool]:
    """Whether each text is linked to its row's brand, all brands of the sheet being tracked by their bare names."""
    names = sorted({row["brand"] for row in rows})
    linker = Linker([Brand(brand_id=name, name=name, rule=LinkRule(aliases=(name,))) for name in names])
    links = linker.link([row["text"] for row in rows])
    return [row["brand"] in {link.target for link in found} for row, found in zip(rows, links, strict=True)]


def precision_and_recall(rows: Sequence[Row]) -> tuple[float, float]:
    counts = Counter(zip(are_linked(rows), [row["is_about"] == "1" for row in rows], strict=True))
    hits = counts[True, True]
    return hits / (hits + counts[True, False]), hits / (hits + counts[False, True])


def f1(given: Sequence[str], right: Sequence[str], label: str) -> float:
    hits = sum(one == label == other for one, other in zip(given, right, strict=True))
    return 2 * hits / (given.count(label) + right.count(label))


def kappa(one: Sequence[str], other: Sequence[str]) -> float:
    """Cohen's kappa of two labellings."""
    count = len(one)
    observed = sum(map(str.__eq__, one, other)) / count
    shares, others = Counter(one), Counter(other)
    chance = sum(shares[label] * others[label] for label in shares) / count**2
    return (observed - chance) / (1 - chance)


def test_the_sheet_is_as_described() -> None:
    rows = sheet()
    assert len(rows) >= 500
    assert len({row["text"] for row in rows}) == len(rows)
    assert len({row["brand"] for row in rows}) >= 25
    assert all(row["brand"] in row["text"] for row in rows)
    assert 0.35 < sum(row["is_about"] == "0" for row in rows) / len(rows) < 0.5
    for row in rows:
        is_held = hashlib.sha256(row["text"].encode()).digest()[-1] % 2
        assert row["split"] == ("held" if is_held else "dev")
        assert row["content_class"] in CLASSES
        assert set(row["intent"].split("+")) <= set(intent.load().labels)


@pytest.mark.parametrize("column", ["is_about", "content_class", "intent"])
def test_the_two_labellings_agree(column: str) -> None:
    assert kappa([row[column] for row in sheet()], [row[f"{column}_2"] for row in sheet()]) > 0.9


@pytest.mark.parametrize("split", ["dev", "held"])
def test_linking(split: str) -> None:
    precision, recall = precision_and_recall(agreed("is_about", split))
    assert precision >= 0.95
    assert recall >= 0.90


def test_linking_of_short_posts_with_little_around_the_name() -> None:
    precision, recall = precision_and_recall(read("relevance_sheet_short.tsv"))
    assert precision >= 0.95
    assert recall >= 0.90


@pytest.mark.parametrize(
    ("label", "least"),
    [("UGC", 0.97), ("PGC", 0.85), ("BGC", 0.93), ("paid", 0.95), ("lottery", 0.95), ("news", 0.93)],
)
def test_content_class(label: str, least: float) -> None:
    rows = agreed("content_class", "held")
    given = [content_class(row["text"]).label for row in rows]
    assert f1(given, [row["content_class"] for row in rows], label) >= least


@pytest.mark.parametrize(
    ("label", "least"),
    [("ask", 0.82), ("buy", 0.75), ("complain", 0.72), ("recommend", 0.62), ("leave", 0.75), ("none", 0.88)],
)
def test_intent(label: str, least: float) -> None:
    rows = agreed("intent", "held")
    given = intent.load().read([row["text"] for row in rows]).names()
    right = [
        name if name in row["intent"].split("+") else row["intent"].partition("+")[0]
        for name, row in zip(given, rows, strict=True)
    ]
    assert f1(given, right, label) >= least
