"""`v_service_period` and `v_root_cause`."""

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.members import ALL
from warehouse.views import shared
from warehouse.views.view import View, derived, shown

_PERIOD, _CAUSE, _TYPE = t.fact_service_period.c, t.fact_root_cause.c, t.dim_complaint_type.c
_THEME_NAME = sa.select(sa.func.min(_TYPE.theme_name)).where(_TYPE.theme == _CAUSE.theme).scalar_subquery()
_KEYS = ("brand_key", "product_key", "date_key")

V_SERVICE_PERIOD = View(
    name="v_service_period",
    zh="一行是一个品牌、产品、月份的投诉到达一个节点的情况;合计行另有标记,中位数不可相加",
    en="One row is how the complaints of one brand, product and month reached one milestone; totals are marked",
    source=(
        t.fact_service_period.join(t.dim_brand, t.dim_brand.c.brand_key == _PERIOD.brand_key).join(
            t.dim_product, t.dim_product.c.product_key == _PERIOD.product_key
        )
    ),
    columns=(
        *shared.brand(),
        shared.product(),
        derived("is_total", _PERIOD.product_key == ALL, "是否全部产品的合计", "Whether the total over products"),
        *(shown(c) for c in t.fact_service_period.columns if c.name not in _KEYS),
    ),
)

V_ROOT_CAUSE = View(
    name="v_root_cause",
    zh="一行是一个品牌的一个产品在一个时期的一个投诉主题",
    en="One row is one theme of complaints of one product of one brand in one period",
    source=(
        t.fact_root_cause.join(t.dim_brand, t.dim_brand.c.brand_key == _CAUSE.brand_key).join(
            t.dim_product, t.dim_product.c.product_key == _CAUSE.product_key
        )
    ),
    additive=("complaint_count",),
    columns=(
        *shared.brand(),
        shared.product(),
        shown(_CAUSE.theme),
        derived("theme_name", _THEME_NAME, "投诉主题", "Theme of the complaints, in Chinese"),
        *(shown(c) for c in t.fact_root_cause.columns if c.name not in (*_KEYS, "theme")),
    ),
)
