"""`v_customer`, `v_order_line` and `v_satisfaction`."""

from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.columns import field_of
from warehouse.members import ALL
from warehouse.sql import yes
from warehouse.tables.measurenames import SATISFACTION_MEASURES
from warehouse.views import shared
from warehouse.views.view import View, ViewColumn, derived, shown

_MONTH, _LINE, _MEASURE, _VERSION = (
    t.fact_customer_month.c,
    t.fact_order_line.c,
    t.fact_satisfaction.c,
    t.dim_customer.c,
)
_REGION = t.dim_region.c
BASE_CURRENCY = "CNY"
"""Money of other currencies has no rate here, so the columns that add up leave it out."""


def _persona() -> ViewColumn:
    """The name that the persona had in the month; several periods of one month take the last by text."""
    persona = t.dim_persona.c
    name = (
        sa.select(sa.func.max(persona.name))
        .where(
            persona.persona_id == _MONTH.persona_id,
            persona.period_start <= t.dim_date.c.day,
            persona.period_end >= _MONTH.month,
        )
        .scalar_subquery()
    )
    return derived("persona", name, "画像名称;当月无画像为空", "Persona's name; NULL without one in the month")


def _region(zh: str, en: str) -> ViewColumn:
    place = sa.case((_REGION.region_key > 0, sa.func.coalesce(_REGION.province, _REGION.region)))
    return derived("region", place, f"{zh};未知为空", f"{en}; NULL unknown")


_OWN = ("customer_key", "customer_id", "month", "date_key", "persona_id")

V_CUSTOMER = View(
    name="v_customer",
    zh="一行是一位客户的一个月;金额与次数列可相加,其余为月末状态",
    en="One row is one month of one customer; what happened in the month adds up, the rest is the state at its end",
    source=(
        t.fact_customer_month.join(t.dim_customer, _VERSION.customer_key == _MONTH.customer_key)
        .join(t.dim_date, t.dim_date.c.date_key == _MONTH.date_key)
        .join(t.dim_region, _REGION.region_key == _VERSION.region_key)
    ),
    additive=("order_count", "net_amount", "contact_count", "complaint_count"),
    columns=(
        shown(_MONTH.month),
        shown(_MONTH.customer_id),
        shown(_VERSION.is_identified),
        _region("地区(月末的版本)", "Region, as of the month's end"),
        shown(_MONTH.persona_id),
        _persona(),
        *(shown(column) for column in t.fact_customer_month.columns if column.name not in _OWN),
    ),
)


def _in_base(name: str) -> ViewColumn:
    """A line's money where it is in yuan: only that adds up over all lines."""
    column, meaning = _LINE[name], field_of(_LINE[name])
    return derived(
        name,
        sa.case((_LINE.currency == BASE_CURRENCY, column)),
        f"{meaning.zh.partition(';按')[0]}(元);其他币种为空",
        f"{meaning.en.partition('; in the row')[0]}, in yuan; NULL in another currency",
        unit=BASE_CURRENCY,
    )


def _first_orders() -> ViewColumn:
    count = sa.case((_LINE.is_first_order, _LINE.order_count), else_=0)
    return derived("first_order_count", count, "首单数,即新客数", "First orders: new customers", unit="orders")


_UNITS = ("quantity", "returned_quantity", "cancelled_quantity")
_MONEY = ("gross_amount", "refund_amount", "cancelled_amount", "net_amount", "discount_amount")

