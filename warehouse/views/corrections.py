"""`v_correction`: what people said beside what the model in use had said."""

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.members import ALL
from warehouse.views import shared
from warehouse.views.view import View, derived, shown

RANDOM = "random"
"""End of the version of corrections that were drawn at random (pipeline.corrections)."""

_FACT, _CONTENT = t.fact_mention.c, t.dim_content.c
_MEANT, _SAID = t.fact_sentiment.alias("meant").c, t.fact_sentiment.alias("said").c
_PERSON, _MODEL = t.dim_model.alias("person").c, t.dim_model.alias("model").c


def _whole_text(said: sa.ColumnCollection[str, sa.Column[object]]) -> sa.ColumnElement[bool]:
    return sa.and_(said.content_key == _FACT.content_key, said.target_brand_key == ALL, said.aspect_key == ALL)


_MACHINE = sa.case((_SAID.is_abstained, sa.literal("abstained")), else_=_SAID.label)

V_CORRECTION = View(
    name="v_correction",
    zh="一行是一条内容在一个品牌下的人工判断与当前模型的判断",
    en="One row is a person's verdict on one content of one brand beside that of the model in use",
    source=(
        t.fact_mention.join(t.dim_content, _CONTENT.content_key == _FACT.content_key)
        .join(t.dim_date, t.dim_date.c.date_key == _FACT.date_key)
        .join(t.dim_platform, t.dim_platform.c.platform_key == _FACT.platform_key)
        .join(t.dim_brand, t.dim_brand.c.brand_key == _FACT.brand_key)
        .join(_MEANT.label.table, sa.and_(_whole_text(_MEANT), _MEANT.is_current))
        .join(_PERSON.engine.table, sa.and_(_PERSON.model_key == _MEANT.model_key, _PERSON.engine == "human"))
        .join(_SAID.label.table, _whole_text(_SAID))
        .join(
            _MODEL.engine.table,
            sa.and_(_MODEL.model_key == _SAID.model_key, _MODEL.engine != "human", _MODEL.is_current),
        )
    ),
    condition=_FACT.mention_count == 1,
    additive=("correction_count", "agreed_count"),
    columns=(
        shown(_CONTENT.mention_id),
        shared.day(),
        *shared.platform(),
        *shared.brand(),
        derived(
            "machine",
            _MACHINE,
            "模型的判断:negative, neutral, positive, abstained",
            "What the model said: negative, neutral, positive, abstained",
        ),
        derived("human", _MEANT.label, "人工判断", "What the person said"),
        derived(
            "is_random",
            _PERSON.version.like(f"%.{RANDOM}"),
            "是否随机抽取;只有随机抽取的可用于估计错误率",
            "Whether drawn at random; only those tell how often the model errs",
        ),
        derived("model_version", _MODEL.version, "模型版本", "Version of the model"),
        derived("correction_version", _PERSON.version, "时间、摘要、核对人、抽法", "When, digest, who, how drawn"),
        derived("correction_count", sa.literal(1), "人工判断数", "Verdicts by people", unit="mentions"),
        derived(
            "agreed_count",
            sa.case((_MEANT.label == _MACHINE, 1), else_=0),
            "与模型一致的条数",
            "Those that agree with the model",
            unit="mentions",
        ),
    ),
)
