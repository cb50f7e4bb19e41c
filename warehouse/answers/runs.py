"""What runs did and what their checks found: for the people who keep the pipeline going."""

from sqlalchemy import Connection, Select, column, func, inspect, literal, select, table

from warehouse.answers.answer import Answer, AnySelect, ask

CHECK_COLUMNS = (
    "check_name", "table_name", "severity", "stage", "scope", "is_passed", "failed_count", "threshold", "observed",
    "description_zh", "description", "checked_at", "run_id",
)  # fmt: skip
"""Of `fact_quality`."""

STEP_COLUMNS = (
    "run_id",
    "step",
    "subject",
    "started_at",
    "ended_at",
    "outcome",
    "row_count",
    "cpu_seconds",
    "memory_peak_bytes",
)
"""Of `fact_run_step`."""

MODEL_COLUMNS = ("task", "engine", "version", "training_data", "scores")
"""Of `dim_model`."""

DRIFT_COLUMNS = (
    "task", "engine", "version", "measure", "week_end", "observed", "bound", "recent_count", "baseline_count",
    "is_alert",
)  # fmt: skip
"""Of `v_model_drift`."""

STEP_LIMIT = 400
"""Steps told at most, the newest first."""


def quality_results(connection: Connection) -> Answer:
    """The latest result of every check of every table: failed ones first, those that keep back a publication first."""
    if not _has(connection, "fact_quality", CHECK_COLUMNS):
        return ask(connection, "quality_results", _nothing(CHECK_COLUMNS))
    found = table("fact_quality", *(column(name) for name in CHECK_COLUMNS)).c
    newest = func.row_number().over(
        partition_by=(found.check_name, found.table_name), order_by=(found.checked_at.desc(), found.run_id.desc())
    )
    ranked = select(*(found[name] for name in CHECK_COLUMNS), newest.label("age")).subquery().c
    statement = (
        select(*(ranked[name] for name in CHECK_COLUMNS))
        .where(ranked.age == 1)
        .order_by(ranked.is_passed, ranked.severity, ranked.failed_count.desc(), ranked.check_name, ranked.table_name)
    )
    return ask(connection, "quality_results", statement)


def run_steps(connection: Connection) -> Answer:
    """The latest steps of runs with begin, end and rows; the steps after the load of a warehouse are not in it yet."""
    if not _has(connection, "fact_run_step", STEP_COLUMNS):
        return ask(connection, "run_steps", _nothing(STEP_COLUMNS))
    found = table("fact_run_step", *(column(name) for name in STEP_COLUMNS)).c
    statement = select(*(found[name] for name in STEP_COLUMNS))
    order = (found.started_at.desc(), found.step, found.subject)
    return ask(connection, "run_steps", statement.order_by(*order).limit(STEP_LIMIT))


def models_in_use(connection: Connection) -> Answer:
    """The current engine of every task with what it was trained on and how it scored."""
    if not _has(connection, "dim_model", (*MODEL_COLUMNS, "is_current", "model_key")):
        return ask(connection, "models_in_use", _nothing(MODEL_COLUMNS))
    names = (*MODEL_COLUMNS, "is_current", "model_key")
    found = table("dim_model", *(column(name) for name in names)).c
    statement = select(*(found[name] for name in MODEL_COLUMNS)).where(found.model_key > 0, found.is_current.is_(True))
    return ask(connection, "models_in_use", statement.distinct().order_by(*(found[name] for name in MODEL_COLUMNS)))


def model_drift(connection: Connection) -> Answer:
    """The latest week's measures of drift, the farthest past its bound first."""
    if not _has(connection, "v_model_drift", DRIFT_COLUMNS):
        return ask(connection, "model_drift", _nothing(DRIFT_COLUMNS))
    view = table("v_model_drift", *(column(name) for name in DRIFT_COLUMNS))
    found = view.c
    latest = select(func.max(found.week_end)).scalar_subquery()
    statement = select(*(found[name] for name in DRIFT_COLUMNS)).where(found.week_end == latest)
    order = (found.is_alert.desc(), (func.abs(found.observed) / found.bound).desc(), found.task, found.measure)
    return ask(connection, "model_drift", statement.order_by(*order))


def _has(connection: Connection, name: str, columns: tuple[str, ...]) -> bool:
    found = inspect(connection)
    is_there = found.has_table(name) or name in found.get_view_names()
    return is_there and {str(each["name"]) for each in found.get_columns(name)} >= set(columns)


def _nothing(columns: tuple[str, ...]) -> AnySelect:
    empty: Select[*tuple[object, ...]] = select(*(literal(None).label(name) for name in columns))
    return empty.where(literal(1) == literal(0))