V_ORDER_LINE = View(
    name="v_order_line",
    zh="一行是一张订单的一行商品,客户为下单当时的版本",
    en="One row is one product line of one order, with the customer as of then",
    source=(
        t.fact_order_line.join(t.dim_date, t.dim_date.c.date_key == _LINE.date_key)
        .join(t.dim_customer, _VERSION.customer_key == _LINE.customer_key)
        .join(t.dim_brand, t.dim_brand.c.brand_key == _LINE.brand_key)
        .join(t.dim_product, t.dim_product.c.product_key == _LINE.product_key)
        .join(t.dim_region, _REGION.region_key == _LINE.region_key)
    ),
    additive=("order_count", "first_order_count", "line_count", *_UNITS, *_MONEY),
    columns=(
        shown(_LINE.source),
        shown(_LINE.order_id),
        shown(_LINE.line_number),
        shared.day(_LINE.date_key),
        shown(_LINE.ordered_at),
        shown(_LINE.customer_id),
        shown(_VERSION.tier, "customer_tier"),
        shown(_VERSION.stage, "customer_stage"),
        *shared.brand(),
        derived(
            "product",
            sa.case((t.dim_product.c.product_key > 0, t.dim_product.c.name)),
            "配置中的产品;未对上为空",
            "Product of the configuration; NULL for none of them",
        ),
        shown(_LINE.product_name),
        shown(_LINE.channel),
        _region("收货省份,否则为原写法", "Province it went to, else as written"),
        shown(_LINE.coupon),
        shown(_LINE.status, "order_status"),
        shown(_LINE.state, "order_state"),
        shown(_LINE.is_first_order),
        shown(_LINE.order_count),
        _first_orders(),
        shown(_LINE.line_count),
        *(shown(_LINE[name]) for name in _UNITS),
        *(_in_base(name) for name in _MONEY),
        shown(_LINE.currency),
        derived(
            "booked_net_amount",
            _LINE.net_amount,
            "本行币种的净额;不同币种不可相加",
            "Net amount in the line's own currency; never add over currencies",
            unit="currency units",
        ),
    ),
)


def _of_all(name: str, key: sa.Column[Any], value: sa.ColumnElement[Any], zh: str, en: str) -> ViewColumn:
    return derived(name, sa.case((key != ALL, value)), f"{zh};全部为空", f"{en}; NULL for all")


def _named(name: str, language: int, zh: str, en: str) -> ViewColumn:
    words = {code: names[language] for code, names in SATISFACTION_MEASURES.items()}
    return derived(name, sa.case(words, value=_MEASURE.measure, else_=_MEASURE.measure), zh, en)


_IS_TOTAL = sa.and_(_MEASURE.product_key == ALL, _MEASURE.aspect_key == ALL, _MEASURE.channel == "all")

V_SATISFACTION = View(
    name="v_satisfaction",
    zh="一行是一个品牌、产品、方面、渠道、月份的一项满意度指标;含合计行与细分行,不可相加",
    en="One row is one measure of one brand, product, aspect, channel and month; totals and parts, so never add",
    source=(
        t.fact_satisfaction.join(t.dim_brand, t.dim_brand.c.brand_key == _MEASURE.brand_key)
        .join(t.dim_product, t.dim_product.c.product_key == _MEASURE.product_key)
        .join(t.dim_aspect, t.dim_aspect.c.aspect_key == _MEASURE.aspect_key)
    ),
    columns=(
        shown(_MEASURE.month),
        *shared.brand(),
        _of_all("product", _MEASURE.product_key, t.dim_product.c.name, "产品", "Product"),
        _of_all("aspect", _MEASURE.aspect_key, t.dim_aspect.c.aspect, "方面代号", "Aspect code"),
        _of_all("aspect_name", _MEASURE.aspect_key, t.dim_aspect.c.name, "方面", "Aspect"),
        shown(_MEASURE.channel),
        derived(
            "is_total",
            yes(_IS_TOTAL),
            "是否品牌合计(不分产品、方面、渠道)",
            "Whether over all products, aspects, channels",
        ),
        shown(_MEASURE.measure),
        _named("measure_name", 0, "指标的中文名", "The measure's Chinese name"),
        _named("measure_name_en", 1, "指标的英文名", "The measure's English name"),
        *(shown(_MEASURE[name]) for name in ("numerator", "denominator", "value_low", "value_high")),
        *(shown(_MEASURE[name]) for name in ("evidence_count", "evidence_grade", "is_proxy", "model_version")),
    ),
)
