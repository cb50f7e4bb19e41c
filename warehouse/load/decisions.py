"""Results of crm that decisions stand on: what to improve, credits of channels, books of points, rules, offers."""

from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.load import customers, feeds
from warehouse.load.inputs import Files, ProfileInputs
from warehouse.load.staging import stage
from warehouse.members import ALL, UNKNOWN
from warehouse.sql import day_key, insert_select

_KINDS = {sa.Date: "d", sa.String: "s", sa.Boolean: "b", sa.BigInteger: "i"}


def _staged(name: str, fact: sa.Table, names: str) -> sa.Table:
    """A staging table of what a fact takes over as it is, with the names that its keys are found by."""
    own = (c for c in fact.columns if not c.name.endswith("_key"))
    return stage(name, " ".join([names, *(f"{c.name}:{_KINDS.get(type(c.type), 'f')}" for c in own)]))


improvement = _staged("improvement", t.fact_improvement, "brand_id:s product_id:s aspect:s")
attribution = _staged("attribution", t.fact_attribution, "brand_id:s")
loyalty_month = _staged("loyalty_month", t.fact_loyalty_month, "")
association = _staged("association", t.fact_association, "brand_id:s")
recommendation = _staged("recommendation", t.fact_recommendation, "brand_id:s")
scorecard = _staged("scorecard", t.fact_scorecard, "brand_id:s")
programme_month = _staged("programme_month", t.fact_programme_month, "brand_id:s")
desk_hour = _staged("desk_hour", t.fact_desk_hour, "")
desk_month = _staged("desk_month", t.fact_desk_month, "")
knowledge_month = _staged("knowledge_month", t.fact_knowledge_month, "")
wechat_month = _staged("wechat_month", t.fact_wechat_month, "")
recovery = _staged("recovery", t.fact_recovery, "")
journey_month = _staged("journey_month", t.fact_journey_month, "brand_id:s")
parity = _staged("parity", t.fact_parity, "")


def load_decisions(connection: sa.Connection, inputs: ProfileInputs) -> None:
    """Fills them in place of what an earlier call put there."""
    _fill(connection, t.fact_improvement, improvement, inputs.improvements, ("month", "impact_rank"))
    _fill(connection, t.fact_attribution, attribution, inputs.attribution, ("month", "model", "channel"))
    _fill(connection, t.fact_loyalty_month, loyalty_month, inputs.loyalty_months, ("month", "program"))
    _fill(connection, t.fact_association, association, inputs.associations, ("month", "antecedent", "consequent"))
    _fill(connection, t.fact_recommendation, recommendation, inputs.recommendations, ("month", "customer_id"))
    _fill(connection, t.fact_scorecard, scorecard, inputs.scorecard, ("month", "perspective", "indicator"))
    _fill(connection, t.fact_programme_month, programme_month, inputs.programme_months, ("month", "kind", "programme"))
    _fill(connection, t.fact_desk_hour, desk_hour, inputs.desk_hours, ("month", "hour"))
    _fill(connection, t.fact_desk_month, desk_month, inputs.desk_months, ("month", "channel"))
    _fill(connection, t.fact_knowledge_month, knowledge_month, inputs.knowledge_months, ("month", "kind"))
    _fill(connection, t.fact_wechat_month, wechat_month, inputs.wechat_months, ("month", "account"))
    _fill(connection, t.fact_recovery, recovery, inputs.recoveries, ("month", "outcome", "comparison"))
    _fill(connection, t.fact_journey_month, journey_month, inputs.journey_months, ("month", "stage_number"))
    _fill(connection, t.fact_parity, parity, inputs.parity, ("month", "audit", "audit_group"))


def _fill(connection: sa.Connection, fact: sa.Table, said: sa.Table, files: Files, order: tuple[str, ...]) -> None:
    feeds.read_known(connection, said, files)
    connection.execute(sa.delete(fact))
    keys = _keys(said.c)
    columns = [keys[c.name].label(c.name) if c.name in keys else said.c[c.name] for c in fact.columns]
    statement = sa.select(*columns).select_from(_with_dimensions(said))
    insert_select(connection, fact, statement.order_by(*(said.c[name] for name in order)))


def _with_dimensions(said: sa.Table) -> sa.FromClause:
    """Joined to the dimensions it names members of, by their ids."""
    found: sa.FromClause = said
    brand, product, aspect, own = t.dim_brand.c, t.dim_product.c, t.dim_aspect.c, said.c
    if "brand_id" in own:
        found = found.outerjoin(t.dim_brand, brand.brand_id == own.brand_id)
    if "product_id" in own:
        is_own = sa.and_(product.brand_id == own.brand_id, product.product_id == own.product_id)
        found = found.outerjoin(t.dim_product, is_own)
    if "customer_id" in own:
        found = found.outerjoin(t.dim_customer, feeds.version_at(own.customer_id, customers.month_end(own.month)))
    if "aspect" in own:
        found = found.outerjoin(t.dim_aspect, aspect.aspect == own.aspect)
    return found


def _keys(said: Any) -> dict[str, sa.ColumnElement[Any]]:
    """The keys that a result's ids stand for; what names nothing is the total."""
    pairs = (("brand_key", "brand_id", t.dim_brand), ("product_key", "product_id", t.dim_product),
             ("aspect_key", "aspect", t.dim_aspect))  # fmt: skip
    keys: dict[str, sa.ColumnElement[Any]] = {
        key: sa.case((said[name].is_(None), ALL), else_=sa.func.coalesce(table.c[key], UNKNOWN))
        for key, name, table in pairs
        if name in said
    }
    if "customer_id" in said:
        keys["customer_key"] = feeds.version_key(said.customer_id)
    ended = sa.cast(said.month, sa.DateTime) + sa.text("INTERVAL '1' MONTH - INTERVAL '1' DAY")
    return {**keys, "date_key": day_key(ended)}
