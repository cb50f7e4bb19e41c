"""Complaints: what they are about, on which product, and how they are answered."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, or_, select

from warehouse.answers.answer import Answer, Cell, ask
from warehouse.answers.gathered import from_gathered
from warehouse.answers.periods import Period
from warehouse.answers.views import BRIEF, COMPLAINT, ROOT_CAUSE, SERVICE_PERIOD
from warehouse.tables.complaints import ANSWERED, ENDED


def complaint_cells(connection: Connection, brand_id: str, now: Period) -> Answer:
    """Complaints of the period per type, topic, product and platform (NULL product: none named)."""
    keys = (BRIEF.c.complaint_type, BRIEF.c.topic, BRIEF.c.product, BRIEF.c.platform)
    statement = (
        select(*keys, func.count().label("complaint_count"))
        .where(BRIEF.c.brand_id == brand_id, BRIEF.c.day.between(now.start, now.end), BRIEF.c.is_complaint)
        .group_by(*keys)
        .order_by(func.count().desc(), *keys)
    )
    quick = from_gathered(connection, statement, brand_id, now)
    return ask(connection, "complaint_cells", statement, quick=quick, metrics=("complaint_count",))


def lift(rows: Iterable[Mapping[str, Cell]], row_key: str, column_key: str) -> dict[tuple[Cell, Cell], float]:
    """How much more often a pair meets than its row and column would suggest: count x total / (row x column).

    1 is as expected, 2 twice as often. The usual lift of association rules, on counts.
    """
    pairs: Counter[tuple[Cell, Cell]] = Counter()
    for row in rows:
        pairs[row[row_key], row[column_key]] += int(row["complaint_count"] or 0)  # type: ignore[arg-type]
    across: Counter[Cell] = Counter()
    down: Counter[Cell] = Counter()
    for (first, second), count in pairs.items():
        across[first] += count
        down[second] += count
    total = pairs.total()
    return {pair: count * total / (across[pair[0]] * down[pair[1]]) for pair, count in pairs.items()}


def complaint_service(connection: Connection, brand_id: str, now: Period) -> Answer:
    """Complaints with a tracked status opened in the period, per platform: answered, resolved, minutes to first reply.

    A source may say that a complaint was answered and not when: it counts as answered. The median (calendar minutes)
    is over the `timed_count` answers whose time is known; NULL where there is none.
    """
    view = COMPLAINT.c
    statement = (
        select(
            view.platform,
            func.count().label("complaint_count"),
            _reached(view.first_replied_at, ANSWERED).label("replied_count"),
            _reached(view.resolved_at, ENDED).label("resolved_count"),
            func.count(view.reply_minutes).label("timed_count"),
            func.percentile_cont(0.5).within_group(view.reply_minutes).label("median_reply_minutes"),
        )
        .where(view.brand_id == brand_id, view.day.between(now.start, now.end), view.status.is_not(None))
        .group_by(view.platform)
        .order_by(func.count().desc(), view.platform)
    )
    return ask(connection, "complaint_service", statement, metrics=("complaint_count",))


def complaint_waiting(connection: Connection, brand_id: str, now: Period) -> Answer:
    """How long complaints of the month in which the period ends waited for reply and resolution; how many are late.

    Over all platforms and products; those who still wait are counted (Kaplan-Meier). No row where no source tells how
    complaints stand.
    """
    view = SERVICE_PERIOD.c
    names = ("milestone", "month", "case_count", "ended_count", "median_minutes", "business_median_minutes",
             "within_24h_share", "late_count", "decided_count")  # fmt: skip
    statement = (
        select(*(view[name] for name in names))
        .where(view.brand_id == brand_id, view.is_total, view.month == now.end.replace(day=1))
        .order_by(view.milestone)
    )
    return ask(connection, "complaint_waiting", statement)


def root_causes(connection: Connection, brand_id: str, limit: int = 3) -> Answer:
    """Products with more of one complaint than the brand in general, surely so (q at most .05), by excess."""
    view = ROOT_CAUSE.c
    names = ("product", "theme", "theme_name", "complaint_count", "expected_count", "lift", "lift_low", "lift_high",
             "q_value", "period_start", "period_end")  # fmt: skip
    newest = select(func.max(view.period_end)).where(view.brand_id == brand_id).scalar_subquery()
    statement = (
        select(*(view[name] for name in names))
        .where(view.brand_id == brand_id, view.period_end == newest, view.rank.is_not(None), view.q_value <= 0.05)
        .order_by(view.rank, view.product, view.theme)
        .limit(limit)
    )
    return ask(connection, "root_causes", statement)


def _reached(moment: ColumnElement[Any], states: tuple[str, ...]) -> ColumnElement[int]:
    """Complaints that reached a milestone: its time is known, or the state says so."""
    return func.count(case((or_(moment.is_not(None), COMPLAINT.c.status.in_(states)), 1)))
