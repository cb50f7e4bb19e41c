"""`v_mention_measure`: everything that can be counted about a content and brand, one additive column each."""

from warehouse import measures
from warehouse import tables as t
from warehouse.columns import field_of
from warehouse.tables.insight import COUNTS
from warehouse.views import shared
from warehouse.views.view import View, ViewColumn, derived, shown

_FACT, _CONTENT, _SEEN = t.fact_mention.c, t.dim_content.c, t.fact_engagement.c

_SEEN_WORDS = {
    "like": ("点赞", "likes"), "comment": ("评论", "comments"), "share": ("转发", "shares"),
    "favorite": ("收藏", "saves"), "view": ("阅读或播放", "views"), "engagement": ("互动量", "engagement"),
}  # fmt: skip
_CLASSES = {
    "ugc": ("UGC 条数", "Posts by ordinary users (UGC)"), "pgc": ("PGC 条数", "Posts by professionals (PGC)"),
    "bgc": ("BGC 条数", "Posts by the brand (BGC)"), "paid": ("付费内容条数", "Paid posts"),
}  # fmt: skip
_WORDS: dict[str, tuple[str, str, str]] = {
    "replied_complaint_count": ("品牌已回复的投诉", "Complaints the brand has answered", "complaints"),
    "ended_complaint_count": ("已解决或已关闭的投诉", "Complaints resolved or closed", "complaints"),
    "reopened_complaint_count": ("曾再开启的投诉", "Complaints ever reopened", "complaints"),
    "followed_complaint_count": ("处理过程可见的投诉", "Complaints whose source shows a thread", "complaints"),
    "late_reply_count": ("晚于期限的首次回复", "First replies after their term", "complaints"),
    "timed_reply_count": ("回复日与期限均已知的首次回复", "First replies whose day and term are known", "complaints"),
    "late_resolution_count": ("晚于期限的解决", "Resolutions after their term", "complaints"),
    "timed_resolution_count": ("解决日与期限均已知的解决", "Resolutions whose day and term are known", "complaints"),
    "engagement_at_72h_count": ("同龄互动量:发布后 48 至 72 小时之间最后一次观测",
                                "Engagement at equal age: last seen 48 to 72 hours after publication",
                                "interactions"),
    "known_at_72h_count": ("同龄互动量已知的条数", "Mentions whose engagement at equal age is known", "mentions"),
    **{f"known_{name}_count": (f"{zh}已知的条数", f"Mentions whose {en} are known", "mentions")
       for name, (zh, en) in _SEEN_WORDS.items()},
    "followed_engagement_count": ("粉丝互动率的分子:互动量与粉丝数均已知的内容的互动量",
                                  "Engagement of mentions whose followers are known too", "interactions"),
    "engaged_follower_count": ("粉丝互动率的分母:同上内容的粉丝数", "Followers of the same mentions", "followers"),
    "viewed_engagement_count": ("阅读互动率的分子:互动量与阅读数均已知的内容的互动量",
                                "Engagement of mentions whose views are known too", "interactions"),
    "engaged_view_count": ("阅读互动率的分母:同上内容的阅读数", "Views of the same mentions", "views"),
    "reach_count": ("潜在触达:作者发布当时的粉丝数", "Potential reach: the author's followers at the time",
    "followers"),
    "known_reach_count": ("粉丝数已知的条数", "Mentions whose author's followers are known", "mentions"),
    "likely_impression_count": ("可能曝光:粉丝数乘以随账号变大而由 15% 降至 6% 的比例",
                                "Likely impressions: followers times 15% falling to 6% as accounts grow",
                                "impressions"),
    "classified_count": ("内容类别已知的条数", "Mentions whose class is known", "mentions"),
    **{f"{name}_count": (zh, en, "mentions") for name, (zh, en) in _CLASSES.items()},
    "water_army_count": ("疑似水军的条数", "Mentions that look like a water army's", "mentions"),
    "reposting_count": ("本身是转发的条数", "Mentions that are reposts themselves", "mentions"),
    "authored_count": ("作者已知的条数", "Mentions whose author is known", "mentions"),
}  # fmt: skip
"""Measure -> what it means in Chinese and English, and its unit."""


def _measured() -> tuple[ViewColumn, ...]:
    cube = measures.cube_measures()
    return (
        *(ViewColumn(name=name, expression=cube[name], meaning=field_of(t.fact_insight.c[name])) for name in COUNTS),
        *(shown(_SEEN[f"{name}_count"]) for name in _SEEN_WORDS if name != "engagement"),
        *(
            derived(name, expression, _WORDS[name][0], _WORDS[name][1], unit=_WORDS[name][2])
            for family in (measures.service_measures, measures.attention_measures, measures.reach_measures,
                           measures.class_measures)
            for name, expression in family().items()
            if name in _WORDS
        ),
    )  # fmt: skip


_MEASURED = _measured()

V_MENTION_MEASURE = View(
    name="v_mention_measure",
    zh="一行是一条内容与其提到的一个品牌;凡可计数者各为一列,均可相加",
    en="One row is one content and one brand it mentions; all that can be counted of it, a column each, adds up",
    source=(
        measures.with_third_day(measures.with_measures(t.fact_mention))
        .join(t.dim_content, _CONTENT.content_key == _FACT.content_key)
        .join(t.dim_date, t.dim_date.c.date_key == _FACT.date_key)
        .join(t.dim_platform, t.dim_platform.c.platform_key == _FACT.platform_key)
        .join(t.dim_brand, t.dim_brand.c.brand_key == _FACT.brand_key)
        .join(t.dim_product, t.dim_product.c.product_key == _FACT.lead_product_key)
        .join(t.dim_author, t.dim_author.c.author_key == _FACT.author_key)
        .join(t.dim_content_class, t.dim_content_class.c.content_class_key == _CONTENT.content_class_key)
    ),
    condition=_FACT.mention_count == 1,
    additive=tuple(column.name for column in _MEASURED),
    columns=(
        shown(_CONTENT.mention_id),
        shared.day(_FACT.date_key),
        *shared.platform(),
        *shared.brand(),
        shared.product(),
        shown(t.dim_author.c.author_id),
        shown(t.dim_author.c.tier, "author_tier"),
        shown(t.dim_content_class.c.content_class),
        *_MEASURED,
    ),
)
