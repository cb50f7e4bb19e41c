"""One day of mentions in, all its annotations out."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from nlp.tasks import Day, Plan, plan_versions, run
from nlp.text.clean import clean

__all__ = ["Plan", "annotate", "plan_versions"]


def annotate(mentions: pa.Table, plan: Plan, *, lookback: pa.Table | None = None) -> pa.Table:
    """The annotations of one day's mentions: a pure function of its arguments, whatever the order of the rows.

    `mentions` has the columns of records.arrow.mention_schema(); `lookback` has mention_id, text, author_id and
    published_at of the 30 days before, for duplicate groups. Returns a table of schema_of(Annotation), task after task.
    """
    day = _day(mentions, plan, lookback)
    return run(day, plan)


def _day(mentions: pa.Table, plan: Plan, lookback: pa.Table | None) -> Day:
    texts = [text or "" for text in _column(mentions, "text")]
    sources, queries = _column(mentions, "source"), _column(mentions, "query")
    past = (
        lookback.filter(pc.invert(pc.is_in(lookback["mention_id"], mentions["mention_id"])))
        if lookback is not None
        else None
    )
    return Day(
        ids=_column(mentions, "mention_id"),
        texts=texts,
        cleaned=[clean(text) for text in texts],
        titles=_column(mentions, "title"),
        products=_column(mentions, "product"),
        kinds=_column(mentions, "kind"),
        platforms=_column(mentions, "platform"),
        statuses=_column(mentions, "status"),
        verified_types=_column(mentions, "verified_type"),
        assigned=[plan.assignments.get(key) for key in zip(sources, queries, strict=True)],
        authors=_column(mentions, "author_id"),
        times=_column(mentions, "published_at"),
        past_ids=_column(past, "mention_id"),
        past_texts=[text or "" for text in _column(past, "text")],
        past_authors=_column(past, "author_id"),
        past_times=_column(past, "published_at"),
    )


def _column(table: pa.Table | None, name: str) -> list[Any]:
    """A column's values; None for each row where the table lacks it."""
    if table is None:
        return []
    values: list[Any] = table.column(name).to_pylist() if name in table.column_names else [None] * table.num_rows
    return values
