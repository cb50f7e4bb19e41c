"""What crm tells by month and views show as it is: the desk, knowledge, accounts, recoveries, journeys, parity."""

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.views import shared
from warehouse.views.view import View, shown

_KEYS = ("brand_key", "month", "date_key")


def _as_it_is(name: str, zh: str, en: str, fact: sa.Table, additive: tuple[str, ...] = ()) -> View:
    """A fact by month, with the brand's id and name where it is of brands."""
    is_branded = "brand_key" in fact.c
    return View(
        name=name, zh=zh, en=en, additive=additive,
        source=fact.join(t.dim_brand, t.dim_brand.c.brand_key == fact.c.brand_key) if is_branded else fact,
        columns=(
            shown(fact.c.month), *(shared.brand() if is_branded else ()),
            *(shown(column) for column in fact.columns if column.name not in _KEYS),
        ),
    )  # fmt: skip


V_DESK_HOUR = _as_it_is(
    "v_desk_hour",
    "一行是一个月中一个钟点的客服来访量与所需坐席",
    "One row is one hour of the day in one month: contacts that came, and the agents they need",
    t.fact_desk_hour,
    ("contact_count",),
)

V_DESK_MONTH = _as_it_is(
    "v_desk_month",
    "一行是一个渠道一个月的客服联系(比例的分子与分母)",
    "One row is one channel's month at the desk: numerators and denominators",
    t.fact_desk_month,
    ("contact_count", "unanswered_count", "issue_count", "first_contact_count", "handling_minutes", "answer_minutes"),
)

V_KNOWLEDGE_MONTH = _as_it_is(
    "v_knowledge_month",
    "一行是一类客户知识在一个月的使用与再用",
    "One row is one kind of customer knowledge in one month: its uses, and how much of it was used again",
    t.fact_knowledge_month,
    ("use_count",),
)

V_WECHAT_MONTH = _as_it_is(
    "v_wechat_month",
    "一行是一个公众号一个月的文章计数与传播指数",
    "One row is one WeChat account in one month: counters of its articles and its index",
    t.fact_wechat_month,
    ("article_count", "headline_count", "view_count", "wow_count", "like_count", "share_count"),
)

V_RECOVERY = _as_it_is(
    "v_recovery",
    "一行是截至月末的一种结果在补救与对照之间的一项比较",
    "One row is one comparison of one outcome between those recovered and others, up to the month's end",
    t.fact_recovery,
)

V_JOURNEY_MONTH = _as_it_is(
    "v_journey_month",
    "一行是同月开始旅程的人到达一个阶段的情况",
    "One row is how far those who began in one month came at one stage",
    t.fact_journey_month,
)

V_PARITY = _as_it_is(
    "v_parity",
    "一行是一项公平审计中的一个组",
    "One row is one group in one audit of parity",
    t.fact_parity,
)
