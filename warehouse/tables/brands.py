"""What the user tracks."""

import sqlalchemy as sa

from warehouse.columns import Merge, Refresh, column, table
from warehouse.tables.shared import brand_key, natural, surrogate, text

dim_brand = table(
    "dim_brand",
    surrogate("brand_key", "品牌键", "Brand key"),
    natural("brand_id", "品牌代号(配置文件)", "Brand id of the configuration"),
    text("name", "品牌名称", "Brand name"),
    zh="一行是一个跟踪的品牌",
    en="One row is one tracked brand",
    kind="dimension",
    key=("brand_id",),
    refresh=Refresh.MEMBER,
)

dim_product = table(
    "dim_product",
    surrogate("product_key", "产品键", "Product key"),
    brand_key(),
    natural("brand_id", "所属品牌代号", "Id of its brand"),
    natural("product_id", "产品代号(品牌内唯一)", "Product id, unique within its brand"),
    text("name", "产品名称", "Product name"),
    text(
        "category", "商品类目(配置文件);未写则为空", "Category of goods of the configuration; NULL where it names none"
    ),
    zh="一行是一个品牌的一个产品",
    en="One row is one product of one brand",
    kind="dimension",
    key=("brand_id", "product_id"),
    refresh=Refresh.MEMBER,
)

dim_campaign = table(
    "dim_campaign",
    surrogate("campaign_key", "活动键", "Campaign key"),
    brand_key(),
    natural("name", "活动或事件名称", "Name of the campaign or event"),
    text("kind", "类型:campaign 或 event", "Kind: campaign or event"),
    column("begins_on", sa.Date, "开始日", "First day", merge=Merge.KEY, is_nullable=True),
    column("ends_on", sa.Date, "结束日", "Last day", is_nullable=True),
    zh="一行是一个品牌的一次活动或事件",
    en="One row is one campaign or event of one brand",
    kind="dimension",
    key=("brand_key", "name", "begins_on"),
    refresh=Refresh.MEMBER,
)
