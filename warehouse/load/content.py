"""`dim_content` and, apart from it, `content_text`."""

from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.load import work
from warehouse.load.repeats import repeat
from warehouse.members import UNKNOWN
from warehouse.sql import insert_distinct, insert_select


def load_content(connection: sa.Connection) -> None:
    """One row per content, with its class, duplicate group and whether it looks like a water army's."""
    said, trait, intent = work.content.c, work.trait.c, _intents()
    platform, code = t.dim_platform.c, t.dim_content_class.c
    statement = (
        sa.select(
            *(said[name] for name in _TAKEN),
            platform.platform_key,
            sa.func.coalesce(code.content_class_key, UNKNOWN).label("content_class_key"),
            said.product.label("source_product"),
            trait.language,
            intent.c.labels.label("intent"),
            repeat.c.target.label("duplicate_group"),
            sa.func.coalesce(repeat.c.is_repeat, sa.false()).label("is_duplicate"),
            sa.func.coalesce(trait.is_water_army, sa.false()).label("is_water_army"),
            sa.func.length(said.text).label("text_length"),
        )
        .join(t.dim_platform, platform.platform == said.platform)
        .outerjoin(repeat, repeat.c.content_key == said.content_key)
        .outerjoin(work.trait, trait.content_key == said.content_key)
        .outerjoin(intent, intent.c.content_key == said.content_key)
        .outerjoin(t.dim_content_class, code.content_class == trait.content_class)
    )
    insert_distinct(connection, t.dim_content, statement)


def load_text(connection: sa.Connection) -> None:
    """The wording of each content."""
    said = work.content.c
    insert_select(connection, t.content_text, sa.select(said.content_key, said.title, said.text))


_TAKEN = (
    "content_key",
    "mention_id",
    "native_id",
    "kind",
    "source",
    "query",
    "url",
    "parent_id",
    "root_id",
    "status",
    "published_at",
    "first_observed_at",
    "observed_at",
)


def _intents() -> sa.Subquery:
    """All intents of a content, joined by commas in their order."""
    rows = work.current_of("intent").where(~work.verdict.c.is_abstained).subquery().c
    labels = sa.func.string_agg(rows.label, sa.literal(",")).aggregate_order_by(rows.label).label("labels")
    grouped: sa.Select[Any] = sa.select(rows.content_key, labels).group_by(rows.content_key)
    return grouped.subquery("intent")
