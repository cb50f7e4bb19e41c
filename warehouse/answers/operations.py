"""How far the data reaches: coverage of sources, freshness of platforms, versions of models."""

from datetime import timedelta

from sqlalchemy import Connection, case, column, func, inspect, literal, select, table, true

from warehouse.answers.answer import Answer, AnySelect, ask
from warehouse.answers.periods import data_until
from warehouse.answers.views import COVERAGE
from warehouse.answers.views import INSIGHT_DAY as DAY

ABSTENTION_DAYS = 28


def _latest_runs() -> AnySelect:
    view = COVERAGE.c
    newest = func.row_number().over(
        partition_by=(view.source, view.query), order_by=(view.started_at.desc(), view.run_id.desc())
    )
    return select(COVERAGE, newest.label("age"))


def coverage(connection: Connection) -> Answer:
    """Per source: queries whose latest run ended well, and what those latest runs refused, hit or believe missing.

    `mention_count`, `author_count`, `row_count` (of files) and `refused_count` are summed over all runs (a run that
    found nothing new takes nothing).
    """
    runs = _latest_runs().subquery()
    view = runs.c
    is_latest = view.age == 1
    is_well = is_latest & view.outcome.in_(("ok", "ok_empty"))
    statement = (
        select(
            view.source,
            func.max(view.source_title).label("source_title"),
            func.count(case((is_latest, 1))).label("query_count"),
            func.count(case((is_well, 1))).label("well_count"),
            func.sum(view.mention_count).label("mention_count"),
            func.sum(view.author_count).label("author_count"),
            func.sum(view.row_count).label("row_count"),
            func.sum(view.refused_count).label("refused_count"),
            func.sum(view.skipped_count).label("skipped_count"),
            func.count(case((is_latest & view.is_capped, 1))).label("capped_count"),
            func.sum(case((is_latest, view.missing_estimate_count))).label("missing_estimate_count"),
            func.max(view.ended_at).label("ended_at"),
            func.max(case((is_latest & ~view.outcome.in_(("ok", "ok_empty")), view.outcome))).label("trouble"),
            func.max(case((is_latest, view.message))).label("message"),
        )
        .group_by(view.source)
        .order_by(view.source)
    )
    return ask(connection, "coverage", statement)


def freshness(connection: Connection) -> Answer:
    """The last day with a mention per platform, over everything gathered."""
    statement = (
        select(
            DAY.c.platform,
            func.max(DAY.c.day).label("last_day"),
            func.sum(DAY.c.mention_count).label("mention_count"),
        )
        .where(DAY.c.mention_count > 0)
        .group_by(DAY.c.platform)
        .order_by(DAY.c.platform)
    )
    return ask(connection, "freshness", statement)


def abstentions(connection: Connection) -> Answer:
    """Of each tracked brand's mentions in the latest `ABSTENTION_DAYS` days: how many no engine would judge."""
    until = data_until(connection)
    counts = (
        func.sum(DAY.c.mention_count).label("mention_count"),
        func.sum(DAY.c.abstained_count).label("abstained_count"),
    )
    statement = select(DAY.c.brand_id, *counts).where(DAY.c.brand_id.is_not(None), DAY.c.mention_count > 0)
    if until is not None:
        statement = statement.where(DAY.c.day > until - timedelta(days=ABSTENTION_DAYS))
    return ask(connection, "abstentions", statement.group_by(DAY.c.brand_id).order_by(DAY.c.brand_id))


def model_versions(connection: Connection) -> Answer:
    """Engine and version per task, the current ones of `dim_model`; no rows when there is no such table."""
    names = ("task", "engine", "version")
    if not inspect(connection).has_table("dim_model"):
        empty = select(*(literal(None).label(name) for name in names)).where(literal(1) == literal(0))
        return ask(connection, "model_versions", empty)
    model = table("dim_model", column("model_key"), column("is_current"), *(column(name) for name in names))
    current = select(*(model.c[name] for name in names)).where(model.c.model_key > 0, model.c.is_current == true())
    statement = current.distinct().order_by(*names)
    return ask(connection, "model_versions", statement)
