"""Which engine said it, and what a number means."""

from warehouse.columns import Refresh, table
from warehouse.tables.shared import flag, is_current, natural, surrogate, text

dim_model = table(
    "dim_model",
    surrogate("model_key", "模型键", "Model key"),
    natural("task", "任务", "Task"),
    natural("engine", "引擎", "Engine"),
    natural("version", "版本(引擎、权重与词表)", "Version of engine, weights and lexicon together"),
    is_current(),
    text("training_data", "训练数据的 sha256;规则无", "sha256 of the training data; none for rules"),
    text("scores", "模型卡上的成绩(JSON)", "Scores of the model's card (JSON)"),
    zh="一行是一个任务的一个引擎的一个版本",
    en="One row is one version of one engine for one task",
    kind="dimension",
    key=("task", "engine", "version"),
    refresh=Refresh.MEMBER,
)

dim_metric = table(
    "dim_metric",
    surrogate("metric_key", "指标键", "Metric key"),
    natural("metric", "指标代号", "Metric name"),
    natural("version", "定义版本", "Version of the definition"),
    text("name", "指标中文名", "Name in Chinese"),
    text("name_en", "指标英文名", "Name in English"),
    text("question", "回答的问题;同一问题可有多种定义", "Question it answers; rival definitions share it"),
    text("unit", "单位", "Unit"),
    text("formula", "公式(中文)", "Formula in Chinese"),
    text("formula_en", "公式(英文)", "Formula in English"),
    text("expression", "对 v_insight_day 的 SQL 表达式", "SQL expression over v_insight_day"),
    text("population", "统计范围", "What is counted"),
    text("origin", "出处", "Where the definition comes from"),
    flag("is_default", "是否该问题的默认定义", "Whether it is the default of its question", is_nullable=True),
    flag(
        "is_up_good", "上升是否为好;视情况而定则为空", "Whether a rise is good; NULL when it depends", is_nullable=True
    ),
    zh="一行是一个指标的一个定义版本",
    en="One row is one version of one metric's definition",
    kind="dimension",
    key=("metric", "version"),
    refresh=Refresh.MEMBER,
)
