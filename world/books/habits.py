"""How the members of each group buy."""

from dataclasses import dataclass

from world.catalogue import QINGHE, ShopProduct

DRINKS = {product.product_id: product for product in QINGHE.products}


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """Means of a group; its members differ."""

    rate: float
    """Orders a week."""
    drop: float
    """Chance of being lost after an order."""
    basket: float
    """Products an order."""
    coupon: str
    coupon_share: float
    """Orders with that coupon."""
    weights: dict[str, int]
    """Product -> how often it is chosen."""

    def product(self, roll: float) -> ShopProduct:
        """The product at this share, 0 to 1, of the weights."""
        left = roll * sum(self.weights.values())
        for name, weight in self.weights.items():
            left -= weight
            if left < 0:
                return DRINKS[name]
        return DRINKS[name]


HABITS = {
    "student": Habit(
        rate=0.7, drop=0.05, basket=1.2, coupon="学生满减券", coupon_share=0.6,
        weights={"ningmeng": 5, "yecheng": 3, "guihua": 2, "yangmei": 1},
    ),
    "health": Habit(
        rate=0.5, drop=0.03, basket=1.1, coupon="控糖节券", coupon_share=0.15,
        weights={"ningmeng": 3, "guihua": 4, "lengpao": 2, "yecheng": 1},
    ),
    "office": Habit(
        rate=1.5, drop=0.015, basket=1.6, coupon="早餐组合券", coupon_share=0.25,
        weights={"guihua": 4, "yecheng": 4, "ningmeng": 1, "lengpao": 1},
    ),
    "collab": Habit(
        rate=0.4, drop=0.08, basket=2.2, coupon="联名礼券", coupon_share=0.2,
        weights={"yangmei": 4, "yecheng": 3, "lengpao": 2, "guihua": 1},
    ),
}  # fmt: skip
"""Group -> its habit."""
