"""`dim_content` and, apart from it, `content_text`."""

from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.load import work
from warehouse.load.repeats import repeat
from warehouse.members import UNKNOWN
from warehouse.sql import insert_keyed, insert_select, yes


def load_content(connection: sa.Connection) -> None:
    """One row per content, with its class, duplicate group and whether it looks like a water army's."""
    said = work.content.c
    class_, army = _verdict_of("content_class"), work.water_army()
    language, intent = _verdict_of("language"), _verdicts_of("intent")
    platform, code = t.dim_platform.c, t.dim_content_class.c
    statement = (
        sa.select(
            platform.platform_key,
            sa.func.coalesce(code.content_class_key, UNKNOWN).label("content_class_key"),
            *(said[name] for name in _TAKEN),
            said.platform,
            said.product.label("source_product"),
            language.c.label.label("language"),
            intent.c.labels.label("intent"),
            repeat.c.target.label("duplicate_group"),
            sa.func.coalesce(repeat.c.is_repeat, sa.false()).label("is_duplicate"),
            yes(army.c.mention_id.is_not(None)).label("is_water_army"),
            sa.func.length(said.text).label("text_length"),
        )
        .join(t.dim_platform, platform.platform == said.platform)
        .outerjoin(repeat, repeat.c.mention_id == said.mention_id)
        .outerjoin(class_, class_.c.mention_id == said.mention_id)
        .outerjoin(language, language.c.mention_id == said.mention_id)
        .outerjoin(intent, intent.c.mention_id == said.mention_id)
        .outerjoin(army, army.c.mention_id == said.mention_id)
        .outerjoin(t.dim_content_class, code.content_class == class_.c.label)
    )
    insert_keyed(connection, t.dim_content, statement, ("platform", "native_id"))


def load_text(connection: sa.Connection) -> None:
    """The wording of each content."""
    said, content = work.content.c, t.dim_content.c
    statement = sa.select(content.content_key, said.title, said.text).join(
        t.dim_content, content.mention_id == said.mention_id
    )
    insert_select(connection, t.content_text, statement)


_TAKEN = (
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


def _verdict_of(task: str) -> sa.Subquery:
    """One verdict per mention, for tasks that give one (a person may have left several: the smallest label)."""
    rows = work.current_of(task).subquery().c
    grouped: sa.Select[Any] = sa.select(
        rows.mention_id, sa.func.min(rows.label).label("label"), sa.func.min(rows.target).label("target")
    ).group_by(rows.mention_id)
    return grouped.subquery(task)


def _verdicts_of(task: str) -> sa.Subquery:
    """All verdicts of a mention, for tasks that may give several, joined by commas in their order."""
    rows = work.current_of(task).where(~work.verdict.c.is_abstained).subquery().c
    labels = sa.func.string_agg(rows.label, sa.literal(",")).aggregate_order_by(rows.label).label("labels")
    grouped: sa.Select[Any] = sa.select(rows.mention_id, labels).group_by(rows.mention_id)
    return grouped.subquery(task)
