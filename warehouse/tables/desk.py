"""The service desk by hour and channel, what its recoveries change, the customer's journey, and the audit of parity."""

from typing import Any

import sqlalchemy as sa

from warehouse.columns import Merge, Refresh, column, measure, table
from warehouse.tables.shared import date_key, flag, key_of, text

AUDITS = ("price_by_tenure", "price_by_channel", "settled_by_tier", "settled_by_channel")
"""What is compared, and between which groups."""


def _month(zh: str = "月份(首日)", en: str = "Month (its first day)") -> sa.Column[Any]:
    return column("month", sa.Date, zh, en, merge=Merge.KEY)


def _code(name: str, zh: str, en: str, one_of: tuple[str, ...] = ()) -> sa.Column[Any]:
    return column(name, sa.String, zh, en, merge=Merge.KEY, one_of=one_of)


def _figure(name: str, zh: str, en: str, unit: str, minimum: float | None = None) -> sa.Column[Any]:
    return measure(name, zh, en, unit, type_=sa.Double, minimum=minimum)


def _share(name: str, zh: str, en: str) -> sa.Column[Any]:
    return measure(name, zh, en, "share", type_=sa.Double, minimum=0, maximum=1)


_MONTH_END = ("月末日", "Last day of the month")
_VERSION = ("model_version", "计算方法的版本", "Version of the method")

fact_desk_hour = table(
    "fact_desk_hour",
    _month(),
    column("hour", sa.BigInteger, "钟点 0-23(北京时间)", "Hour of the day, 0 to 23 (Asia/Shanghai)", merge=Merge.KEY,
           minimum=0, maximum=23),
    date_key(*_MONTH_END),
    measure("contact_count", "该钟点全月来访联系数", "Contacts that came in this hour on all days", "contacts"),
    measure("day_count", "所含天数", "Days the month has so far", "days"),
    _figure("handling_minutes", "当月平均处理时长", "Mean handling time of the month", "minutes", 0),
    _figure("load_erlang", "平均话务量", "Mean load: contacts an hour x handling time in hours", "erlang", 0),
    measure("agent_count", "所需坐席数(20 秒内应答 80%,Erlang C)", "Agents for 80% within 20 s (Erlang C)", "agents"),
    _share("service_level", "此坐席数下 20 秒内应答比例", "Share that these answer within 20 s"),
    _figure("average_wait_seconds", "平均等待", "Average speed of answer", "seconds", 0),
    _share("occupancy", "坐席忙碌占比", "Share of their time that agents are busy"),
    text(*_VERSION),
    zh="一行是一个月中一个钟点的客服来访量与所需坐席",
    en="One row is one hour of the day in one month: contacts that came, and the agents they need",
    kind="snapshot",
    key=("month", "hour"),
    refresh=Refresh.PROFILE,
)  # fmt: skip

fact_desk_month = table(
    "fact_desk_month",
    _month(),
    _code("channel", "渠道(来源的写法);未说为 unknown", "Channel, as the source says; unknown where it does not"),
    date_key(*_MONTH_END),
    measure("contact_count", "来访联系数", "Contacts that customers began", "contacts"),
    measure("unanswered_count", "其中未得应答的", "Of these, those nobody answered", "contacts"),
    measure("issue_count", "可判首次解决的问题数", "Issues whose first-contact resolution is decided", "issues"),
    measure("first_contact_count", "其中首次联系即解决的", "Of these, settled by the first contact", "issues"),
    measure("open_issue_count", "七天未满、尚不可判的问题数", "Issues whose seven days are not over", "issues"),
    measure("handled_count", "有处理时长的联系数", "Contacts of known handling time", "contacts"),
    _figure("handling_minutes", "处理时长合计", "Handling time in all", "minutes", 0),
    measure("answered_count", "有首次响应时长的联系数", "Contacts of known time to the first reply", "contacts"),
    _figure("answer_minutes", "首次响应时长合计", "Time to the first reply in all", "minutes", 0),
    text(*_VERSION),
    zh="一行是一个渠道一个月的客服联系(首次解决、处理与响应时长的分子与分母)",
    en="One row is one channel's month at the desk: parts of first-contact resolution, handling and answering time",
    kind="snapshot",
    key=("month", "channel"),
    refresh=Refresh.PROFILE,
)

