"""`v_customer_action`: what is proposed to be done for customers, and on what grounds."""

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.views import shared
from warehouse.views.view import View, derived, shown

_ACTION, _VERSION = t.fact_customer_action.c, t.dim_customer.c

KINDS = {
    "care": "关怀", "retention": "挽留", "winback": "赢回", "product_fix": "产品改进", "abandon": "放弃",
}  # fmt: skip
"""Kind of action -> its Chinese name."""

V_CUSTOMER_ACTION = View(
    name="v_customer_action",
    zh="一行是一项行动建议及其依据,客户为提出当时的版本;放弃(abandon)是不联系的决定",
    en="One row is one action proposed, with its grounds and the customer as of then; abandon is to leave alone",
    source=(
        t.fact_customer_action.join(t.dim_customer, _VERSION.customer_key == _ACTION.customer_key)
        .join(t.dim_date, t.dim_date.c.date_key == _ACTION.date_key)
        .join(t.dim_brand, t.dim_brand.c.brand_key == _ACTION.brand_key)
        .join(t.dim_product, t.dim_product.c.product_key == _ACTION.product_key)
    ),
    additive=("action_count", "expected_gain", "cost_amount"),
    columns=(
        shown(_ACTION.action_id),
        shared.day(_ACTION.date_key),
        shown(_ACTION.customer_id),
        shown(_VERSION.tier, "customer_tier"),
        shown(_VERSION.stage, "customer_stage"),
        shown(_ACTION.complaint_id),
        *shared.brand(),
        derived(
            "product",
            sa.case((t.dim_product.c.product_key > 0, t.dim_product.c.name)),
            "配置中的产品;不针对产品为空",
            "Product of the configuration; NULL where it is about none",
        ),
        shown(_ACTION.kind),
        derived(
            "kind_name",
            sa.case(*((_ACTION.kind == kind, zh) for kind, zh in KINDS.items())),
            "行动类别的中文名",
            "Chinese name of the kind",
        ),
        *(shown(_ACTION[name]) for name in ("action", "channel", "reason", "state", "is_permitted")),
        *(shown(_ACTION[name]) for name in ("proposed_at", "taken_at", "action_count")),
        *(shown(_ACTION[name]) for name in ("expected_gain", "cost_amount", "success_probability")),
    ),
)
