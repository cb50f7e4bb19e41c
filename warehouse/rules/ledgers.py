"""Ledgers: what moved adds up to what is there, of money, of points and of counters seen again and again."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.rules.check import Check, row_check
from warehouse.touched import Scope

COUNTERS = ("like", "comment", "share", "favorite", "view")
SERIES = ("content_key", "source")
"""A counter is followed per content and source: two sources may count differently."""


def ledger_checks() -> Iterator[Check]:
    """Order lines, points, and the deltas of engagement."""
    order, points = t.fact_order_line.c, t.fact_loyalty_txn.c
    yield row_check(
        t.fact_order_line,
        "net_adds_up",
        order.net_amount != order.gross_amount - order.refund_amount - order.cancelled_amount,
        zh="净额 = 成交额 - 退款额 - 取消额",
        en="net = booked - refunded - cancelled",
    )
    yield row_check(
        t.fact_loyalty_txn,
        "points_add_up",
        points.points != points.earned_points - points.redeemed_points - points.expired_points + points.adjusted_points,
        zh="积分变动 = 获得 - 兑换 - 过期 + 调整",
        en="points moved = earned - redeemed - expired + adjusted",
    )
    yield row_check(
        t.fact_loyalty_txn,
        "ledger_balances",
        ~points.is_balanced,
        severity="warn",
        zh="来源所写余额的变化等于该笔变动",
        en="the balance a source states moves by exactly the points of the movement",
    )
    yield Check(
        name="deltas_sum_to_change",
        table=t.fact_engagement.name,
        zh="同一内容同一来源的各计数,增量之和等于末次减首次(各次均已知时)",
        en="per content and source, deltas of a counter sum to last - first where every observation knows it",
        rows=_delta_gaps,
    )


def _delta_gaps(scope: Scope) -> sa.Select[Any]:
    """Series whose deltas miss the change between their first and their last observation."""
    seen = t.fact_engagement
    series = [seen.c[name] for name in SERIES]
    begin, end = sa.func.min(seen.c.observed_at).label("begin"), sa.func.max(seen.c.observed_at).label("end")
    known = [sa.func.count(seen.c[f"{name}_count"]).label(f"{name}_known") for name in COUNTERS]
    sums = [sa.func.coalesce(sa.func.sum(seen.c[f"{name}_delta"]), 0).label(f"{name}_sum") for name in COUNTERS]
    several = sa.select(*series, begin, end, sa.func.count().label("times"), *known, *sums).where(scope.rows_of(seen))
    span = several.group_by(*series).having(sa.func.count() > 1).subquery("span")
    first, last = seen.alias("first"), seen.alias("last")
    joined = span.join(first, _observation(first, span, "begin")).join(last, _observation(last, span, "end"))
    gaps = [
        sa.and_(
            span.c[f"{name}_known"] == span.c.times,
            span.c[f"{name}_sum"] != last.c[f"{name}_count"] - first.c[f"{name}_count"],
        )
        for name in COUNTERS
    ]
    return sa.select(*(span.c[name] for name in SERIES)).select_from(joined).where(sa.or_(*gaps))


def _observation(seen: sa.FromClause, span: sa.FromClause, moment: str) -> sa.ColumnElement[bool]:
    return sa.and_(*(seen.c[name] == span.c[name] for name in SERIES), seen.c.observed_at == span.c[moment])
