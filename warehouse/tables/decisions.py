"""What marketing decisions stand on: credits of channels, books of points, what is bought together and what is next."""

from typing import Any

import sqlalchemy as sa

from warehouse.columns import Merge, Refresh, column, measure, table
from warehouse.tables.firstparty import customer_id, customer_key
from warehouse.tables.shared import date_key, flag, key_of, text

ATTRIBUTION_MODELS = ("first", "last", "linear", "markov", "shapley")
"""First touch, last touch, the same to every touch, removal effect of a Markov chain, Shapley value."""
BASES = ("order", "customer")
"""What a basket is: an order, or all that a customer bought."""


def _brand() -> sa.Column[Any]:
    return key_of("dim_brand.brand_key", "品牌", "Brand")


def _month() -> sa.Column[Any]:
    return column("month", sa.Date, "月份(首日)", "Month (its first day)", merge=Merge.KEY)


def _code(name: str, zh: str, en: str, one_of: tuple[str, ...] = ()) -> sa.Column[Any]:
    return column(name, sa.String, zh, en, merge=Merge.KEY, one_of=one_of)


def _amount(name: str, zh: str, en: str, unit: str) -> sa.Column[Any]:
    return measure(name, zh, en, unit, type_=sa.Double)


def _version() -> sa.Column[Any]:
    return text("model_version", "计算方法的版本", "Version of the method")


_MONTH_END = ("月末日", "Last day of the month")

fact_attribution = table(
    "fact_attribution",
    _brand(),
    _code("channel", "渠道(来源的写法);(none) 为没有已知触点的订单",
          "Channel, as the source says; (none) for orders without a known touch"),
    _month(),
    date_key(*_MONTH_END),
    _code("model", "归因规则", "Rule that divides the orders", ATTRIBUTION_MODELS),
    measure("credit_count", "归于该渠道的订单数(可为小数);同一规则内可相加",
            "Orders credited to the channel, in parts; adds up within one rule", "orders", type_=sa.Double),
    measure("conversion_count", "当月已知客户的订单数,各渠道行相同;不可相加",
            "Orders of known customers in the month, the same on each row; never add", "orders"),
    measure("path_count", "路径数(成单与未成单),各渠道行相同;不可相加",
            "Paths, won and lost, the same on each row; never add", "paths"),
    _version(),
    zh="一行是一个品牌、月份的订单按一种规则归于一个渠道的部分;没有规则能证明因果",
    en="One row is the part of one brand's orders of one month that one rule credits to one channel; no rule proves a"
    " cause",
    kind="snapshot",
    key=("brand_key", "channel", "month", "model"),
    refresh=Refresh.PROFILE,
)  # fmt: skip

fact_loyalty_month = table(
    "fact_loyalty_month",
    _code("program", "会员计划;all 为未写明者", "Programme; all where none is named"),
    _month(),
    date_key(*_MONTH_END),
    _amount("opening_points", "期初积分 = 上月期末", "Points at the start, those the month before left", "points"),
    _amount("earned_points", "获得积分", "Points earned", "points"),
    _amount("redeemed_points", "兑换积分", "Points redeemed", "points"),
    _amount("expired_points", "过期积分", "Points lapsed", "points"),
    _amount("adjusted_points", "调整积分(可为负)", "Points corrected, either way", "points"),
    _amount("closing_points", "期末积分 = 期初 + 获得 - 兑换 - 过期 + 调整",
            "Points at the end: opening + earned - redeemed - expired + adjusted", "points"),
    measure("member_count", "当月有变动的会员数;不可跨月相加", "Members with a movement; never add over months",
            "customers"),
    measure("redeemer_count", "当月兑换的会员数;不可跨月相加", "Members who redeemed; never add over months",
            "customers"),
    _amount("redeemer_low", "兑换会员占比的区间下限", "Lower end of the share of redeemers (95%)", "share"),
    _amount("redeemer_high", "兑换会员占比的区间上限", "Upper end of the share of redeemers (95%)", "share"),
    measure("liability_amount", "积分负债(元) = 期末积分 × 积分单价 × (1 - 预期失效率);未配置单价则为空",
            "Liability in yuan: closing points x value of a point x (1 - expected breakage); NULL without that value",
            "CNY", type_=sa.Double, minimum=0),
    _version(),
    zh="一行是一个会员计划一个月的积分账;期初加变动等于期末",
    en="One row is one month of one programme's books of points; opening and movements make closing",
    kind="snapshot",
    key=("program", "month"),
    refresh=Refresh.PROFILE,
)  # fmt: skip

fact_association = table(
    "fact_association",
    _brand(),
    _month(),
    date_key(*_MONTH_END),
    _code("basis", "篮子:order 一张订单、customer 一位客户一年所购", "Basket: an order, or a customer's year", BASES),
    _code("antecedent", "前项产品(以 + 相连)", "Products bought, joined by +"),
    _code("consequent", "后项产品", "Product bought with them"),
    measure("basket_count", "篮子总数", "All baskets", "baskets", is_nullable=False),
    measure("antecedent_count", "含前项的篮子数", "Baskets with the first products", "baskets", is_nullable=False),
    measure("rule_count", "前后项都含的篮子数", "Baskets with all of them", "baskets", is_nullable=False),
    _amount("confidence_low", "置信度的区间下限", "Lower end of the confidence (95%)", "share"),
    _amount("confidence_high", "置信度的区间上限", "Upper end of the confidence (95%)", "share"),
    _amount("lift", "提升度:含前项时买后项的比例是总体的几倍", "Lift: times more often than in all baskets", "times"),
    _amount("lift_low", "提升度的区间下限", "Lower end of the lift", "times"),
    flag("is_sure", "提升度下限是否高于 1", "Whether the lift's lower end lies above 1", is_nullable=True),
    _version(),
    zh="一行是截至一个月末的一年中一个品牌的一条关联规则",
    en="One row is one association rule of one brand in the year up to the end of one month",
    kind="snapshot",
    key=("brand_key", "month", "basis", "antecedent", "consequent"),
    refresh=Refresh.PROFILE,
)  # fmt: skip

fact_recommendation = table(
    "fact_recommendation",
    customer_key("客户(月末的版本)", "Customer, as of the month's end"),
    customer_id(),
    _brand(),
    _month(),
    date_key(*_MONTH_END),
    measure("item_rank", "推荐次序", "Place in the offer", "rank", is_nullable=False, minimum=1),
    text("product_name", "推荐的产品", "Product to offer"),
    _amount("score", "相似度得分;按热度推荐的为空", "Score by likeness; NULL for what is popular", "points"),
    text("basis", "依据:similar 相似、popular 热销", "Ground: like what was bought, or popular",
         one_of=("similar", "popular")),
    _version(),
    zh="一行是给一位已授权客户的一件推荐;只在命中率显著高于热销榜时才有",
    en="One row is one offer for one customer who agreed; there are some only where they beat what is popular",
    kind="snapshot",
    key=("customer_key", "brand_key", "month", "item_rank"),
    refresh=Refresh.PROFILE,
)  # fmt: skip
