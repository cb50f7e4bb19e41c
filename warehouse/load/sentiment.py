"""`fact_sentiment` and `bridge_mention_topic`: what engines measured, every version beside the one in use."""

from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.load import work
from warehouse.members import ALL, NOT_APPLICABLE, UNKNOWN
from warehouse.sql import first_of, insert_select, yes

CLASSES = ("negative", "neutral", "positive")


def load_sentiment(connection: sa.Connection) -> None:
    """One row per content and model for the whole text, for each brand it judges apart, and for each aspect."""
    for statement in (_whole_texts(), _targets(), _aspects()):
        insert_select(connection, t.fact_sentiment, statement)


def _whole_texts() -> sa.Select[Any]:
    """Target and aspect -4; the emotion in use stands beside the tone."""
    said, felt = work.verdict.c, work.current_of("emotion").where(~work.verdict.c.is_abstained).subquery("felt").c
    emotion = t.dim_emotion.c
    return (
        _verdicts(
            target=sa.literal(ALL),
            aspect=sa.literal(ALL),
            emotion=sa.func.coalesce(emotion.emotion_key, UNKNOWN),
            emotion_probability=felt.probability,
        )
        .outerjoin(felt.content_key.table, felt.content_key == said.content_key)
        .outerjoin(t.dim_emotion, emotion.emotion == felt.label)
        .where(said.task == "sentiment", said.target.is_(None))
    )


def _targets() -> sa.Select[Any]:
    """Verdicts on one brand of a text; targets no longer tracked are left out."""
    said, brand = work.verdict.c, t.dim_brand.c
    return (
        _verdicts(target=brand.brand_key, aspect=sa.literal(ALL))
        .join(t.dim_brand, brand.brand_id == said.target)
        .where(said.task == work.TARGETED)
    )


def _aspects() -> sa.Select[Any]:
    """Verdicts on an aspect, of one brand where the text is about one."""
    said, brand, aspect = work.verdict.c, t.dim_brand.c, t.dim_aspect.c
    return (
        _verdicts(target=sa.func.coalesce(brand.brand_key, ALL), aspect=aspect.aspect_key)
        .join(t.dim_aspect, aspect.aspect == said.aspect)
        .outerjoin(t.dim_brand, brand.brand_id == said.target)
        .where(said.task == "aspect")
    )


def _verdicts(
    *,
    target: sa.ColumnElement[Any],
    aspect: sa.ColumnElement[Any],
    emotion: sa.ColumnElement[Any] | None = None,
    emotion_probability: sa.ColumnElement[Any] | None = None,
) -> sa.Select[Any]:
    said = work.verdict.c
    positive, neutral, negative = class_probabilities(said.label, said.probability, said.value)
    return (
        sa.select(
            said.content_key,
            target.label("target_brand_key"),
            aspect.label("aspect_key"),
            t.dim_model.c.model_key,
            said.label,
            said.probability,
            positive.label("positive_probability"),
            neutral.label("neutral_probability"),
            negative.label("negative_probability"),
            said.value.label("sentiment_score"),
            said.is_abstained,
            said.evidence,
            (sa.literal(NOT_APPLICABLE) if emotion is None else emotion).label("emotion_key"),
            (sa.cast(sa.null(), sa.Double) if emotion_probability is None else emotion_probability).label(
                "emotion_probability"
            ),
            said.is_current,
        )
        .join(t.dim_model, _model_of(said))
        .where(said.label.in_(CLASSES), said.content_key.is_not(None))
    )


def class_probabilities(label: Any, probability: Any, score: Any) -> tuple[sa.ColumnElement[Any], ...]:
    """Positive, neutral and negative probability, from the verdict's own and the score p_pos - p_neg.

    The three sum to 1, so two figures give the third; NULL where the engine gives none. Rounding may leave a residue
    outside [0, 1]: it is clipped.
    """
    positive = sa.case(
        (label == "positive", probability),
        (label == "negative", probability + score),
        else_=(1 - probability + score) / 2,
    )
    negative = sa.case(
        (label == "negative", probability),
        (label == "positive", probability - score),
        else_=(1 - probability - score) / 2,
    )
    return tuple(_clipped(each, probability, score) for each in (positive, 1 - positive - negative, negative))


def load_topic_bridge(connection: sa.Connection) -> None:
    """One row per content, topic and model; weights are scaled to sum to 1 and the heaviest topic is marked."""
    said, topic = work.verdict.c, t.dim_topic.c
    per_model = (said.content_key, t.dim_model.c.model_key)
    total = sa.func.sum(said.value).over(partition_by=per_model)
    heaviest = first_of(*per_model, order_by=(said.value.desc(), said.target))
    statement = (
        sa.select(
            said.content_key,
            topic.topic_key,
            t.dim_model.c.model_key,
            (said.value / total).label("weight"),
            yes(heaviest == 1).label("is_top"),
            said.is_current,
        )
        .join(t.dim_model, _model_of(said))
        .join(t.dim_topic, topic.topic_id == said.target)
        .where(said.task == "topic", said.value > 0, said.content_key.is_not(None))
    )
    insert_select(connection, t.bridge_mention_topic, statement)


def inherit_topics(connection: sa.Connection) -> None:
    """Content that is about a brand through its thread, and has no topic of its own, has those of its root or parent.

    Most of what a crisis sets off are reposts of a few words: they belong to what they pass on.
    """
    for column in ("root_key", "parent_key"):
        insert_select(connection, t.bridge_mention_topic, _topics_through(column))


def _topics_through(column: str) -> sa.Select[Any]:
    bridge, child = t.bridge_mention_topic, work.content
    row, own = t.fact_mention.c, t.bridge_mention_topic.alias("own").c
    is_inherited = sa.select(row.content_key).where(row.content_key == child.c.content_key, row.is_inherited)
    has_own = sa.select(own.content_key).where(own.content_key == child.c.content_key)
    taken = [bridge.c[name] for name in ("topic_key", "model_key", "weight", "is_top", "is_current")]
    return (
        sa.select(child.c.content_key, *taken)
        .join(bridge, bridge.c.content_key == child.c[column])
        .where(is_inherited.exists(), ~has_own.exists())
    )


def _model_of(said: Any) -> sa.ColumnElement[bool]:
    model = t.dim_model.c
    return sa.and_(model.task == said.task, model.engine == said.engine, model.version == said.version)


def _clipped(value: Any, probability: Any, score: Any) -> sa.ColumnElement[Any]:
    clipped = sa.func.least(1.0, sa.func.greatest(0.0, value))
    return sa.case((sa.and_(probability.is_not(None), score.is_not(None)), clipped))
