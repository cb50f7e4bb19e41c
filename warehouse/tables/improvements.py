"""What to improve in what a brand sells: aspects ranked by how often they are named times what they cost in rating."""

from typing import Any

import sqlalchemy as sa

from warehouse.columns import Merge, Refresh, column, measure, table
from warehouse.tables.shared import date_key, flag, key_of, text

KANO_KINDS = ("must_be", "one_dimensional", "attractive", "indifferent", "reverse")
"""Kano's kinds of need."""


def _points(name: str, zh: str, en: str) -> sa.Column[Any]:
    return measure(name, f"{zh}(5 分制)", f"{en}, in points of 5", "points", type_=sa.Double)


fact_improvement = table(
    "fact_improvement",
    key_of("dim_brand.brand_key", "品牌", "Brand"),
    key_of("dim_product.product_key", "产品;-4 为全部", "Product; -4 all"),
    key_of("dim_aspect.aspect_key", "方面", "Aspect"),
    column("month", sa.Date, "月份(首日)", "Month (its first day)", merge=Merge.KEY),
    date_key("月末日", "Last day of the month"),
    measure("impact_rank", "改进次序,1 最值得改", "Order of what is worth improving, 1 first", "rank",
            is_nullable=False, minimum=1),
    measure("mention_count", "提到该方面的有评分评价数", "Rated reviews that speak of the aspect", "reviews",
            is_nullable=False),
    measure("negative_count", "其中给出负面判断的", "Of them those that blame it", "reviews", is_nullable=False),
    measure("all_mention_count", "各方面被提到的总次数,提及占比的分母;不可相加",
            "Mentions of all aspects, which the mention share is a part of; never add", "mentions", is_nullable=False),
    measure("review_count", "当月有评分的评价数;不可相加", "Rated reviews of the month; never add", "reviews",
            is_nullable=False),
    _points("mean_rating", "提到该方面的评价的平均分", "Mean rating of the reviews that speak of it"),
    _points("rating_gap", "评分差距:全部评价均分减去提到者均分", "Rating gap: mean of all reviews less that of those"),
    _points("gap_low", "评分差距的区间下限", "Lower end of the gap's interval (95%)"),
    _points("gap_high", "评分差距的区间上限", "Upper end of the gap's interval (95%)"),
    _points("impact", "影响 = 提及占比 × 评分差距", "Impact: mention share x rating gap"),
    flag("is_sure", "差距是否可信(区间高于 0);无区间则为空", "Whether the gap's interval lies above 0; NULL without",
         is_nullable=True),
    _points("part_worth_proxy", "效用值代理(一年内的评价):其他方面不变时由中性到好评的加分",
            "Part-worth (proxy, a year's reviews): what praise adds, other aspects held fixed"),
    _points("part_worth_low", "效用值的区间下限", "Lower end of the part-worth's interval (95%)"),
    _points("part_worth_high", "效用值的区间上限", "Upper end of the part-worth's interval (95%)"),
    _points("reward_proxy", "奖励代理(一年内的评价):被夸时的加分",
            "Reward (proxy, a year's reviews): what praise adds"),
    _points("penalty_proxy", "惩罚代理(一年内的评价):被批评时的扣分,负数",
            "Penalty (proxy, a year's reviews): what blame takes, below 0"),
    text("kano_kind_proxy", "Kano 类别代理(一年内的评价):must_be 必备、one_dimensional 期望、attractive 魅力、"
         "indifferent 无差异、reverse 反向;证据不足为空",
         "Kano's kind of need (proxy, a year's reviews); NULL without evidence enough", one_of=KANO_KINDS),
    text("model_version", "计算方法的版本", "Version of the method"),
    zh="一行是一个品牌、产品、月份的评价中的一个方面及其改进次序",
    en="One row is one aspect of one brand and product in the reviews of one month, with its place in what to improve",
    kind="snapshot",
    key=("brand_key", "product_key", "aspect_key", "month"),
    refresh=Refresh.PROFILE,
)  # fmt: skip