fact_recovery = table(
    "fact_recovery",
    _month(),
    _code("outcome", "结果:satisfaction 满意度占满分之比、repurchase 再次购买",
          "satisfaction: score over its scale; repurchase", ("satisfaction", "repurchase")),
    _code("comparison", "比较:paradox 已补救与从未投诉、recovery 已补救与未补救",
          "paradox: recovered against no complaint; recovery: against unrecovered", ("paradox", "recovery")),
    date_key(*_MONTH_END),
    measure("customer_count", "已补救的客户数", "Customers recovered", "customers"),
    measure("reference_count", "对照客户数", "Customers compared with", "customers"),
    _figure("mean", "已补救者的均值", "Mean of those recovered", "value"),
    _figure("reference_mean", "对照者的均值", "Mean of those compared with", "value"),
    _figure("difference", "差", "Difference of the means", "value"),
    _figure("difference_low", "差的 95% 区间下限(Welch)", "Lower end of its 95% interval (Welch)", "value"),
    _figure("difference_high", "差的 95% 区间上限", "Upper end of its 95% interval", "value"),
    text("finding", "结论:higher 更高、lower 更低、no difference shown 未见差异、not enough evidence 证据不足",
         "What the interval says, or that there is not enough evidence"),
    text("reason", "证据不足的原因", "Why there is not enough evidence"),
    text(*_VERSION),
    zh="一行是截至月末的一种结果在补救与对照之间的一项比较;观察所得,不证明因果",
    en="One row is one comparison of one outcome up to the month's end; observed, so no proof of a cause",
    kind="snapshot",
    key=("month", "outcome", "comparison"),
    refresh=Refresh.PROFILE,
)  # fmt: skip

fact_journey_month = table(
    "fact_journey_month",
    key_of("dim_brand.brand_key", "品牌;-4 为全部品牌", "Brand; -4 all brands"),
    _month("开始旅程的月份(首日)", "Month in which the journey began (its first day)"),
    _code("stage", "阶段(企业自定)", "Stage, the firm's own"),
    date_key(*_MONTH_END),
    measure("stage_number", "第几阶段", "Place of the stage", "stages", minimum=1),
    measure("customer_count", "到达的人数", "People who reached it after all stages before", "customers"),
    measure(
        "before_count", "到达上一阶段的人数;首阶段为空", "People at the stage before; NULL for the first", "customers"
    ),
    measure("drop_count", "未再前进的人数", "People who went no further", "customers"),
    _share("pass_low", "通过率 95% 区间下限", "Lower end of the 95% interval of the share that went on"),
    _share("pass_high", "通过率 95% 区间上限", "Upper end of it"),
    _figure("wait_days", "自上一阶段的天数中位数", "Median of the days since the stage before", "days", 0),
    text(*_VERSION),
    zh="一行是同月开始旅程的人到达一个阶段的情况;近月的旅程尚未走完",
    en="One row is how far those who began in one month came at one stage; journeys of late months are not over",
    kind="snapshot",
    key=("brand_key", "month", "stage"),
    refresh=Refresh.PROFILE,
)

fact_parity = table(
    "fact_parity",
    _month("所看一年的末月(首日)", "Last month of the year looked at (its first day)"),
    _code("audit", "审计:price_by_* 同品同日价格,settled_by_* 投诉解决比例;按新老客户、渠道或客户层级",
          "Prices of the same product and day, or shares settled; by tenure, channel or tier", AUDITS),
    _code("audit_group", "被比较的组", "Group that is compared"),
    date_key(*_MONTH_END),
    text("reference", "对照组;份额审计为待遇最好的组", "Compared with; for shares the best-treated group"),
    measure("case_count", "该组的订单行或案例数", "Order lines or cases of the group", "cases"),
    measure("granted_count", "其中已解决的;价格审计为空", "Of these, settled; NULL for prices", "cases"),
    _figure("gap", "差距:价格为相对差(0.05 即贵 5%),份额为差值", "Relative for prices, difference of shares",
            "difference"),
    _figure("gap_low", "差距 95% 区间下限", "Lower end of its 95% interval", "difference"),
    _figure("gap_high", "差距 95% 区间上限", "Upper end of its 95% interval", "difference"),
    flag("needs_review", "是否应由人复核", "Whether a person should look", is_nullable=True),
    text(*_VERSION),
    zh="一行是一项公平审计中的一个组;差距是留给人的问题,不是结论",
    en="One row is one group in one audit of parity; a gap is a question for a person, no verdict",
    kind="snapshot",
    key=("month", "audit", "audit_group"),
    refresh=Refresh.PROFILE,
)  # fmt: skip
