"""What customers answer when asked, and how satisfied each part of the market is."""

import sqlalchemy as sa

from warehouse.columns import Merge, Refresh, column, measure, table
from warehouse.tables.firstparty import customer_id, customer_key, row_id, seen_at, source
from warehouse.tables.shared import brand_key, date_key, flag, instant, key_of, product_key, text

fact_survey_response = table(
    "fact_survey_response",
    source(),
    row_id("response_id", "答卷编号", "Response id"),
    column("question", sa.String, "题目:nps、csat、ces 或原题", "nps, csat, ces, or the question as written",
           merge=Merge.KEY),
    date_key("作答日(北京时间)", "Day answered (Asia/Shanghai)"),
    customer_key(),
    customer_id(),
    brand_key(),
    product_key(),
    text("channel", "渠道(来源的写法)", "Where it was asked, as the source says"),
    instant("answered_at", "作答时间", "When answered", is_nullable=False),
    seen_at(),
    measure("score", "得分,按本题满分", "The answer, on the question's scale", "points", type_=sa.Double),
    measure("scale", "满分", "Best possible score", "points", type_=sa.Double),
    measure("response_count", "作答数(恒为 1)", "Answers, always 1", "answers", is_nullable=False),
    measure("scored_count", "有得分的作答数:0 或 1", "Answers with a score: 0 or 1", "answers", is_nullable=False),
    measure("promoter_count", "推荐者:NPS 9-10 分;其他题为空", "Promoters: NPS 9 or 10; NULL for others", "answers"),
    measure("detractor_count", "贬损者:NPS 0-6 分;其他题为空", "Detractors: NPS 0 to 6; NULL for others", "answers"),
    measure(
        "satisfied_count", "满意者:CSAT 得分不低于满分的八成;其他题为空",
        "Satisfied: CSAT of at least four fifths of the scale; NULL for others", "answers",
    ),
    zh="一行是一个人对一道题的回答(以最近一次观测为准;文字留在数据湖)",
    en="One row is one person's answer to one question (the state observed last; words stay in the lake)",
    kind="transaction",
    key=("source", "response_id", "question"),
    refresh=Refresh.WHOLE,
)  # fmt: skip

EVIDENCE_GRADES = ("published", "vendor", "own")
"""A published formula, one that a vendor documents, our own definition."""

fact_satisfaction = table(
    "fact_satisfaction",
    key_of("dim_brand.brand_key", "品牌", "Brand"),
    key_of("dim_product.product_key", "产品;-4 为全部", "Product; -4 all"),
    key_of("dim_aspect.aspect_key", "方面;-4 为全部", "Aspect; -4 all"),
    column("channel", sa.String, "渠道;all 为全部", "Channel; all for all of them", merge=Merge.KEY),
    column("month", sa.Date, "月份(首日)", "Month (its first day)", merge=Merge.KEY),
    date_key("月末日", "Last day of the month"),
    column("measure", sa.String, "指标代号:nps、csat、reputation_share……", "Measure: nps, csat, reputation_share, ...",
           merge=Merge.KEY),
    measure("numerator", "分子", "Numerator", "as the measure says", type_=sa.Double),
    measure("denominator", "分母", "Denominator", "as the measure says", type_=sa.Double),
    measure("value_low", "区间下限", "Lower end of the interval", "as the measure says", type_=sa.Double),
    measure("value_high", "区间上限", "Upper end of the interval", "as the measure says", type_=sa.Double),
    measure("evidence_count", "依据的样本数 n", "Cases behind it, n", "cases"),
    text("evidence_grade", "依据等级:published 公开公式、vendor 厂商公开、own 本项目定义",
         "Grade: published formula, vendor documented, own definition", one_of=EVIDENCE_GRADES),
    flag("is_proxy", "是否由文本得出的代理值(非问卷)", "Whether a stand-in read from texts, not from a survey"),
    text("model_version", "计算方法的版本", "Version of the method"),
    zh="一行是一个品牌、产品、方面、渠道、月份的一项满意度指标",
    en="One row is one measure of satisfaction of one brand, product, aspect, channel and month",
    kind="snapshot",
    key=("brand_key", "product_key", "aspect_key", "channel", "month", "measure"),
    refresh=Refresh.PROFILE,
)  # fmt: skip
