"""`v_mention_brief`: what a mention is counted by, on one row per content and brand, without texts.

An engine makes every join of a view, asked for or not. This one leaves out what only a reader of single contents needs
(`dim_content`, `content_text`, regions, emotions), so that a million rows cost about half of what `v_mention` costs.
"""

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.tone import stated, verdict, with_verdicts
from warehouse.views import shared
from warehouse.views.view import View, derived, shown

_FACT, _LATEST = t.fact_mention.c, t.fact_engagement.c


def _source() -> sa.FromClause:
    bridge = t.bridge_mention_topic
    top_topic = sa.and_(bridge.c.content_key == _FACT.content_key, bridge.c.is_current, bridge.c.is_top)
    latest = sa.and_(_LATEST.content_key == _FACT.content_key, _LATEST.is_latest)
    complaint, kind = t.fact_complaint.c, t.dim_complaint_type.c
    return (
        with_verdicts(t.fact_mention)
        .join(t.dim_date, t.dim_date.c.date_key == _FACT.date_key)
        .join(t.dim_platform, t.dim_platform.c.platform_key == _FACT.platform_key)
        .join(t.dim_brand, t.dim_brand.c.brand_key == _FACT.brand_key)
        .join(t.dim_author, t.dim_author.c.author_key == _FACT.author_key)
        .join(t.dim_product, t.dim_product.c.product_key == _FACT.lead_product_key)
        .outerjoin(bridge, top_topic)
        .outerjoin(t.dim_topic, t.dim_topic.c.topic_key == bridge.c.topic_key)
        .outerjoin(t.fact_complaint, complaint.content_key == _FACT.content_key)
        .outerjoin(t.dim_complaint_type, kind.complaint_type_key == complaint.complaint_type_key)
        .outerjoin(t.fact_engagement, latest)
    )


V_MENTION_BRIEF = View(
    name="v_mention_brief",
    zh="一行是一条内容与其提到的一个品牌,只含分类与互动量:查得快;与提及视图逐行一致",
    en="One row is one content and one brand it mentions, with what it is counted by; fast; row by row as in v_mention",
    source=_source(),
    condition=_FACT.mention_count == 1,
    additive=("mention_count",),
    columns=(
        shown(_FACT.content_key),
        shared.day(_FACT.date_key),
        *shared.platform(),
        *shared.brand(),
        shown(t.dim_author.c.author_id),
        shared.product(),
        *shared.topic(),
        derived(
            "sentiment",
            stated(),
            "情感:negative, neutral, positive;弃权或未判断为空",
            "negative, neutral, positive; NULL when the model declined or did not judge",
        ),
        derived("is_abstained", verdict("is_abstained"), "模型是否弃权", "Whether the model declined to judge"),
        shown(_FACT.is_complaint),
        *shared.complaint_type(),
        shown(_FACT.is_inherited),
        shown(_LATEST.engagement_count),
        shown(_FACT.mention_count),
    ),
)
