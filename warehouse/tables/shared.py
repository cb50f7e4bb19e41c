"""Columns that many tables share: conformed keys mean the same wherever they stand."""

from typing import Any

import sqlalchemy as sa

from warehouse.columns import Merge, Privacy, column

INSTANT = sa.DateTime(timezone=True)
"""An instant; days are read from it in Asia/Shanghai."""


def surrogate(name: str, zh: str, en: str) -> sa.Column[Any]:
    """A dimension's own key: hash of the natural key, or a special member below zero."""
    return column(name, sa.BigInteger, zh, en, merge=Merge.KEY, is_primary=True)


def natural(name: str, zh: str, en: str, *, privacy: Privacy = Privacy.PUBLIC) -> sa.Column[Any]:
    """A natural key; NULL for special members."""
    return column(name, sa.String, zh, en, merge=Merge.KEY, privacy=privacy, is_nullable=True)


def text(
    name: str, zh: str, en: str, *, privacy: Privacy = Privacy.PUBLIC, one_of: tuple[str, ...] = ()
) -> sa.Column[Any]:
    """A describing text of which the last seen state wins; NULL where unknown."""
    return column(name, sa.String, zh, en, merge=Merge.LATEST, privacy=privacy, one_of=one_of, is_nullable=True)


def flag(name: str, zh: str, en: str, *, is_nullable: bool = False) -> sa.Column[Any]:
    """A yes or no."""
    return column(name, sa.Boolean, zh, en, is_nullable=is_nullable)


def instant(name: str, zh: str, en: str, *, is_nullable: bool = True) -> sa.Column[Any]:
    """A zone-aware moment."""
    return column(name, INSTANT, zh, en, unit="instant", is_nullable=is_nullable)


def key_of(target: str, zh: str, en: str, *, name: str | None = None) -> sa.Column[Any]:
    """A foreign key: `key_of("dim_brand.brand_key", ...)`; may play a role under another name."""
    default = target.partition(".")[2]
    type_ = sa.Integer if default == "date_key" else sa.BigInteger
    return column(name or default, type_, zh, en, merge=Merge.KEY, references=target)


def content_key() -> sa.Column[Any]:
    """The content a fact is about."""
    return key_of("dim_content.content_key", "内容", "Content")


def brand_key() -> sa.Column[Any]:
    """The brand a fact is about."""
    return key_of("dim_brand.brand_key", "品牌;-2 为未涉及任何跟踪品牌", "Brand; -2 when no tracked brand is meant")


def product_key() -> sa.Column[Any]:
    """The product a fact is about."""
    return key_of("dim_product.product_key", "产品;-2 为品牌层面的行", "Product; -2 on a brand-level row")


def platform_key() -> sa.Column[Any]:
    """Where it happened."""
    return key_of("dim_platform.platform_key", "平台", "Platform")


def author_key() -> sa.Column[Any]:
    """Who, as of then."""
    return key_of("dim_author.author_key", "作者(发布当时的版本)", "Author, in the version valid at the time")


def date_key(zh: str = "发布日(北京时间)", en: str = "Day published (Asia/Shanghai)") -> sa.Column[Any]:
    """The day of a fact."""
    return key_of("dim_date.date_key", zh, en)


def model_key() -> sa.Column[Any]:
    """Which engine and version said it."""
    return key_of("dim_model.model_key", "模型(引擎与版本)", "Model: engine and version")


def is_current() -> sa.Column[Any]:
    """Whether views read this row."""
    return flag("is_current", "是否为当前采用的结果", "Whether this is the result in use")
