"""Facts of single contents: that they mention, rate, or pass on."""

import sqlalchemy as sa

from warehouse.columns import Refresh, measure, table
from warehouse.tables.shared import (
    author_key,
    brand_key,
    content_key,
    date_key,
    flag,
    instant,
    key_of,
    platform_key,
    product_key,
    text,
)

fact_mention = table(
    "fact_mention",
    content_key(),
    brand_key(),
    product_key(),
    date_key(),
    platform_key(),
    author_key(),
    key_of("dim_region.region_key", "作者当时的地区", "Author's region at the time"),
    key_of(
        "dim_product.product_key",
        "品牌行上首个提到的产品;产品行为其产品",
        "On a brand-level row the first product mentioned; on a product row that product",
        name="lead_product_key",
    ),
    instant("published_at", "发布时间", "When published"),
    flag("is_inherited", "是否承自所在串的起点或上文", "Whether linked through what it reposts or answers"),
    measure(
        "mention_count",
        "声量:品牌行为 1,产品行为 0",
        "Volume: 1 on a brand-level row, 0 on a product row",
        "mentions",
        is_nullable=False,
    ),
    measure(
        "product_mention_count",
        "产品声量:产品行为 1,品牌行为 0",
        "Product volume: 1 on a product row, else 0",
        "mentions",
        is_nullable=False,
    ),
    measure(
        "deduplicated_count",
        "去重声量:品牌内每组重复内容的首条为 1,其余与无文字的转发为 0",
        "Volume without repeats: 1 for the brand's first of each duplicate group, 0 for the rest and bare reposts",
        "mentions",
        is_nullable=False,
    ),
    measure(
        "organic_count",
        "自然声量:水军按权重折减,付费、抽奖与品牌自发为 0",
        "Organic volume: a water army at its weight; paid, lottery and the brand's own at 0",
        "mentions",
        type_=sa.Double,
        is_nullable=False,
    ),
    measure("author_follower_count", "作者发布当时的粉丝数", "Author's followers at the time", "followers"),
    zh="一行是一条内容与其提到的一个品牌(产品键 -2)或一个产品",
    en="One row is one content and one brand (product key -2) or one product it mentions",
    kind="transaction",
    key=("content_key", "brand_key", "product_key"),
    refresh=Refresh.CONTENT,
)

fact_review = table(
    "fact_review",
    content_key(),
    brand_key(),
    product_key(),
    date_key(),
    platform_key(),
    author_key(),
    text("source_product", "来源自带的产品或店铺字段", "Product or shop named by the source's own field"),
    measure("rating", "评分", "Rating given", "points of rating_scale", type_=sa.Double),
    measure("rating_scale", "满分", "Best possible rating", "points", type_=sa.Double),
    measure("review_count", "评价数,恒为 1", "Reviews, always 1", "reviews", is_nullable=False),
    zh="一行是一条评价(多品牌时记产品字段所指品牌,其次指定品牌,再次最先提到的)",
    en="One row is one review (of several brands: the one its product field names, else the assigned one, else the one"
    " named first)",
    kind="transaction",
    key=("content_key",),
    refresh=Refresh.CONTENT,
)

fact_propagation = table(
    "fact_propagation",
    key_of("dim_content.content_key", "转发或回复", "The repost or reply"),
    key_of(
        "dim_content.content_key",
        "上文;-3 为尚未采到",
        "What it passes on; -3 when not gathered",
        name="parent_content_key",
    ),
    key_of(
        "dim_content.content_key",
        "串的起点;-3 为尚未采到",
        "Start of the thread; -3 when not gathered",
        name="root_content_key",
    ),
    date_key(),
    platform_key(),
    author_key(),
    key_of(
        "dim_author.author_key",
        "上文作者(其发布当时的版本)",
        "Author of the parent, as of its time",
        name="parent_author_key",
    ),
    text("kind", "repost 或 comment 等", "repost, comment, ..."),
    measure(
        "lag_minutes",
        "距上文的时间;未知或为负则为空",
        "Time since the parent; NULL when unknown or negative",
        "minutes",
    ),
    measure("propagation_count", "传播数,恒为 1", "Passings-on, always 1", "mentions", is_nullable=False),
    zh="一行是一次转发或回复与其上文",
    en="One row is one repost or reply and its parent",
    kind="transaction",
    key=("content_key",),
    refresh=Refresh.CONTENT,
)
