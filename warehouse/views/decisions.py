"""`v_improvement`: what to improve in what a brand sells."""

from warehouse import tables as t
from warehouse.members import ALL
from warehouse.sql import yes
from warehouse.views import shared
from warehouse.views.view import View, derived, shown

_IMPROVE = t.fact_improvement.c
_OWN = ("brand_key", "product_key", "aspect_key", "month", "date_key")

V_IMPROVEMENT = View(
    name="v_improvement",
    zh="一行是一个品牌、产品、月份的一个方面及其改进次序;含品牌合计行与产品行,不可相加",
    en="One row is one aspect of one brand, product and month with its place in what to improve; totals and parts",
    source=(
        t.fact_improvement.join(t.dim_brand, t.dim_brand.c.brand_key == _IMPROVE.brand_key)
        .join(t.dim_product, t.dim_product.c.product_key == _IMPROVE.product_key)
        .join(t.dim_aspect, t.dim_aspect.c.aspect_key == _IMPROVE.aspect_key)
    ),
    columns=(
        shown(_IMPROVE.month),
        *shared.brand(),
        shared.product_or_all(_IMPROVE.product_key),
        derived("is_total", yes(_IMPROVE.product_key == ALL), "是否品牌合计(不分产品)", "Whether over all products"),
        shown(t.dim_aspect.c.aspect),
        shown(t.dim_aspect.c.name, "aspect_name"),
        *(shown(column) for column in t.fact_improvement.columns if column.name not in _OWN),
    ),
)
