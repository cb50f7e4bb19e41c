"""One day of mentions in, all its annotations out."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple

import pyarrow as pa

from nlp.integrity.compared import Compared
from nlp.integrity.fingerprints import Fingerprints, fingerprints, key_of, text_key
from nlp.tasks import Day, Plan, plan_versions, run
from nlp.text.clean import clean

__all__ = ["MENTION_COLUMNS", "Annotated", "Past", "Plan", "annotate", "annotate_day", "plan_versions", "remember"]

MENTION_COLUMNS = (
    "mention_id", "source", "query", "platform", "kind", "title", "text", "product", "rating", "rating_scale", "status",
    "author_id", "verified_type", "published_at",
)  # fmt: skip
"""What is read of a mention; any of them but mention_id may be missing from a table and is then unknown."""


class Past(NamedTuple):
    """What the days after need to know of a day's mentions, as columns."""

    ids: list[str]
    keys: list[str]
    """Of each text what it is compared by (fingerprints.text_key)."""
    prints: Fingerprints
    """Of the keys, so that no text's are made twice."""
    authors: list[str | None]
    times: list[datetime | None]
    compared: Compared
    """What the day and those before it compared: one for all days in a row."""


class Annotated(NamedTuple):
    """A day's annotations and what the days after need of it."""

    tables: dict[str, pa.Table]
    """Task -> table of schema_of(Annotation), in the order of the tasks."""
    past: Past


def annotate(mentions: pa.Table, plan: Plan, *, lookback: pa.Table | None = None) -> pa.Table:
    """The annotations of one day's mentions: a pure function of its arguments, whatever the order of the rows.

    `mentions` has the columns of records.arrow.mention_schema(); `lookback` has mention_id, text, author_id and
    published_at of the 30 days before, for duplicate groups. Returns a table of schema_of(Annotation), task after task.
    """
    past = [remember(lookback)] if lookback is not None else []
    return pa.concat_tables(annotate_day(mentions, plan, past).tables.values())


def annotate_day(mentions: pa.Table, plan: Plan, past: Sequence[Past]) -> Annotated:
    """`annotate` for one day after another: its `past` is handed on, so that no text is read twice."""
    with _uncollected():
        day = _day(mentions, plan, past)
        return Annotated(run(day, plan), _past(day))


def _past(day: Day) -> Past:
    return Past(day.ids, day.keys, day.prints, day.authors, day.times, day.compared)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Rows hold no cycles: looking for some among a day's, over a dictionary of 350,000 words, cost a quarter."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def remember(mentions: pa.Table) -> Past:
    """A day's mentions (mention_id, text, author_id, published_at) as the days after see them."""
    keys = [text_key(text or "") for text in _column(mentions, "text")]
    return Past(
        ids=_column(mentions, "mention_id"),
        keys=keys,
        prints=fingerprints(keys),
        authors=_column(mentions, "author_id"),
        times=_column(mentions, "published_at"),
        compared=Compared(),
    )


def _day(mentions: pa.Table, plan: Plan, past: Sequence[Past]) -> Day:
    texts = [text or "" for text in _column(mentions, "text")]
    cleaned = [clean(text) for text in texts]
    keys = [key_of(each) for each in cleaned]
    sources, queries = _column(mentions, "source"), _column(mentions, "query")
    return Day(
        ids=_column(mentions, "mention_id"),
        texts=texts,
        cleaned=cleaned,
        keys=keys,
        prints=fingerprints(keys),
        titles=_column(mentions, "title"),
        products=_column(mentions, "product"),
        ratings=_column(mentions, "rating"),
        rating_scales=_column(mentions, "rating_scale"),
        kinds=_column(mentions, "kind"),
        platforms=_column(mentions, "platform"),
        statuses=_column(mentions, "status"),
        verified_types=_column(mentions, "verified_type"),
        assigned=[plan.assignments.get(key) for key in zip(sources, queries, strict=True)],
        authors=_column(mentions, "author_id"),
        times=_column(mentions, "published_at"),
        past_ids=[each for one in past for each in one.ids],
        past_keys=[each for one in past for each in one.keys],
        past_prints=[one.prints for one in past],
        past_authors=[each for one in past for each in one.authors],
        past_times=[each for one in past for each in one.times],
        compared=past[-1].compared if past else Compared(),
    )


def _column(table: pa.Table, name: str) -> list[Any]:
    """A column's values; None for each row where the table lacks it."""
    values: list[Any] = table.column(name).to_pylist() if name in table.column_names else [None] * table.num_rows
    return values
