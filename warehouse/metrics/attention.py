"""What people do with a post, and how many may have seen it.

Counters grow for days, so two brands whose posts differ in age are compared at equal age: with the observation of the
third day (48 to 72 hours after publication) and the posts that have one.
"""

from warehouse.metrics.definition import Definition
from warehouse.metrics.sums import Metric

_MEASURE = "v_mention_measure"
_KNOWN = "互动数已知的提及"
_KNOWN_EN = "mentions whose engagement is known"
_FANS = "互动数与作者粉丝数均已知且粉丝数大于 0 的提及"
_FANS_EN = "mentions whose engagement and followers are known, with at least one follower"
_VIEWS = "互动数与阅读数均已知且阅读数大于 0 的提及"
_VIEWS_EN = "mentions whose engagement and views are known, with at least one view"
_REACH = "粉丝数已知的提及"
_REACH_EN = "mentions whose author's followers are known"
_AGED = "发布后 48 至 72 小时之间有观测的提及"
_AGED_EN = "mentions observed between 48 and 72 hours after publication"
_KAUSHIK = "Kaushik, Best Social Media Metrics (2011)"

FAMILY: tuple[Definition, ...] = (
    Metric(
        name="engagement", zh="互动量", en="Engagement", meaning="engagement", unit="count",
        formula="点赞 + 评论 + 转发（+ 收藏），取最近一次观测；阅读与播放不计",
        formula_en="likes + comments + shares (+ favourites), latest observation; views not counted",
        numerator={"engagement_count": 1}, population=_KNOWN, population_en=_KNOWN_EN, source="KAWO",
        evidence="vendor", is_starter=True,
    ),
    Metric(
        name="engagement_at_72h", zh="互动量（同龄 72 小时）", en="Engagement at 72 hours", meaning="engagement",
        unit="count", view=_MEASURE, formula="发布后 48 至 72 小时之间最后一次观测的互动量之和",
        formula_en="engagement at the last observation 48 to 72 hours after publication",
        numerator={"engagement_at_72h_count": 1}, population=_AGED, population_en=_AGED_EN, source="本项目",
        evidence="own", is_default=False,
    ),
    Metric(
        name="engagement_per_mention", zh="篇均互动", en="Engagement per mention", meaning="engagement_per_mention",
        unit="ratio", formula="互动量 ÷ 声量", formula_en="engagement / mentions", numerator={"engagement_count": 1},
        denominator={"mention_count": 1}, source="KAWO", evidence="vendor",
    ),
    Metric(
        name="engagement_per_known_mention", zh="篇均互动（互动数已知者）", en="Engagement per mention where known",
        meaning="engagement_per_mention", unit="ratio", view=_MEASURE, formula="互动量 ÷ 互动数已知的提及条数",
        formula_en="engagement / mentions whose engagement is known", numerator={"engagement_count": 1},
        denominator={"known_engagement_count": 1}, population=_KNOWN, population_en=_KNOWN_EN, source="本项目",
        evidence="own", is_default=False,
    ),
    Metric(
        name="engagement_per_mention_at_72h", zh="篇均互动（同龄 72 小时）", en="Engagement per mention at 72 hours",
        meaning="engagement_per_mention", unit="ratio", view=_MEASURE,
        formula="发布后 48 至 72 小时的互动量 ÷ 该时段有观测的提及条数",
        formula_en="engagement 48 to 72 hours after publication / mentions observed then",
        numerator={"engagement_at_72h_count": 1}, denominator={"known_at_72h_count": 1}, population=_AGED,
        population_en=_AGED_EN, source="本项目", evidence="own", is_default=False,
    ),
    Metric(
        name="engagement_rate", zh="互动率（按粉丝）", en="Engagement rate by followers", meaning="engagement_rate",
        unit="share", view=_MEASURE, formula="互动量 ÷ 作者发布当时的粉丝数之和",
        formula_en="engagement / followers of the authors at the time", numerator={"followed_engagement_count": 1},
        denominator={"engaged_follower_count": 1}, up_is_good=True, population=_FANS, population_en=_FANS_EN,
        source="Orlo glossary; Coda", evidence="vendor",
    ),
    Metric(
        name="engagement_rate_by_views", zh="互动率（按阅读）", en="Engagement rate by views",
        meaning="engagement_rate", unit="share", view=_MEASURE, formula="互动量 ÷ 阅读或播放数",
        formula_en="engagement / views", numerator={"viewed_engagement_count": 1},
        denominator={"engaged_view_count": 1}, up_is_good=True, population=_VIEWS, population_en=_VIEWS_EN,
        source="Orlo glossary; Coda", evidence="vendor", is_default=False,
    ),
    *(
        Metric(
            name=name, zh=zh, en=en, meaning=name, unit="ratio", view=_MEASURE,
            formula=f"{what} ÷ {what}数已知的提及条数",
            formula_en=f"{what_en} / mentions whose {what_en} are known", numerator={f"{column}_count": 1},
            denominator={f"known_{column}_count": 1}, population=f"{what}数已知的提及",
            population_en=f"mentions whose {what_en} are known", source=_KAUSHIK, evidence="published",
        )
        for name, zh, en, column, what, what_en in (
            ("applause_rate", "篇均点赞", "Applause rate", "like", "点赞", "likes"),
            ("conversation_rate", "篇均评论", "Conversation rate", "comment", "评论", "comments"),
            ("amplification_rate", "篇均转发", "Amplification rate", "share", "转发", "shares"),
        )
    ),
    Metric(
        name="views", zh="阅读播放量", en="Views", meaning="views", unit="count", view=_MEASURE,
        formula="阅读或播放数之和，取最近一次观测；属浅层互动，另计",
        formula_en="reads and plays, latest observation; kept apart",
        numerator={"view_count": 1}, population="阅读数已知的提及", population_en="mentions whose views are known",
        source="数说故事", evidence="vendor",
    ),
    Metric(
        name="potential_reach", zh="潜在触达", en="Potential reach", meaning="reach", unit="count", view=_MEASURE,
        formula="各提及作者发布当时的粉丝数之和；同一作者每条都计",
        formula_en="followers at the time, summed over mentions",
        numerator={"reach_count": 1}, population=_REACH, population_en=_REACH_EN, source="Mentionlytics; PeakMetrics",
        evidence="vendor",
    ),
    Metric(
        name="likely_impressions", zh="可能曝光", en="Likely impressions", meaning="reach", unit="count", view=_MEASURE,
        formula="Σ 粉丝数 × f；f 在 10 万粉以下为 15%，1000 万粉以上为 6%，其间线性递减",
        formula_en="sum of followers x f; f is 15% below 100k followers, 6% above 10M, linear between",
        numerator={"likely_impression_count": 1}, population=_REACH, population_en=_REACH_EN,
        source="Sprinklr Benchmarking FAQ", evidence="vendor", is_default=False,
    ),
    Metric(
        name="influencer_engagement_rate", zh="影响者互动率", en="Engagement rate of ranked authors",
        meaning="influencer_engagement_rate", unit="share", view="v_influencer",
        formula="上榜作者的互动量 ÷ 其内容的粉丝数之和",
        formula_en="engagement of ranked authors / followers over their contents",
        numerator={"engagement_rate_numerator": 1}, denominator={"engagement_rate_denominator": 1}, up_is_good=True,
        population="一个时期内上榜的作者", population_en="authors ranked in one period", source="Orlo glossary",
        evidence="vendor",
    ),
    Metric(
        name="reposts_per_influencer_mention", zh="影响者篇均带来转发", en="Reposts per mention of ranked authors",
        meaning="reposts_caused", unit="ratio", view="v_influencer", formula="带来的转发数 ÷ 上榜作者的提及条数",
        formula_en="reposts caused / mentions by ranked authors", numerator={"repost_count": 1},
        denominator={"mention_count": 1}, population="一个时期内上榜的作者",
        population_en="authors ranked in one period",
        source="本项目", evidence="own",
    ),
)  # fmt: skip
"""Engagement, its rates by followers and by views, the same at equal age, and reach."""
