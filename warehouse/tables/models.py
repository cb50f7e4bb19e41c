"""Which engine said it, and what a number means."""

from warehouse.columns import Merge, Refresh, column, table
from warehouse.tables.shared import INSTANT, flag, is_current, model_key, natural, surrogate, text

HUMAN = "human"
"""Engine of a person's corrections; they win over every model."""

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

model_use = table(
    "model_use",
    model_key(),
    column("used_from", INSTANT, "开始采用的时间", "In use from", unit="instant", merge=Merge.KEY),
    column(
        "used_until",
        INSTANT,
        "停止采用的时间(不含);仍在用为 9999-12-31",
        "In use until, exclusive; 9999-12-31 while it is",
        unit="instant",
    ),
    zh="一行是一个模型版本被采用的一段时间;人工更正自作出时起一直有效",
    en="One row is one span of time in which one version of a model was in use; a person's correction is from when it"
    " was made",
    kind="bridge",
    key=("model_key", "used_from"),
    refresh=Refresh.WHOLE,
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
    text(
        "expression",
        "SQL 表达式(form 为 estimate 时是整条查询)",
        "SQL expression over its view; a whole query where form is estimate",
    ),
    text("population", "统计范围", "What is counted"),
    text("origin", "出处", "Where the definition comes from"),
    flag("is_default", "是否该问题的默认定义", "Whether it is the default of its question", is_nullable=True),
    flag(
        "is_up_good", "上升是否为好;视情况而定则为空", "Whether a rise is good; NULL when it depends", is_nullable=True
    ),
    text("form", "算法形式:sum, distinct, order, estimate", "How it is computed: sum, distinct, order, estimate"),
    text("dataset", "所读的视图", "View it reads"),
    text("population_en", "统计范围(英文)", "What is counted, in English"),
    text(
        "abstentions",
        "模型弃权的处理:excluded 不计, counted 计入分母, irrelevant 无关",
        "What happens to abstentions: excluded, counted, irrelevant",
    ),
    text(
        "evidence_grade",
        "定义的依据:published 公开公式, vendor 厂商文档, own 本项目",
        "What the definition rests on: published, vendor, own",
    ),
    flag("is_starter", "是否建议先看的八个之一", "Whether one of the eight to start with", is_nullable=True),
    zh="一行是一个指标的一个定义版本",
    en="One row is one version of one metric's definition",
    kind="dimension",
    key=("metric", "version"),
    refresh=Refresh.MEMBER,
)
