"""Opening hours and terms of brands as tables, day by day, so that business time is a join and a subtraction."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from records import Brand
from records.brand import Hours, OpeningHours
from records.ids import surrogate_key
from warehouse import tables as t
from warehouse.businesstime import DEFAULT_HOURS, PUBLIC_TERMS
from warehouse.load import staging
from warehouse.load.filed import complaint
from warehouse.members import NOT_APPLICABLE
from warehouse.sql import insert_rows, insert_select

hours = staging.stage(
    "hours", "brand_key:i valid_from:d valid_to:d workday_opens:i workday_closes:i off_opens:i off_closes:i"
)
term = staging.stage("service_term", "brand_key:i valid_from:d valid_to:d reply_workdays:i resolution_workdays:i")
opening = staging.stage("opening", "brand_key:i date_key:i opens:i closes:i seconds_before:i")
"""Per brand and day of an announced year: when it opens and closes (seconds of the day; NULL: closed), and the seconds
it was open on all days before."""


def build_openings(connection: sa.Connection, brands: Iterable[Brand], days: tuple[int, int]) -> None:
    """The opening hours of every brand, and of no brand, on the days from the first to the last date key."""
    for table in (hours, term, opening):
        table.create(connection)
    known = [(NOT_APPLICABLE, (), ()), *((surrogate_key(b.brand_id), b.opening_hours, b.service_terms) for b in brands)]
    insert_rows(connection, hours, [row for key, entries, _ in known for row in _hour_rows(key, entries)])
    insert_rows(connection, term, [row for key, _, terms in known for row in _term_rows(key, terms)])
    insert_select(connection, opening, _days(days))


def _days(span: tuple[int, int]) -> sa.Select[Any]:
    day, said = t.dim_date.c, hours.c
    opens = sa.case((day.is_workday, said.workday_opens), else_=said.off_opens)
    closes = sa.case((day.is_workday, said.workday_closes), else_=said.off_closes)
    length = sa.func.coalesce(closes - opens, 0)
    so_far = sa.func.sum(length).over(partition_by=said.brand_key, order_by=day.date_key)
    return (
        sa.select(
            said.brand_key,
            day.date_key,
            opens.label("opens"),
            closes.label("closes"),
            sa.cast(so_far - length, sa.BigInteger).label("seconds_before"),
        )
        .join(hours, sa.and_(day.day >= said.valid_from, day.day < said.valid_to))
        .where(day.is_workday.is_not(None), day.date_key.between(*span))
    )


def _hour_rows(brand_key: int, entries: Sequence[OpeningHours]) -> list[dict[str, Any]]:
    rows = []
    ordered = sorted([DEFAULT_HOURS, *entries], key=lambda entry: entry.begins_on)
    for entry, end in zip(ordered, [*(each.begins_on for each in ordered[1:]), date.max], strict=True):
        span = {"brand_key": brand_key, "valid_from": entry.begins_on, "valid_to": end}
        rows.append(span | _seconds("workday", entry.workday) | _seconds("off", entry.day_off))
    return rows


def _seconds(name: str, span: Hours | None) -> dict[str, int | None]:
    return {
        f"{name}_opens": span.opens * 60 if span else None,
        f"{name}_closes": span.closes * 60 if span else None,
    }


def _term_rows(brand_key: int, promised: Sequence[Any]) -> list[dict[str, Any]]:
    """Spans in which nothing changes: the brand's own term where it gives one, else the public one."""
    begins = sorted({entry.begins_on for entry in (*PUBLIC_TERMS, *promised)})
    rows = []
    for begin, end in zip(begins, [*begins[1:], date.max], strict=True):
        row: dict[str, Any] = {"brand_key": brand_key, "valid_from": begin, "valid_to": end}
        for name in ("reply_workdays", "resolution_workdays"):
            own, public = _in_force(promised, begin, name), _in_force(PUBLIC_TERMS, begin, name)
            row[name] = public if own is None else own
        rows.append(row)
    return rows


def _in_force(entries: Sequence[Any], day: date, name: str) -> int | None:
    begun = [entry for entry in entries if entry.begins_on <= day]
    value: int | None = getattr(max(begun, key=lambda entry: entry.begins_on), name) if begun else None
    return value


def due_days() -> sa.Subquery:
    """Per complaint the last days for a reply and a resolution, by the term in force on the day it was opened.

    NULL when that day is unknown, no term was in force, or the term ends in a year without announced holidays.
    """
    filed, said, begun = complaint.c, term.c, t.dim_date.c
    reply, resolution = t.dim_date.alias("reply_day"), t.dim_date.alias("resolution_day")

    def ends_on(day: Any, workdays: Any) -> sa.ColumnElement[bool]:
        return sa.and_(day.c.is_workday, day.c.workday_number == begun.workday_number + workdays)

    return (
        sa.select(
            filed.content_key,
            reply.c.date_key.label("reply_due_date_key"),
            resolution.c.date_key.label("resolution_due_date_key"),
        )
        .join(t.dim_date, begun.date_key == filed.date_key)
        .join(
            term,
            sa.and_(said.brand_key == filed.brand_key, said.valid_from <= begun.day, begun.day < said.valid_to),
        )
        .outerjoin(reply, ends_on(reply, said.reply_workdays))
        .outerjoin(resolution, ends_on(resolution, said.resolution_workdays))
        .subquery("due")
    )
