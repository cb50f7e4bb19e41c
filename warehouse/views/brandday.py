"""`v_brand_day`: complaints, orders and answers of a brand side by side, so that one can be divided by another.

Facts of different grain meet only after each is summed up on what they share, brand and day (drill across): a join of
their rows would multiply them.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.views import shared
from warehouse.views.view import View, derived

_WORDS: Mapping[str, tuple[str, str, str]] = {
    "complaint_count": ("投诉数", "Complaints", "complaints"),
    "order_count": ("订单数:已付款且未取消;未导入订单则为空", "Orders paid for and not called off; NULL without orders",
    "orders"),
    "promoter_count": ("NPS 推荐者", "Promoters of NPS", "answers"),
    "detractor_count": ("NPS 贬损者", "Detractors of NPS", "answers"),
    "nps_count": ("NPS 有得分的作答数", "Scored answers to NPS", "answers"),
    "satisfied_count": ("CSAT 满意者", "Satisfied answers to CSAT", "answers"),
    "csat_count": ("CSAT 有得分的作答数", "Scored answers to CSAT", "answers"),
}  # fmt: skip


def _complaints() -> sa.Select[Any]:
    row, complaint = t.fact_mention.c, t.fact_complaint.c
    joined = t.fact_complaint.join(t.fact_mention, row.content_key == complaint.content_key)
    counted = {"complaint_count": complaint.complaint_count}
    return _part(joined, row.brand_key, complaint.date_key, counted).where(row.mention_count == 1)


def _orders() -> sa.Select[Any]:
    line = t.fact_order_line.c
    return _part(t.fact_order_line, line.brand_key, line.date_key, {"order_count": line.order_count})


def _answers() -> sa.Select[Any]:
    answer = t.fact_survey_response.c
    counted = {
        "promoter_count": answer.promoter_count,
        "detractor_count": answer.detractor_count,
        "nps_count": sa.case((answer.promoter_count.is_not(None), answer.scored_count)),
        "satisfied_count": answer.satisfied_count,
        "csat_count": sa.case((answer.satisfied_count.is_not(None), answer.scored_count)),
    }
    return _part(t.fact_survey_response, answer.brand_key, answer.date_key, counted)


def _part(source: sa.FromClause, brand_key: Any, date_key: Any, counted: Mapping[str, Any]) -> sa.Select[Any]:
    """One fact summed up; what it does not count is unknown, but complaints are always looked for: none is 0."""
    missing = {name: sa.null() for name in _WORDS} | {"complaint_count": sa.literal(0)}
    sums = {name: sa.func.sum(expression) for name, expression in counted.items()}
    columns = (sa.cast((missing | sums)[name], sa.BigInteger).label(name) for name in _WORDS)
    return sa.select(brand_key.label("brand_key"), date_key.label("date_key"), *columns).select_from(source).group_by(
        brand_key, date_key
    )  # fmt: skip


def _v_brand_day() -> View:
    parts = sa.union_all(_complaints(), _orders(), _answers()).subquery("parts").c
    sums = (sa.cast(sa.func.sum(parts[name]), sa.BigInteger).label(name) for name in _WORDS)
    keys = (parts.brand_key, parts.date_key)
    days = sa.select(*keys, *sums).group_by(*keys).subquery("days")
    return View(
        name="v_brand_day",
        zh="一行是一个品牌的一日:投诉、订单与问卷作答并列(不分平台)",
        en="One row is one brand and day: complaints, orders and survey answers side by side, over all platforms",
        source=t.dim_brand.join(days, days.c.brand_key == t.dim_brand.c.brand_key).join(
            t.dim_date, t.dim_date.c.date_key == days.c.date_key
        ),
        additive=tuple(_WORDS),
        columns=(
            shared.day(days.c.date_key),
            *shared.brand(),
            *(derived(name, days.c[name], zh, en, unit=unit) for name, (zh, en, unit) in _WORDS.items()),
        ),
    )


V_BRAND_DAY = _v_brand_day()
