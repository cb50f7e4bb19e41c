"""The fictional brands, their products, handles and events."""

from dataclasses import dataclass
from datetime import date

from world.clock import day_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopProduct:
    """A drink, or a packaged product sold online."""

    product_id: str
    """Stable id within the brand."""
    name: str
    """Full name."""
    aliases: tuple[str, ...]
    """How people write it; the name first."""
    listing: str | None = None
    """Name on the shop's page, for packaged products; None for drinks."""
    price: int = 16
    """Yuan."""
    category: str = ""
    """What the shop files it under; blank where it does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopEvent:
    """A campaign or event that the brand team would enter itself."""

    name: str
    begins_on: date
    ends_on: date
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopBrand:
    """A brand of the world."""

    brand_id: str
    """Stable id."""
    name: str
    """Full name."""
    aliases: tuple[str, ...]
    """How people write it; the name first."""
    drink: str
    """tea or coffee: which packaged-product sentences fit."""
    official: str
    """Handle of its own account."""
    products: tuple[ShopProduct, ...]
    """Drinks and packaged products."""
    query: str | None = None
    """Boolean query that excludes other senses of the name."""
    competitors: tuple[str, ...] = ()
    """Brands it is compared with; empty means all others."""
    events: tuple[ShopEvent, ...] = ()
    """Campaigns and events."""
    app_id: str | None = None
    """Its ordering app in the App Store, where it has one."""

    @property
    def drinks(self) -> tuple[ShopProduct, ...]:
        """What its shops serve."""
        return tuple(product for product in self.products if product.listing is None)

    @property
    def packaged(self) -> tuple[ShopProduct, ...]:
        """What it sells online."""
        return tuple(product for product in self.products if product.listing is not None)


def _drink(product_id: str, name: str, *aliases: str, price: int = 16, category: str = "") -> ShopProduct:
    return ShopProduct(product_id=product_id, name=name, aliases=(name, *aliases), price=price, category=category)


def _packaged(product_id: str, name: str, listing: str, price: int, category: str = "") -> ShopProduct:
    return ShopProduct(
        product_id=product_id, name=name, aliases=(name,), listing=listing, price=price, category=category
    )


QINGHE = ShopBrand(
    brand_id="qinghe",
    name="青禾茶",
    aliases=("青禾茶", "青禾家", "青禾", "Qinghe Tea"),
    drink="tea",
    official="青禾茶官方",
    query='(青禾 OR "Qinghe Tea") NOT (青禾农业 OR 育苗 OR 插秧 OR 稻田 OR 李青禾 OR 青禾路)',
    products=(
        _drink("yecheng", "生椰青禾", "生椰那款", price=18, category="奶茶"),
        _drink("ningmeng", "手打柠檬绿", "柠檬绿", price=14, category="果茶"),
        _drink("guihua", "桂花乌龙奶", "桂花乌龙", price=17, category="奶茶"),
        _drink("yangmei", "杨梅冰茶", price=19, category="果茶"),
        _packaged("lengpao", "冷泡茶包", "青禾茶 冷泡茶包 茉莉绿茶 15包 盒装", 39, category="茶包"),
    ),
    competitors=("yunxiu", "shanlan", "beian"),
    events=(
        ShopEvent(name="杨梅冰茶上市", begins_on=day_of(3, 0), ends_on=day_of(3, 2), kind="campaign"),
        ShopEvent(name="公开致歉", begins_on=day_of(8, 3), ends_on=day_of(8, 3), kind="event"),
    ),
    app_id="1500000001",
)
"""The brand whose team reads the demonstration."""

YUNXIU = ShopBrand(
    brand_id="yunxiu",
    name="云岫茶铺",
    aliases=("云岫茶铺", "云岫家", "云岫"),
    drink="tea",
    official="云岫茶铺官微",
    products=(
        _drink("baitao", "白桃乌龙冰", "白桃乌龙", price=19),
        _drink("xueding", "茉莉雪顶", price=21),
        _drink("duoduo", "葡萄冻冻", price=18),
        _packaged("mitao", "蜜桃茶包", "云岫茶铺 蜜桃乌龙茶包 20包 袋装", 45),
    ),
    events=(ShopEvent(name="云朵邮局联名", begins_on=day_of(5, 4), ends_on=day_of(5, 6), kind="campaign"),),
    app_id="1500000002",
)

SHANLAN = ShopBrand(
    brand_id="shanlan",
    name="山岚咖啡",
    aliases=("山岚咖啡", "山岚家的咖啡"),
    drink="coffee",
    official="山岚咖啡官方微博",
    products=(
        _drink("natie", "雾山拿铁", price=19),
        _drink("lengcui", "燕麦冷萃", price=18),
        _drink("chengmei", "橙香美式", price=15),
        _packaged("guaer", "挂耳咖啡", "山岚咖啡 挂耳咖啡 中度烘焙 10片", 59),
    ),
)

BEIAN = ShopBrand(
    brand_id="beian",
    name="北岸咖啡",
    aliases=("北岸咖啡", "北岸"),
    drink="coffee",
    official="北岸咖啡官博",
    query="北岸 NOT (江北岸 OR 河北岸 OR 北岸公园)",
    products=(
        _drink("meishi", "北岸美式", price=12),
        _drink("haiyan", "海盐拿铁", price=17),
        _packaged("donggan", "冻干咖啡", "北岸咖啡 冻干咖啡粉 24条 盒装", 69),
    ),
)

BRANDS = (QINGHE, YUNXIU, SHANLAN, BEIAN)
"""All brands; the first is the reader's own."""
CRISIS_PRODUCT = QINGHE.products[0]
"""生椰青禾."""
