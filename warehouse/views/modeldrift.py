"""`v_model_drift`: how a week's verdicts and words differ from those before."""

from warehouse import tables as t
from warehouse.views.view import View, shown

_DRIFT = t.fact_model_drift.c

V_MODEL_DRIFT = View(
    name="v_model_drift",
    zh="一行是一个模型一周的一项漂移指标;指标不可相加",
    en="One row is one measure of drift of one model in one week; never add",
    source=t.fact_model_drift,
    columns=tuple(shown(each) for each in t.fact_model_drift.columns if each.name != "date_key"),
)
