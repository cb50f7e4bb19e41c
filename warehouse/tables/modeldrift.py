"""How a week's verdicts and words differ from those of the four weeks before."""

import sqlalchemy as sa

from warehouse.columns import Merge, Refresh, column, measure, table
from warehouse.tables.shared import date_key, flag

DRIFT_MEASURES = ("score_psi", "label_psi", "abstention_change", "unseen_term_share")
"""Of crm.drift."""


_MEASURE = (
    "指标:score_psi 得分分布、label_psi 标签分布(群体稳定性指数)、abstention_change 弃权率变化、"
    "unseen_term_share 新词占比",
    "Population stability index of scores or labels, change of the abstention share,"
    " share of words unseen in the four weeks before",
)


def _name(name: str, zh: str, en: str) -> sa.Column[str]:
    return column(name, sa.String, zh, en, merge=Merge.KEY)


fact_model_drift = table(
    "fact_model_drift",
    _name("task", "任务;text 为用词本身", "Task; text: the words themselves"),
    _name("engine", "引擎", "Engine"),
    _name("version", "引擎版本;用词无版本,为空串", "Version of the engine; empty for words"),
    column("measure", sa.String, *_MEASURE, merge=Merge.KEY, one_of=DRIFT_MEASURES),
    column("week_end", sa.Date, "七天窗口的末日", "Last day of the seven days", merge=Merge.KEY),
    date_key("七天窗口的末日", "Last day of the seven days"),
    measure("observed", "观测值", "Measured", "index or share", type_=sa.Double),
    measure("bound", "预警界限(不低于随机波动)", "Bound, never below what chance gives", "index or share",
            type_=sa.Double),
    measure("recent_count", "七天内的判断数或用词数", "Verdicts or words of the seven days", "verdicts"),
    measure("baseline_count", "此前 28 天的判断数或用词数", "Those of the 28 days before", "verdicts"),
    flag("is_alert", "是否越界:谈论内容或模型适用性变了,需人工查看",
         "Past the bound: talk or fit of the model changed; look at it"),
    zh="一行是一个模型一周的一项漂移指标;指标不可相加",
    en="One row is one measure of drift of one model in one week; never add",
    kind="snapshot",
    key=("task", "engine", "version", "measure", "week_end"),
    refresh=Refresh.PROFILE,
)  # fmt: skip
