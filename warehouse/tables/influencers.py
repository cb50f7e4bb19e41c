"""Who carries a brand."""

import sqlalchemy as sa

from warehouse.columns import Merge, Privacy, Refresh, column, measure, table
from warehouse.tables.shared import author_key, brand_key, platform_key, text

fact_influencer = table(
    "fact_influencer",
    brand_key(),
    author_key(),
    platform_key(),
    column("period_start", sa.Date, "时期首日", "First day of the period", merge=Merge.KEY),
    column("period_end", sa.Date, "时期末日", "Last day of the period", merge=Merge.KEY),
    text("tier", "当期粉丝层级", "Tier in the period"),
    measure("follower_count", "当期粉丝数", "Followers in the period", "followers"),
    measure("mention_count", "提及品牌的内容数", "Contents about the brand", "mentions"),
    measure("reach_count", "潜在触达:各内容粉丝数之和", "Potential reach: followers summed over contents", "followers"),
    measure("engagement_count", "互动量", "Engagement", "interactions"),
    measure(
        "engaged_follower_count",
        "互动率分母:粉丝数已知的内容的粉丝数之和",
        "Denominator of engagement rate: followers summed over contents where known",
        "followers",
    ),
    measure("pagerank", "转发网络 PageRank", "PageRank on the repost graph", "share", type_=sa.Double),
    measure("caused_repost_count", "带来的转发数", "Reposts caused", "mentions"),
    measure("positive_count", "正面内容数", "Positive contents", "mentions"),
    measure("negative_count", "负面内容数", "Negative contents", "mentions"),
    column("rank", sa.BigInteger, "影响力名次,1 为最高", "Rank by influence, 1 is highest", is_nullable=True),
    measure("core_number", "转发网络 k 核数", "Core number in the repost graph", "ties"),
    measure(
        "betweenness", "转发网络中介中心性", "Shortest paths of others that lead over it", "paths", type_=sa.Double
    ),
    measure(
        "h_index",
        "互动 h 指数:至今有 h 条品牌内容各获至少 h 次互动",
        "Largest h of contents about the brand so far with at least h interactions each",
        "contents",
    ),
    text(
        "community_id",
        "所属圈子(成员中最小的作者假名)",
        "Circle it is in (the smallest pseudonym among its members)",
        privacy=Privacy.PSEUDONYMOUS,
    ),
    measure(
        "likely_impression_count",
        "可能曝光(按粉丝数估计)",
        "Followers likely to have seen it, estimated",
        "impressions",
    ),
    measure(
        "unique_reach_count", "去重触达:该账号的最多粉丝数", "Unique reach: its largest follower count", "followers"
    ),
    measure(
        "bci",
        "微博传播指数 BCI(只计本期谈及本品牌的内容);计数不全为空",
        "BCI of a Weibo account's contents about the brand in the period; NULL where a counter is unknown",
        "points",
        type_=sa.Double,
        minimum=0,
    ),
    measure(
        "emv_low",
        "等值广告费下限;无价格或阅读数则为空",
        "What its views would have cost at least; NULL without price",
        "emv_currency",
        type_=sa.Double,
        minimum=0,
    ),
    measure(
        "emv_high",
        "等值广告费上限",
        "What its views would have cost at most",
        "emv_currency",
        type_=sa.Double,
        minimum=0,
    ),
    text("emv_currency", "等值广告费币种(ISO 4217)", "Currency of that cost (ISO 4217)"),
    zh="一行是一个作者在一个时期对一个品牌的影响",
    en="One row is one author's influence on one brand in one period",
    kind="aggregate",
    key=("brand_key", "author_key", "period_start", "period_end"),
    refresh=Refresh.PROFILE,
)
