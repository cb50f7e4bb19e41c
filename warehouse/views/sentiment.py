"""`v_sentiment`: every verdict in use, readable."""

from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.members import ALL
from warehouse.sql import day_key, local_day, one_if
from warehouse.views import shared
from warehouse.views.view import View, ViewColumn, derived, shown

_SAID, _CONTENT, _BRAND, _ASPECT = t.fact_sentiment.c, t.dim_content.c, t.dim_brand.c, t.dim_aspect.c
_EMOTION, _MODEL = t.dim_emotion.c, t.dim_model.c
_STATED = sa.case((~_SAID.is_abstained, _SAID.label))
_LOCAL = local_day(_CONTENT.published_at)


def _day() -> ViewColumn:
    """As in other views: NULL where the source gives no date, or one that no post can have."""
    known = sa.case((day_key(_LOCAL, missing=0) > 0, _LOCAL))
    return derived("day", known, "日期(北京时间);未知则为空", "Day (Asia/Shanghai); NULL when unknown")


def _where(name: str, column: Any, key: Any, zh: str, en: str) -> ViewColumn:
    """A member's attribute, NULL for the member that stands for all."""
    return derived(name, sa.case((key > 0, column)), zh, en)


V_SENTIMENT = View(
    name="v_sentiment",
    zh="一行是一条内容对一个对象的一个方面的现行判断;一条内容可有多行,故判断数不等于声量",
    en="One row is the verdict in use on one aspect of one target in one content; a content may have several",
    source=(
        t.fact_sentiment.join(t.dim_content, _CONTENT.content_key == _SAID.content_key)
        .join(t.dim_platform, t.dim_platform.c.platform_key == _CONTENT.platform_key)
        .join(t.dim_brand, _BRAND.brand_key == _SAID.target_brand_key)
        .join(t.dim_aspect, _ASPECT.aspect_key == _SAID.aspect_key)
        .join(t.dim_emotion, _EMOTION.emotion_key == _SAID.emotion_key)
        .join(t.dim_model, _MODEL.model_key == _SAID.model_key)
    ),
    condition=_SAID.is_current,
    additive=("verdict_count", "positive_count", "neutral_count", "negative_count", "abstained_count"),
    columns=(
        shown(_CONTENT.mention_id),
        _day(),
        shown(_CONTENT.published_at),
        *shared.platform(),
        _where(
            "brand_id",
            _BRAND.brand_id,
            _BRAND.brand_key,
            "被评价品牌的代号;整段文字的判断为空",
            "Id of the brand judged; NULL for a verdict on the whole text",
        ),
        _where(
            "brand",
            _BRAND.name,
            _BRAND.brand_key,
            "被评价的品牌;整段文字的判断为空",
            "Brand judged; NULL for a verdict on the whole text",
        ),
        _where(
            "aspect",
            _ASPECT.aspect,
            _ASPECT.aspect_key,
            "方面代号;不分方面则为空",
            "Aspect code; NULL for a verdict on all of it",
        ),
        _where(
            "aspect_name",
            _ASPECT.name,
            _ASPECT.aspect_key,
            "方面名称;不分方面则为空",
            "Aspect name; NULL for a verdict on all of it",
        ),
        derived(
            "is_whole_text",
            sa.and_(_SAID.target_brand_key == ALL, _SAID.aspect_key == ALL),
            "是否对整段文字的判断",
            "Whether it is the verdict on the whole text",
        ),
        derived("sentiment", _STATED, "情感;弃权为空", "negative, neutral, positive; NULL when the model declined"),
        shown(_SAID.probability),
        shown(_SAID.positive_probability),
        shown(_SAID.neutral_probability),
        shown(_SAID.negative_probability),
        shown(_SAID.sentiment_score),
        shown(_SAID.is_abstained),
        _where(
            "emotion", _EMOTION.emotion, _EMOTION.emotion_key, "情绪代号;未判断为空", "Emotion; NULL when not judged"
        ),
        _where("emotion_name", _EMOTION.name, _EMOTION.emotion_key, "情绪中文名", "Emotion in Chinese"),
        shown(_SAID.evidence),
        shown(_MODEL.engine),
        shown(_MODEL.version, "model_version"),
        derived("verdict_count", sa.literal(1), "判断数,恒为 1", "Verdicts, always 1", unit="verdicts"),
        *(
            derived(f"{name}_count", one_if(condition), zh, en, unit="verdicts")
            for name, condition, zh, en in (
                ("positive", sa.and_(~_SAID.is_abstained, _SAID.label == "positive"), "正面判断", "Positive"),
                ("neutral", sa.and_(~_SAID.is_abstained, _SAID.label == "neutral"), "中性判断", "Neutral"),
                ("negative", sa.and_(~_SAID.is_abstained, _SAID.label == "negative"), "负面判断", "Negative"),
                ("abstained", _SAID.is_abstained, "模型弃权", "Declined"),
            )
        ),
    ),
)
