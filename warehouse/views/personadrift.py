"""`v_persona_drift`: the personas of a period beside those of the period before."""

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.members import NOT_APPLICABLE
from warehouse.views.view import View, derived, shown

_DRIFT = t.fact_persona_drift.c
_NOW, _BEFORE = t.dim_persona.alias("now"), t.dim_persona.alias("before")


def _told(key: sa.Column[int], value: sa.ColumnElement[str]) -> sa.ColumnElement[str]:
    return sa.case((key != NOT_APPLICABLE, value))


V_PERSONA_DRIFT = View(
    name="v_persona_drift",
    zh="一行是一个画像与上一期一个画像的对应;少于 10 人的转入不列出,故各行之和不超过两期都在的账号数",
    en="One row is one persona beside one of the period before; moves of fewer than 10 are not listed",
    source=(
        t.fact_persona_drift.join(_NOW, _NOW.c.persona_key == _DRIFT.persona_key).join(
            _BEFORE, _BEFORE.c.persona_key == _DRIFT.before_persona_key
        )
    ),
    additive=("common_count",),
    columns=(
        shown(_DRIFT.period_start),
        shown(_DRIFT.period_end),
        derived("persona_id", _told(_DRIFT.persona_key, _NOW.c.persona_id), "画像代号;消失者为空",
                "Persona id; NULL where it is gone"),
        derived("persona", _told(_DRIFT.persona_key, _NOW.c.name), "画像名称;消失者为空",
                "Persona's name; NULL where it is gone"),
        derived("before_persona_id", _told(_DRIFT.before_persona_key, _BEFORE.c.persona_id),
                "上期画像代号;新出现者为空", "Persona id of the period before; NULL for a new one"),
        derived("before_persona", _told(_DRIFT.before_persona_key, _BEFORE.c.name), "上期画像名称;新出现者为空",
                "Its name in the period before; NULL for a new one"),
        derived("before_period_start", sa.case((_DRIFT.before_persona_key != NOT_APPLICABLE, _BEFORE.c.period_start)),
                "上期首日", "First day of the period before"),
        derived("before_period_end", sa.case((_DRIFT.before_persona_key != NOT_APPLICABLE, _BEFORE.c.period_end)),
                "上期末日", "Last day of the period before"),
        shown(_DRIFT.state),
        shown(_DRIFT.common_count),
        shown(_DRIFT.jaccard),
    ),
)  # fmt: skip
