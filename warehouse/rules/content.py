"""Rules about contents and what is said about them that no single declaration tells."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.rules.check import Check, group_check, row_check


def content_checks() -> Iterator[Check]:
    """One verdict in use, one latest observation, a brand-level row and a wording per content."""
    content = t.dim_content
    yield _only_one(
        t.fact_sentiment,
        "one_current",
        ("content_key", "target_brand_key", "aspect_key"),
        t.fact_sentiment.c.is_current,
        zh="一条内容的每个对象与方面只有一个当前判断",
        en="a content has one current verdict per target and aspect",
    )
    yield _only_one(
        t.fact_engagement,
        "one_latest",
        ("content_key",),
        t.fact_engagement.c.is_latest,
        zh="一条内容只有一次最近观测",
        en="a content has one latest observation",
    )
    yield row_check(
        content,
        "brand_row_per_content",
        sa.and_(content.c.content_key > 0, ~_has_row(t.fact_mention, t.fact_mention.c.mention_count == 1)),
        zh="每条内容至少有一个品牌层面的行",
        en="every content has at least one brand-level row",
    )
    yield row_check(
        content,
        "text_per_content",
        sa.and_(content.c.content_key > 0, ~_has_row(t.content_text, sa.true())),
        zh="每条内容都有其文字",
        en="every content has its wording",
    )


def _only_one(
    table: sa.Table, name: str, key: tuple[str, ...], among: sa.ColumnElement[bool], *, zh: str, en: str
) -> Check:
    return group_check(table, name, key, sa.func.count() > 1, zh=zh, en=en, among=among)


def _has_row(table: sa.Table, condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    row: Any = table.c
    return sa.select(row.content_key).where(row.content_key == t.dim_content.c.content_key, condition).exists()
