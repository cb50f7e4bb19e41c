"""`v_mention`: everything about a content on one row per brand it mentions."""

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.columns import field_of
from warehouse.tone import WHOLE, stated, verdict, with_verdicts
from warehouse.views import shared
from warehouse.views.view import View, ViewColumn, derived, shown

_FACT, _CONTENT = t.fact_mention.c, t.dim_content.c
_LATEST, _CLASS = t.fact_engagement.c, t.dim_content_class.c
_REGION, _EMOTION = t.dim_region.c, t.dim_emotion.c


def _source() -> sa.FromClause:
    bridge = t.bridge_mention_topic
    top_topic = sa.and_(bridge.c.content_key == _FACT.content_key, bridge.c.is_current, bridge.c.is_top)
    latest = sa.and_(_LATEST.content_key == _FACT.content_key, _LATEST.is_latest)
    return (
        with_verdicts(t.fact_mention)
        .join(t.dim_content, _CONTENT.content_key == _FACT.content_key)
        .join(t.dim_date, t.dim_date.c.date_key == _FACT.date_key)
        .join(t.dim_platform, t.dim_platform.c.platform_key == _FACT.platform_key)
        .join(t.dim_brand, t.dim_brand.c.brand_key == _FACT.brand_key)
        .join(t.dim_product, t.dim_product.c.product_key == _FACT.lead_product_key)
        .join(t.dim_author, t.dim_author.c.author_key == _FACT.author_key)
        .join(t.dim_region, _REGION.region_key == _FACT.region_key)
        .join(t.dim_content_class, _CLASS.content_class_key == _CONTENT.content_class_key)
        .outerjoin(t.content_text, t.content_text.c.content_key == _FACT.content_key)
        .outerjoin(t.dim_emotion, _EMOTION.emotion_key == WHOLE.c.emotion_key)
        .outerjoin(bridge, top_topic)
        .outerjoin(t.dim_topic, t.dim_topic.c.topic_key == bridge.c.topic_key)
        .outerjoin(t.fact_complaint, t.fact_complaint.c.content_key == _FACT.content_key)
        .outerjoin(
            t.dim_complaint_type, t.dim_complaint_type.c.complaint_type_key == t.fact_complaint.c.complaint_type_key
        )
        .outerjoin(t.fact_engagement, latest)
    )


def _of_verdict(name: str) -> ViewColumn:
    """A column of the verdict that counts for the brand."""
    return ViewColumn(name=name, expression=verdict(name), meaning=field_of(t.fact_sentiment.c[name]))


V_MENTION = View(
    name="v_mention",
    zh="一行是一条内容与其提到的一个品牌;产品列为首个提到的产品",
    en="One row is one content and one brand it mentions; the first product named stands in `product`",
    source=_source(),
    condition=_FACT.mention_count == 1,
    additive=("mention_count", "organic_weight"),
    columns=(
        shown(_FACT.content_key),
        shown(_CONTENT.mention_id),
        shared.day(_FACT.date_key),
        shown(_FACT.published_at),
        *shared.platform(),
        shown(_CONTENT.source),
        shown(_CONTENT.kind),
        *shared.brand(),
        shared.product(),
        *shared.author(),
        shown(t.dim_author.c.tier, "author_tier"),
        shown(_FACT.author_follower_count, "follower_count"),
        derived(
            "region",
            sa.func.coalesce(_REGION.province, _REGION.region),
            "作者当时的省份,或来源所写地区",
            "Author's province at the time, else the region as written",
        ),
        shown(t.content_text.c.title),
        shown(t.content_text.c.text),
        shown(_CONTENT.url),
        derived(
            "sentiment",
            stated(),
            "情感:negative, neutral, positive;弃权或未判断为空",
            "negative, neutral, positive; NULL when the model declined or did not judge",
        ),
        _of_verdict("positive_probability"),
        _of_verdict("neutral_probability"),
        _of_verdict("sentiment_score"),
        _of_verdict("is_abstained"),
        _of_verdict("evidence"),
        shown(_EMOTION.emotion),
        shown(_CONTENT.intent),
        shown(_CONTENT.language),
        *shared.topic(),
        derived("is_complaint", t.fact_complaint.c.content_key.is_not(None), "是否投诉", "Whether it is a complaint"),
        *shared.complaint_type(),
        shown(_CLASS.content_class),
        shown(_CONTENT.duplicate_group),
        shown(_CONTENT.is_duplicate),
        shown(_CONTENT.is_water_army),
        shown(_FACT.organic_count, "organic_weight"),
        shown(_FACT.is_inherited),
        shown(_LATEST.like_count),
        shown(_LATEST.comment_count),
        shown(_LATEST.share_count),
        shown(_LATEST.favorite_count),
        shown(_LATEST.view_count),
        shown(_LATEST.engagement_count),
        derived(
            "observed_at",
            sa.func.coalesce(_LATEST.observed_at, _CONTENT.observed_at),
            "计数(无则内容)最近观测时间",
            "When the counters, else the content, were last seen",
        ),
        shown(_FACT.mention_count),
    ),
)
