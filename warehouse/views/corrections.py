"""`v_correction`: what people said beside what the model in use had said."""

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.members import ALL
from warehouse.tables.models import HUMAN
from warehouse.views import shared
from warehouse.views.view import View, derived, shown

RANDOM = "random"
"""End of the version of corrections that were drawn at random (pipeline.corrections)."""

_FACT, _CONTENT = t.fact_mention.c, t.dim_content.c
_MEANT, _PERSON = t.fact_sentiment.alias("meant").c, t.dim_model.alias("person").c


def _by_machine(name: str) -> tuple[sa.Subquery, sa.ColumnElement[bool]]:
    """The verdicts of the models in use, under another name."""
    said, model = t.fact_sentiment.c, t.dim_model.c
    rows: sa.Select[tuple[object, ...]] = (
        sa.select(
            said.content_key,
            said.target_brand_key,
            sa.case((said.is_abstained, sa.literal("abstained")), else_=said.label).label("machine"),
            model.version,
        )
        .join(t.dim_model, sa.and_(model.model_key == said.model_key, model.engine != HUMAN, model.is_current))
        .where(said.aspect_key == ALL)
    )
    found = rows.subquery(name)
    return found, found.c.content_key == _FACT.content_key


_WHOLE, _WHOLE_OF = _by_machine("machine_whole")
_APART, _APART_OF = _by_machine("machine_apart")
_MACHINE = sa.func.coalesce(_APART.c.machine, _WHOLE.c.machine)
_VERSION = sa.func.coalesce(_APART.c.version, _WHOLE.c.version)

V_CORRECTION = View(
    name="v_correction",
    zh="一行是一条内容在一个品牌下的人工判断与当前模型的判断",
    en="One row is a person's verdict on one content of one brand beside that of the model in use",
    source=(
        t.fact_mention.join(t.dim_content, _CONTENT.content_key == _FACT.content_key)
        .join(t.dim_date, t.dim_date.c.date_key == _FACT.date_key)
        .join(t.dim_platform, t.dim_platform.c.platform_key == _FACT.platform_key)
        .join(t.dim_brand, t.dim_brand.c.brand_key == _FACT.brand_key)
        .join(
            _MEANT.label.table,
            sa.and_(
                _MEANT.content_key == _FACT.content_key,
                _MEANT.target_brand_key == _FACT.brand_key,
                _MEANT.aspect_key == ALL,
                _MEANT.is_current,
            ),
        )
        .join(_PERSON.engine.table, sa.and_(_PERSON.model_key == _MEANT.model_key, _PERSON.engine == HUMAN))
        .outerjoin(_APART, sa.and_(_APART_OF, _APART.c.target_brand_key == _FACT.brand_key))
        .outerjoin(_WHOLE, sa.and_(_WHOLE_OF, _WHOLE.c.target_brand_key == ALL))
    ),
    condition=sa.and_(_FACT.mention_count == 1, _MACHINE.is_not(None)),
    additive=("correction_count", "agreed_count"),
    columns=(
        shown(_CONTENT.mention_id),
        shared.day(_FACT.date_key),
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
        derived("model_version", _VERSION, "模型版本", "Version of the model"),
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
