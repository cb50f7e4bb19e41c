"""What a brand query would take, beside what today's rule takes (`scrm match`)."""

from dataclasses import dataclass

import pyarrow as pa

from lake.home import Home
from lake.landing import latest_versions
from lake.store import read
from records import Brand
from records.errors import UsageError

SHOWN_CHARACTERS = 60


@dataclass(frozen=True)
class Sample:
    """One post that shows the difference."""

    mark: str
    """`+` newly taken, `-` dropped, `=` taken by both."""
    mention_id: str
    text: str


@dataclass(frozen=True)
class Preview:
    """Counts and samples of a query against the lake."""

    text_count: int
    matched_count: int
    current_count: int
    added_count: int
    dropped_count: int
    samples: tuple[Sample, ...]


def preview(home: Home, brand: Brand, query: str, *, limit: int) -> Preview:
    """Compares `query` with the brand's present rule on all texts of the lake. Raises ConfigError for a bad query."""
    from nlp.entities import match

    table = read(home.store, "mentions")
    if table.num_rows == 0:
        raise UsageError(f"{home.root}: no texts yet; gather something first (`scrm gather`)")
    mentions = latest_versions(table)
    ids, texts = mentions.column("mention_id").to_pylist(), readable_texts(mentions)
    now = [verdict.is_match for verdict in match(brand, None, texts)]
    proposed = [verdict.is_match for verdict in match(brand, query, texts)]
    marks = [_mark(new, old) for new, old in zip(proposed, now, strict=True)]
    order = sorted((i for i, mark in enumerate(marks) if mark), key=lambda i: "+-=".index(marks[i]))
    samples = tuple(Sample(marks[i], ids[i], " ".join(texts[i].split())[:SHOWN_CHARACTERS]) for i in order[:limit])
    return Preview(len(marks), sum(proposed), sum(now), marks.count("+"), marks.count("-"), samples)


def readable_texts(mentions: pa.Table) -> list[str]:
    """What linking reads of each mention: title, text and the source's product field."""
    columns = [mentions.column(name).to_pylist() for name in ("title", "text", "product")]
    return [" ".join(part for part in parts if part) for parts in zip(*columns, strict=True)]


def _mark(new: bool, old: bool) -> str:
    if new and not old:
        return "+"
    if old and not new:
        return "-"
    return "=" if new else ""
