"""Who carries a brand."""

import sqlalchemy as sa

from warehouse.columns import Merge, Refresh, column, measure, table
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
    zh="一行是一个作者在一个时期对一个品牌的影响",
    en="One row is one author's influence on one brand in one period",
    kind="aggregate",
    key=("brand_key", "author_key", "period_start", "period_end"),
    refresh=Refresh.PROFILE,
)
