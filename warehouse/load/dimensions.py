"""Dimensions other than dates, authors and content."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from records import Brand
from records.ids import surrogate_key
from records.survey import ASPECT_QUESTIONS
from warehouse import tables as t
from warehouse.keys import check_distinct
from warehouse.load import feeds, staging, work
from warehouse.load.inputs import Card, Inputs, Theme, Title
from warehouse.load.names import COMPLAINT_TYPES, CONTENT_CLASSES, EMOTIONS, PLATFORMS
from warehouse.load.regions import country_of, province_of
from warehouse.metrics import DEFINITIONS
from warehouse.sql import insert_keyed, insert_rows, yes
from warehouse.tables.models import HUMAN


def load_platforms(connection: sa.Connection, inputs: Inputs) -> None:
    """`dim_platform`: those the warehouse knows by name, and whatever else the data or the sources speak of."""
    used = {title.platform for title in inputs.sources.values() if title.platform} | set(inputs.platforms)
    named = (work.content, staging.author, staging.community, feeds.cost)
    for column in (table.c.platform for table in named):
        used |= _values(connection, column)
    rows = [_platform(platform, inputs.platforms) for platform in sorted(used | set(PLATFORMS))]
    _insert_checked(connection, t.dim_platform, rows)


def load_brands(connection: sa.Connection, brands: Iterable[Brand]) -> None:
    """`dim_brand`, `dim_product` and `dim_campaign` from the configuration."""
    brand_rows, product_rows, campaign_rows = [], [], []
    for brand in brands:
        key = surrogate_key(brand.brand_id)
        brand_rows.append({"brand_key": key, "brand_id": brand.brand_id, "name": brand.name})
        product_rows += _products(brand, key)
        campaign_rows += _campaigns(brand, key)
    _insert_checked(connection, t.dim_brand, brand_rows)
    _insert_checked(connection, t.dim_product, product_rows)
    _insert_checked(connection, t.dim_campaign, campaign_rows)


def load_regions(connection: sa.Connection) -> None:
    """`dim_region`: every region sources wrote, with the province or country it means."""
    rows = [
        {
            "region_key": surrogate_key(region),
            "region": region,
            "province": province_of(region),
            "country": country_of(region),
        }
        for region in sorted(_values(connection, staging.author.c.region))
    ]
    _insert_checked(connection, t.dim_region, rows)


def load_codes(connection: sa.Connection) -> None:
    """`dim_content_class` and `dim_emotion`: the known codes and any further one an engine used."""
    for table, task, known in (
        (t.dim_content_class, "content_class", CONTENT_CLASSES),
        (t.dim_emotion, "emotion", EMOTIONS),
    ):
        labels = sa.select(work.verdict.c.label).where(work.verdict.c.task == task)
        used = {label for label in connection.scalars(labels.distinct()) if label}
        key, code = (column.name for column in list(table.columns)[:2])
        rows = [
            {key: known[c][0] if c in known else surrogate_key(c), code: c, "name": known[c][1] if c in known else c}
            for c in sorted(used | set(known))
        ]
        _insert_checked(connection, table, rows)


def load_complaint_types(connection: sa.Connection, themes: Mapping[str, Theme]) -> None:
    """`dim_complaint_type`: the known types, and each theme within a type that an engine found."""
    said = work.verdict.c
    used = sa.select(said.label, said.aspect).where(said.task == "complaint", said.label != "none").distinct()
    pairs = {(label, theme) for label, theme in connection.execute(used)} | {(code, None) for code in COMPLAINT_TYPES}
    ordered = sorted(pairs, key=lambda pair: (pair[0], pair[1] or ""))
    rows = [_complaint_type(code, theme, themes) for code, theme in ordered]
    _insert_checked(connection, t.dim_complaint_type, rows)


def _complaint_type(code: str, theme: str | None, themes: Mapping[str, Theme]) -> dict[str, Any]:
    number, name = COMPLAINT_TYPES.get(code, (surrogate_key(code), code))
    known = themes.get(theme or "")
    return {
        "complaint_type_key": surrogate_key(code, theme) if theme else number,
        "complaint_type": code,
        "name": name,
        "theme": theme,
        "theme_name": known.zh if known else theme,
        "category": known.category if known else None,
        "category_name": known.category_zh if known else None,
    }


def load_aspects(connection: sa.Connection, aspects: Mapping[str, Title]) -> None:
    """`dim_aspect`: every aspect an engine used or a survey asked about; its id begins with the industry."""
    said = work.verdict.c
    used = connection.scalars(sa.select(said.aspect).where(said.task == "aspect", said.aspect.is_not(None)).distinct())
    named = {str(each) for each in used} | _asked_about(connection, aspects)
    rows = [
        {
            "aspect_key": surrogate_key(aspect),
            "aspect": aspect,
            "name": aspects[aspect].zh if aspect in aspects else aspect,
            "name_en": aspects[aspect].en if aspect in aspects else aspect,
            "industry": aspect.partition(".")[0],
        }
        for aspect in sorted(named)
    ]
    _insert_checked(connection, t.dim_aspect, rows)


def _asked_about(connection: sa.Connection, aspects: Mapping[str, Title]) -> set[str]:
    """Aspects in the names of questions (`expected.<aspect>`)."""
    asked = connection.scalars(sa.select(feeds.survey.c.question).distinct())
    parts = [str(question).partition(".") for question in asked]
    return {aspect for kind, _, aspect in parts if kind in ASPECT_QUESTIONS and aspect in aspects}


def load_topics(connection: sa.Connection) -> None:
    """`dim_topic`: every topic id an engine used, under the label of the version in use."""
    said = work.verdict.c
    current = sa.func.min(sa.case((said.is_current, said.label)))
    statement = (
        sa.select(said.target.label("topic_id"), sa.func.coalesce(current, sa.func.min(said.label)).label("name"))
        .where(said.task == "topic", said.target.is_not(None))
        .group_by(said.target)
    )
    insert_keyed(connection, t.dim_topic, statement, ("topic_id",))


def load_models(connection: sa.Connection, cards: Mapping[tuple[str, str, str], Card]) -> None:
    """`dim_model`: every engine and version that said anything, and those in use, with what their cards say."""
    said = work.verdict.c
    used = sa.select(said.task, said.engine, said.version).union(sa.select(*work.current.columns)).subquery().c
    chosen = sa.and_(*(work.current.c[name] == used[name] for name in ("task", "engine", "version")))
    is_current = yes(sa.or_(work.current.c.task.is_not(None), used.engine == HUMAN)).label("is_current")
    statement: sa.Select[Any] = sa.select(*used, is_current).select_from(
        used.task.table.outerjoin(work.current, chosen)
    )
    rows = []
    for row in connection.execute(statement.order_by(*used)):
        task, engine, version, in_use = row
        card = cards.get((task, engine, version))
        rows.append(
            {
                "model_key": surrogate_key(task, engine, version),
                "task": task,
                "engine": engine,
                "version": version,
                "training_data": card.training_data if card else None,
                "scores": card.scores if card else None,
                "is_current": in_use,
            }
        )
    _insert_checked(connection, t.dim_model, rows)


def load_metrics(connection: sa.Connection) -> None:
    """`dim_metric`: the registry, so that a definition travels with the numbers."""
    rows = [
        {
            "metric_key": surrogate_key(metric.name, metric.version),
            "metric": metric.name,
            "version": metric.version,
            "name": metric.zh,
            "name_en": metric.en,
            "question": metric.meaning,
            "unit": metric.unit,
            "formula": metric.formula,
            "formula_en": metric.formula_en,
            "expression": metric.sql,
            "population": metric.population,
            "origin": metric.source,
            "is_default": metric.is_default,
            "is_up_good": metric.up_is_good,
            "form": metric.form,
            "dataset": metric.view,
            "population_en": metric.population_en,
            "abstentions": metric.abstentions,
            "evidence_grade": metric.evidence,
            "is_starter": metric.is_starter,
        }
        for metric in DEFINITIONS
    ]
    _insert_checked(connection, t.dim_metric, rows)


def _values(connection: sa.Connection, column: sa.ColumnElement[Any]) -> set[str]:
    return {str(value) for value in connection.scalars(sa.select(column).distinct()) if value}


def _platform(platform: str, titles: Mapping[str, Title]) -> dict[str, Any]:
    key, zh, en = PLATFORMS.get(platform, (surrogate_key(platform), platform, platform))
    title = titles.get(platform, Title(zh=zh, en=en))
    return {"platform_key": key, "platform": platform, "name": title.zh, "name_en": title.en}


def _products(brand: Brand, brand_key: int) -> list[dict[str, Any]]:
    return [
        {
            "product_key": surrogate_key(brand.brand_id, product.product_id),
            "brand_key": brand_key,
            "brand_id": brand.brand_id,
            "product_id": product.product_id,
            "name": product.name,
            "category": product.category,
        }
        for product in brand.products
    ]


def _campaigns(brand: Brand, brand_key: int) -> list[dict[str, Any]]:
    return [
        {
            "campaign_key": surrogate_key(brand.brand_id, event.name, event.begins_on.isoformat()),
            "brand_key": brand_key,
            "name": event.name,
            "kind": event.kind,
            "begins_on": event.begins_on,
            "ends_on": event.ends_on,
        }
        for event in brand.events
    ]


def _insert_checked(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    key = next(iter(table.primary_key.columns)).name
    check_distinct((row[key] for row in rows), table.name)
    insert_rows(connection, table, rows)
