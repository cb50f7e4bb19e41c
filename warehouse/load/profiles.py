"""Results of crm: personas, memberships, influencers and words."""

from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.load import staging
from warehouse.load.authors import instant
from warehouse.load.special import END
from warehouse.sql import day_key, first_of, insert_keyed, insert_select, yes


def load_personas(connection: sa.Connection) -> None:
    """`dim_persona`: the personas of each period."""
    insert_keyed(connection, t.dim_persona, sa.select(staging.persona), ("persona_id", "period_start", "period_end"))


def load_memberships(connection: sa.Connection) -> None:
    """`fact_persona_membership`; an account's likeliest persona of the period is marked."""
    said, persona = staging.membership.c, t.dim_persona.c
    account = (said.platform, said.author_id, said.period_start, said.period_end)
    likeliest = first_of(*account, order_by=(said.probability.desc().nulls_last(), said.persona_id))
    statement = (
        sa.select(
            persona.persona_key,
            t.dim_author.c.author_key,
            t.dim_platform.c.platform_key,
            said.period_start,
            said.period_end,
            said.probability,
            yes(likeliest == 1).label("is_primary"),
        )
        .join(
            t.dim_persona,
            sa.and_(*(persona[name] == said[name] for name in ("persona_id", "period_start", "period_end"))),
        )
        .join(t.dim_platform, t.dim_platform.c.platform == said.platform)
        .join(t.dim_author, author_at_end_of(said))
        .order_by(said.period_start, persona.persona_key, t.dim_author.c.author_key)
    )
    insert_select(connection, t.fact_persona_membership, statement)


def load_influencers(connection: sa.Connection) -> None:
    """`fact_influencer`, under the author's version at the end of the period."""
    said = staging.influencer.c
    names = [c.name for c in t.fact_influencer.columns if c.name in said]
    statement = (
        sa.select(
            t.dim_brand.c.brand_key,
            t.dim_author.c.author_key,
            t.dim_platform.c.platform_key,
            *(said[name] for name in names),
        )
        .join(t.dim_brand, t.dim_brand.c.brand_id == said.brand_id)
        .join(t.dim_platform, t.dim_platform.c.platform == said.platform)
        .join(t.dim_author, author_at_end_of(said))
        .order_by(t.dim_brand.c.brand_id, said.period_start, said.rank)
    )
    insert_select(connection, t.fact_influencer, statement)


def load_terms(connection: sa.Connection) -> None:
    """`fact_term_day`: the words of each brand's contents by day and tone."""
    said = staging.term.c
    statement = (
        sa.select(
            t.dim_brand.c.brand_key,
            day_key(said.day).label("date_key"),
            *(said[name] for name in ("term", "tone", "mention_count", "author_count")),
        )
        .join(t.dim_brand, t.dim_brand.c.brand_id == said.brand_id)
        .order_by(said.day, t.dim_brand.c.brand_key, said.term, said.tone)
    )
    insert_select(connection, t.fact_term_day, statement)


def author_at_end_of(said: Any, author_id: sa.ColumnElement[Any] | None = None) -> sa.ColumnElement[bool]:
    """The version of the row's author (or of another) valid when the period's last day ended (Asia/Shanghai)."""
    author = t.dim_author.c
    ends_at = sa.func.timezone("Asia/Shanghai", sa.cast(said.period_end, sa.DateTime)) + sa.text("INTERVAL '1' DAY")
    return sa.and_(
        author.platform_key == t.dim_platform.c.platform_key,
        author.author_id == (said.author_id if author_id is None else author_id),
        author.valid_from < ends_at,
        sa.or_(author.valid_to >= ends_at, author.valid_to == instant(END)),
    )
