"""How the data came about and whether it can be trusted."""

import sqlalchemy as sa

from warehouse.columns import Merge, Refresh, column, measure, table
from warehouse.tables.shared import date_key, flag, instant, platform_key, text


def _identity(name: str, zh: str, en: str) -> sa.Column[str]:
    return column(name, sa.String, zh, en, merge=Merge.KEY)


fact_coverage = table(
    "fact_coverage",
    _identity("source", "来源", "Source"),
    _identity("query", "查询或文件", "Query or file"),
    _identity("run_id", "运行", "Run"),
    date_key("运行日(北京时间)", "Day of the run (Asia/Shanghai)"),
    platform_key(),
    text("source_title", "来源名称", "Title of the source"),
    instant("started_at", "开始时间", "Started"),
    instant("ended_at", "结束时间", "Ended"),
    text("outcome", "结果", "Outcome"),
    measure("page_count", "读取的响应或文件数", "Responses or files read", "pages"),
    measure("row_count", "其中的行数", "Rows in them", "rows"),
    measure("mention_count", "采得的内容数", "Mentions taken", "mentions"),
    measure(
        "author_count",
        "单独采得的作者资料条数(随内容附带的作者不计)",
        "Authors delivered as records of their own; those that come with a mention are not counted",
        "observations",
    ),
    measure("refused_count", "拒收的行数", "Rows refused", "rows"),
    measure("skipped_count", "按来源自身规则跳过的行数", "Rows skipped by the source's own rule", "rows"),
    flag("is_capped", "是否触及平台上限", "Whether the platform's limit ended it"),
    measure("missing_estimate_count", "估计缺失数", "Items believed missing", "items"),
    instant("window_from", "最早内容的发布时间", "Publication of the oldest mention"),
    instant("window_to", "最新内容的发布时间", "Publication of the newest mention"),
    text("message", "给人看的一句话", "One line for a person"),
    zh="一行是一次运行对一个来源的一个查询的采集",
    en="One row is one run's gathering of one query of one source",
    kind="transaction",
    key=("source", "query", "run_id"),
    refresh=Refresh.WHOLE,
    ordered=(("started_at", "ended_at"), ("window_from", "window_to")),
)

fact_quality = table(
    "fact_quality",
    _identity("check_name", "检查", "Check"),
    _identity("table_name", "表", "Table"),
    _identity("run_id", "运行", "Run"),
    text(
        "severity",
        "fail 阻止发布,warn 只记录",
        "fail keeps it from being published, warn is only noted",
        one_of=("fail", "warn"),
    ),
    text("stage", "load 装载时,gate 发布前", "load: while loading, gate: before publishing", one_of=("load", "gate")),
    instant("checked_at", "检查时间", "When checked"),
    measure("failed_count", "不合格的行数", "Rows that fail", "rows", is_nullable=False),
    flag("is_passed", "是否通过", "Whether passed"),
    text("description", "检查内容", "What is checked"),
    text("description_zh", "检查内容(中文)", "What is checked, in Chinese"),
    text(
        "scope",
        "范围:everything 全部,touched 本次变动所及",
        "everything, or touched: rows of what a change touched",
        one_of=("everything", "touched"),
    ),
    measure(
        "threshold",
        "阈值:超过即不合格;无则为空",
        "What may not be exceeded; NULL without one",
        "as the check says",
        type_=sa.Double,
    ),
    measure(
        "observed",
        "测得的最大值;无阈值则为空",
        "Largest value measured; NULL without a threshold",
        "as the check says",
        type_=sa.Double,
    ),
    zh="一行是一次运行的一项检查",
    en="One row is one check of one run",
    kind="transaction",
    key=("check_name", "table_name", "run_id"),
    refresh=Refresh.WHOLE,
)

fact_run_step = table(
    "fact_run_step",
    _identity("run_id", "运行", "Run"),
    _identity("step", "步骤", "Step"),
    _identity("subject", "对象(来源或任务);无则为空串", "Source or task it was about; empty when none"),
    instant("started_at", "开始时间", "Started"),
    instant("ended_at", "结束时间", "Ended"),
    text("outcome", "结果", "Outcome"),
    measure("row_count", "处理的行数", "Rows handled", "rows"),
    measure("cpu_seconds", "CPU 耗时（含子进程）", "CPU time, with child processes", "seconds", type_=sa.Double),
    measure("memory_peak_bytes", "截至步骤结束的进程内存峰值", "Peak memory of the process by the step's end", "bytes"),
    zh="一行是一次运行的一个步骤",
    en="One row is one step of one run",
    kind="transaction",
    key=("run_id", "step", "subject"),
    refresh=Refresh.WHOLE,
    ordered=(("started_at", "ended_at"),),
)
