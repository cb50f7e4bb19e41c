"""How complaints were served month by month, and which product has which problem."""

import sqlalchemy as sa

from warehouse.columns import Merge, Refresh, column, measure, table
from warehouse.tables.shared import date_key, key_of

MILESTONES = ("reply", "resolution")

fact_service_period = table(
    "fact_service_period",
    key_of("dim_brand.brand_key", "品牌", "Brand"),
    key_of("dim_product.product_key", "产品;-4 为全部", "Product; -4 all"),
    column("month", sa.Date, "提出月份(首日)", "Month of opening (its first day)", merge=Merge.KEY),
    column(
        "milestone",
        sa.String,
        "节点:reply 首次回复,resolution 解决",
        "reply: the first reply; resolution",
        merge=Merge.KEY,
        one_of=MILESTONES,
    ),
    date_key("月末日", "Last day of the month"),
    measure("complaint_count", "投诉数", "Complaints", "complaints"),
    measure(
        "valid_count",
        "有效投诉:来源给出状态的",
        "Valid complaints: those whose source says how they stand",
        "complaints",
    ),
    measure("done_count", "其中已回复(已解决)的", "Of these answered (resolved)", "complaints"),
    measure(
        "case_count",
        "计入等待时间的投诉,含仍在等待的",
        "Complaints in the waiting time, those still waiting included",
        "complaints",
    ),
    measure("ended_count", "其中等到的", "Of these, those whose waiting ended", "complaints"),
    measure("censored_count", "其中仍在等待的", "Of these, those who still wait", "complaints"),
    measure(
        "median_minutes",
        "等待时间中位数(自然分钟,Kaplan-Meier);未到半数为空",
        "Median wait in calendar time (Kaplan-Meier); NULL where fewer than half have ended",
        "minutes",
        type_=sa.Double,
    ),
    measure(
        "median_low",
        "中位数 95% 区间下限;未到为空",
        "Lower end of its 95% interval; NULL not reached",
        "minutes",
        type_=sa.Double,
    ),
    measure(
        "median_high",
        "中位数 95% 区间上限;未到为空",
        "Upper end of its 95% interval; NULL not reached",
        "minutes",
        type_=sa.Double,
    ),
    measure(
        "p90_minutes",
        "九成等到所需时间;未到为空",
        "Wait after which nine tenths have ended; NULL not reached",
        "minutes",
        type_=sa.Double,
    ),
    measure(
        "within_24h_share",
        "24 小时内等到的比例;观测不足为空",
        "Share that ended within 24 hours; NULL beyond what was seen",
        "share",
        type_=sa.Double,
    ),
    measure(
        "within_72h_share",
        "72 小时内等到的比例;观测不足为空",
        "Share that ended within 72 hours; NULL beyond what was seen",
        "share",
        type_=sa.Double,
    ),
    measure(
        "business_median_minutes",
        "等待时间中位数(营业分钟)",
        "Median wait in opening hours",
        "minutes",
        type_=sa.Double,
    ),
    measure(
        "business_p90_minutes",
        "九成等到所需营业分钟",
        "Opening minutes after which nine tenths have ended",
        "minutes",
        type_=sa.Double,
    ),
    measure(
        "late_count",
        "超期数:晚于期限,或期限已过仍未办",
        "Late: after the term, or not done though it is over",
        "complaints",
    ),
    measure("decided_count", "可判超期的投诉", "Complaints whose lateness is decided", "complaints"),
    measure("pending_count", "未办而期限未到的投诉", "Complaints not done whose term is not over", "complaints"),
    zh="一行是一个品牌、产品、月份的投诉到达一个节点的情况",
    en="One row is how the complaints of one brand, product and month reached one milestone",
    kind="snapshot",
    key=("brand_key", "product_key", "month", "milestone"),
    refresh=Refresh.PROFILE,
)

fact_root_cause = table(
    "fact_root_cause",
    key_of("dim_brand.brand_key", "品牌", "Brand"),
    key_of("dim_product.product_key", "产品", "Product"),
    column("theme", sa.String, "投诉主题(代号)", "Theme of the complaints (code)", merge=Merge.KEY),
    date_key("所看时期的末日", "Last day of the period looked at"),
    column("period_start", sa.Date, "时期首日", "First day of the period", merge=Merge.KEY),
    column("period_end", sa.Date, "时期末日", "Last day of the period", merge=Merge.KEY),
    measure("complaint_count", "该产品该主题的投诉数", "Complaints of this product and theme", "complaints"),
    measure("product_complaint_count", "该产品的投诉数", "Complaints of the product", "complaints"),
    measure("theme_complaint_count", "该主题的投诉数", "Complaints of the theme", "complaints"),
    measure(
        "total_complaint_count", "产品与主题均已知的投诉数", "Complaints with a known product and theme", "complaints"
    ),
    measure(
        "expected_count",
        "按品牌平均应有的数",
        "Complaints expected from the brand's average",
        "complaints",
        type_=sa.Double,
    ),
    measure("lift", "提升度:实际与应有之比", "Lift: found over expected", "ratio", type_=sa.Double),
    measure("lift_low", "提升度 95% 区间下限", "Lower end of its 95% interval", "ratio", type_=sa.Double),
    measure("lift_high", "提升度 95% 区间上限", "Upper end of its 95% interval", "ratio", type_=sa.Double),
    measure("p_value", "Fisher 精确检验 p 值", "p-value of Fisher's exact test", "share", type_=sa.Double),
    measure("q_value", "经 BH 校正的 q 值", "q-value after Benjamini and Hochberg", "share", type_=sa.Double),
    column(
        "rank",
        sa.BigInteger,
        "按超出数的名次;不高于平均为空",
        "Place by excess; NULL where not above average",
        is_nullable=True,
        minimum=1,
    ),
    zh="一行是一个品牌的一个产品在一个时期的一个投诉主题(至少五件)",
    en="One row is one theme of complaints of one product of one brand in one period (five at least)",
    kind="snapshot",
    key=("brand_key", "product_key", "theme", "period_start", "period_end"),
    refresh=Refresh.PROFILE,
)
