"""How many complaints, how they are answered, and how fast.

投诉占比 (share of posts) and 投诉率 (per 1,000 orders) are two metrics: one says what is talked about, the other how
often a sale goes wrong.
"""

from warehouse.metrics.definition import Definition
from warehouse.metrics.order import OrderMetric
from warehouse.metrics.sums import Metric

_MEASURE, _COMPLAINT = "v_mention_measure", "v_complaint"
_FOUND = "投诉平台的单子与帖子中识别出的投诉"
_FOUND_EN = "complaints on complaint platforms and those recognised in posts"
_TIMED = "两个时间均已知的投诉"
_TIMED_EN = "complaints of which both times are known"
_OURS = "本项目"
_ZENDESK = "dbt_zendesk（Fivetran）"

FAMILY: tuple[Definition, ...] = (
    Metric(
        name="complaint_count", zh="投诉数", en="Complaints", meaning="complaint_count", unit="count",
        formula="被识别为投诉的提及条数", formula_en="mentions recognised as complaints",
        numerator={"complaint_count": 1}, up_is_good=False, population=_FOUND, population_en=_FOUND_EN,
        source=_OURS, evidence="own",
    ),
    Metric(
        name="complaint_count_deduplicated", zh="去重投诉数", en="Complaints, de-duplicated",
        meaning="complaint_count", unit="count", formula="去重声量内被识别为投诉的条数",
        formula_en="complaints within the de-duplicated volume", numerator={"deduplicated_complaint_count": 1},
        up_is_good=False, population=f"去重声量内：{_FOUND}", population_en=f"de-duplicated: {_FOUND_EN}",
        source=_OURS, evidence="own", is_default=False,
    ),
    Metric(
        name="complaint_share", zh="投诉占比", en="Complaint share", meaning="complaint_share", unit="share",
        formula="投诉数 ÷ 声量", formula_en="complaints / mentions", numerator={"complaint_count": 1},
        denominator={"mention_count": 1}, up_is_good=False, source=_OURS, evidence="own", is_starter=True,
    ),
    *(
        Metric(
            name=f"complaint_share_{name}", zh=f"投诉占比（{zh}）", en=f"Complaint share, {en}",
            meaning="complaint_share", unit="share", formula=f"{where}的投诉数 ÷ {zh}声量",
            formula_en=f"complaints / mentions, {where_en}", numerator={f"{name}_complaint_count": 1},
            denominator={f"{name}_count": 1}, up_is_good=False, population=where, population_en=where_en,
            source=_OURS, evidence="own", is_default=False,
        )
        for name, zh, en, where, where_en in (
            ("deduplicated", "去重", "de-duplicated", "去重声量内", "within the de-duplicated volume"),
            ("organic", "自然", "organic", "按自然权重", "by organic weight"),
        )
    ),
    *(
        Metric(
            name=name, zh=zh, en=en, meaning=name, unit="share", view=_MEASURE, formula=formula,
            formula_en=formula_en, numerator={top: 1}, denominator={bottom: 1}, up_is_good=is_good, population=pop,
            population_en=pop_en, source=source, evidence="vendor",
        )
        for name, zh, en, top, bottom, formula, formula_en, is_good, pop, pop_en, source in (
            ("reply_rate", "投诉回复率", "Reply rate", "replied_complaint_count", "complaint_count",
             "已获品牌回复的投诉 ÷ 投诉数", "complaints the brand has answered / complaints", True, _FOUND, _FOUND_EN,
             "Sprout Team Report"),
            ("resolution_rate", "投诉了结率", "Resolution rate", "ended_complaint_count", "complaint_count",
             "已解决或已关闭的投诉 ÷ 投诉数", "complaints resolved or closed / complaints", True, _FOUND, _FOUND_EN,
             _ZENDESK),
            ("reopening_rate", "投诉再开启率", "Reopening rate", "reopened_complaint_count", "followed_complaint_count",
             "曾再开启的投诉 ÷ 处理过程可见的投诉", "complaints ever reopened / complaints with a visible thread",
             False,
             "来源给出处理过程的投诉", "complaints whose source shows how they were handled", _ZENDESK),
            ("late_reply_rate", "回复超期率", "Late replies", "late_reply_count", "timed_reply_count",
             "晚于期限的首次回复 ÷ 时间与期限均已知的首次回复",
             "first replies after their term / first replies with a known term",
             False, "首次回复日与期限均已知的投诉", "complaints whose first reply and term are known", _ZENDESK),
            ("late_resolution_rate", "解决超期率", "Late resolutions", "late_resolution_count",
             "timed_resolution_count", "晚于期限的解决 ÷ 时间与期限均已知的解决",
             "resolutions after their term / resolutions with a known term", False, "解决日与期限均已知的投诉",
             "complaints whose resolution and term are known", _ZENDESK),
        )
    ),
    *(
        OrderMetric(
            name=name, zh=zh, en=en, meaning=meaning, unit="minutes", view=_COMPLAINT, column=column,
            fraction=fraction, formula=formula, formula_en=formula_en, up_is_good=False, population=_TIMED,
            population_en=_TIMED_EN, source=source, is_default=is_default,
            evidence="own" if source == _OURS else "vendor",
            is_starter=name == "first_reply_median",
        )
        for name, zh, en, meaning, column, fraction, formula, formula_en, source, is_default in (
            ("first_reply_median", "首次回复用时中位数", "First reply, median", "first_reply_time", "reply_minutes",
             0.5,
             "提出至品牌首次回复的自然分钟，取中位数", "median calendar minutes from opened to the brand's first reply",
             "Sprout Team Report", True),
            ("first_reply_p90", "首次回复用时九成位", "First reply, 90th percentile", "first_reply_time",
             "reply_minutes", 0.9, "提出至品牌首次回复的自然分钟，取第 90 百分位",
             "90th percentile of calendar minutes from opened to the first reply", _OURS, False),
            ("first_reply_business_median", "首次回复营业用时中位数", "First reply in opening hours, median",
             "first_reply_time", "reply_business_minutes", 0.5,
             "提出至首次回复之间的营业分钟，取中位数；节假日与调休已计",
             "median minutes within the brand's opening hours; holidays and make-up days applied", _ZENDESK, False),
            ("resolution_median", "解决用时中位数", "Resolution, median", "resolution_time", "resolution_minutes", 0.5,
             "提出至解决的自然分钟，取中位数", "median calendar minutes from opened to resolved", _ZENDESK, True),
            ("resolution_business_median", "解决营业用时中位数", "Resolution in opening hours, median",
             "resolution_time", "resolution_business_minutes", 0.5,
             "提出至解决之间的营业分钟，取中位数；节假日与调休已计",
             "median minutes within the brand's opening hours; holidays and make-up days applied", _ZENDESK, False),
        )
    ),
)  # fmt: skip
"""Complaints, their shares, how many were answered and how fast."""
