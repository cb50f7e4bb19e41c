"""The loaders in their order: staged lake -> dimensions -> facts. They always run on DuckDB, whatever the target is."""

from collections.abc import Callable, Mapping

import pyarrow as pa
import sqlalchemy as sa

from warehouse import bulk
from warehouse.load import (
    authordays,
    authors,
    calendar,
    complaints,
    content,
    customers,
    dimensions,
    engagement,
    feeds,
    firsts,
    goods,
    journeys,
    mentions,
    operations,
    orders,
    programs,
    repeats,
    sentiment,
    service,
    special,
    staging,
    threads,
    work,
)
from warehouse.load.inputs import Files, Inputs


def star(
    connection: sa.Connection,
    inputs: Inputs,
    only: Mapping[sa.Table, str] | None = None,
    kept: Mapping[sa.Table, pa.Table] | None = None,
) -> None:
    """Fills an empty star from the lake's files, but for sums over days (`days.load_days`).

    `only` restricts what is staged of a data set (DuckDB conditions), `kept` is staged beside its files. Raises
    ScrmError.
    """
    _stage(connection, inputs, only or {})
    for table, rows in (kept or {}).items():
        bulk.append(connection, table.name, rows)
    _load_dimensions(connection, inputs)
    _load_facts(connection, inputs)


def _stage(connection: sa.Connection, inputs: Inputs, only: Mapping[sa.Table, str]) -> None:
    staging.read_lake(connection, inputs, only)
    feeds.read_feeds(connection, inputs)
    goods.build_named(connection, inputs.brands)
    work.build_content(connection)
    work.build_answers(connection)
    work.build_verdicts(connection, inputs)
    repeats.build_repeats(connection)
    authors.build_author_states(connection, inputs)


def _load_dimensions(connection: sa.Connection, inputs: Inputs) -> None:
    special.insert_special_members(connection)
    calendar.load_dates(connection)
    dimensions.load_platforms(connection, inputs)
    dimensions.load_brands(connection, inputs.brands)
    dimensions.load_regions(connection)
    dimensions.load_codes(connection)
    dimensions.load_complaint_types(connection, inputs.complaint_themes)
    dimensions.load_aspects(connection, inputs.aspects)
    dimensions.load_topics(connection)
    dimensions.load_models(connection, inputs.cards)
    dimensions.load_metrics(connection)
    authors.load_authors(connection)
    authordays.load_author_days(connection)
    customers.load_customers(connection)
    content.load_content(connection)
    content.load_text(connection)


def _load_facts(connection: sa.Connection, inputs: Inputs) -> None:
    sentiment.load_sentiment(connection)
    mentions.build_links(connection)
    mentions.load_mentions(connection)
    firsts.build_first_brands(connection, inputs.brands)
    sentiment.load_topic_bridge(connection)
    sentiment.inherit_topics(connection)
    engagement.load_engagement(connection)
    threads.load_reviews(connection)
    threads.load_propagation(connection)
    complaints.load_complaints(connection, inputs.brands)
    _load_books(connection, inputs)
    operations.load_coverage(connection, inputs)
    operations.load_run_steps(connection, inputs)


def _load_books(connection: sa.Connection, inputs: Inputs) -> None:
    """The facts of the user's own books; a book that is not there costs no statement."""
    brands = inputs.brands
    loaders: tuple[tuple[Files, Callable[[], None]], ...] = (
        (inputs.communities, lambda: service.load_communities(connection)),
        (inputs.contacts, lambda: service.load_contacts(connection)),
        (inputs.orders, lambda: orders.load_orders(connection, brands)),
        (inputs.surveys, lambda: journeys.load_surveys(connection, brands)),
        (inputs.touchpoints, lambda: journeys.load_touchpoints(connection, brands)),
        (inputs.costs, lambda: journeys.load_costs(connection, brands)),
        (inputs.referrals, lambda: programs.load_referrals(connection)),
        (inputs.loyalty, lambda: programs.load_loyalty(connection)),
        (inputs.consents, lambda: programs.load_consents(connection)),
    )
    for files, load in loaders:
        if files:
            load()
