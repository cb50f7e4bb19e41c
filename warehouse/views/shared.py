"""Columns that many views show alike."""

from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.daykeys import day_of
from warehouse.members import ALL
from warehouse.views.view import ViewColumn, derived, shown


def day(
    key: Any, zh: str = "日期(北京时间);未知则为空", en: str = "Day (Asia/Shanghai); NULL when unknown"
) -> ViewColumn:
    """The local day of a fact's `date_key`, which is joined with `dim_date`; NULL when unknown."""
    return derived("day", day_of(t.dim_date.c.day, key), zh, en)


def platform() -> tuple[ViewColumn, ViewColumn]:
    """Code and display name."""
    return shown(t.dim_platform.c.platform), shown(t.dim_platform.c.name, "platform_name")


def brand() -> tuple[ViewColumn, ViewColumn]:
    """Id and name; the id is NULL for content about no tracked brand."""
    return (
        derived(
            "brand_id",
            t.dim_brand.c.brand_id,
            "品牌代号;未涉及跟踪品牌则为空",
            "Brand id; NULL when no tracked brand is meant",
        ),
        shown(t.dim_brand.c.name, "brand"),
    )


def product() -> ViewColumn:
    """The first product named; NULL when none is."""
    name = sa.case((t.dim_product.c.product_key > 0, t.dim_product.c.name))
    return derived("product", name, "首个提到的产品;未提到则为空", "First product named; NULL when none is")


def product_or_all(key: Any) -> ViewColumn:
    """The product a figure is about; NULL where it is about all of them."""
    return derived("product", sa.case((key != ALL, t.dim_product.c.name)), "产品;全部为空", "Product; NULL for all")


def topic() -> tuple[ViewColumn, ViewColumn]:
    """Id and label; NULL for content without a topic."""
    name = sa.case((t.dim_topic.c.topic_key > 0, t.dim_topic.c.name))
    return (
        derived("topic_id", t.dim_topic.c.topic_id, "话题代号;无话题则为空", "Topic id; NULL without a topic"),
        derived("topic", name, "话题名称;无话题则为空", "Topic label; NULL without a topic"),
    )


def complaint_type() -> tuple[ViewColumn, ViewColumn]:
    """Code and Chinese name."""
    return shown(t.dim_complaint_type.c.complaint_type), shown(t.dim_complaint_type.c.name, "complaint_type_name")


def author() -> tuple[ViewColumn, ViewColumn]:
    """Pseudonym and masked name."""
    return shown(t.dim_author.c.author_id), shown(t.dim_author.c.name, "author_name")
