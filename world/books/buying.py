"""Orders, and what became of them."""

from datetime import date, datetime, timedelta
from random import Random

from world.books.habits import DRINKS, HABITS
from world.books.model import Books, Customer, Line
from world.books.people import purchases
from world.catalogue import CRISIS_PRODUCT, ShopProduct
from world.clock import LAST_MOMENT

LATE_REFUND_SHARE, REFUND_SHARE, CLOSED_SHARE = 0.008, 0.012, 0.006
"""Orders refunded by a row of their own, by their state, and called off before payment was kept."""
CRISIS_REFUND_SHARE = 0.15
"""Orders of the crisis' product that are given back from the day of the crisis on."""
SHUNNED_SHARE = 0.7
"""Customers who take something else than that product then."""
COUPON_YUAN = 3


def buy(rng: Random, books: Books, crisis_day: date) -> None:
    """Every order of every customer; a first order and one that loses its customer are kept."""
    for customer in books.customers.values():
        moments = list(purchases(rng, customer))
        for number, at in enumerate(moments, start=1):
            is_kept = number == 1 or at == customer.churned_at
            _order(rng, books, customer, f"QH{at:%y%m%d}{customer.number[1:]}{number:03d}", at, crisis_day, is_kept)
    books.lines.sort(key=lambda line: (line.at, line.order, line.number))


def _order(
    rng: Random, books: Books, customer: Customer, order: str, at: datetime, crisis_day: date, is_kept: bool
) -> None:
    habit = HABITS[customer.group]
    is_crisis = at.date() >= crisis_day
    products = [_product(rng, customer, is_crisis) for _ in range(1 + _more(rng, habit.basket - 1))]
    has_coupon = rng.random() < habit.coupon_share
    is_risky = is_crisis and CRISIS_PRODUCT in products
    status, is_late = ("交易成功", False) if is_kept else _fate(rng, is_risky)
    channel = rng.choice(("小程序", "小程序", "小程序", "门店扫码"))
    for number, product in enumerate(dict.fromkeys(products), start=1):
        quantity = products.count(product)
        discount = COUPON_YUAN if has_coupon and number == 1 else 0
        line = Line(
            order=order, number=number, customer=customer.number, at=at, product=_name(rng, product),
            quantity=quantity, amount=quantity * product.price - discount, discount=discount,
            coupon=habit.coupon if discount else "", channel=channel, status=status, region=customer.region,
        )  # fmt: skip
        books.lines.append(line)
        back_at = at + timedelta(days=rng.uniform(1, 12))
        if is_late and back_at <= LAST_MOMENT:
            books.lines.append(_returned(line, len(products), back_at))


def _returned(line: Line, count: int, at: datetime) -> Line:
    return Line(
        order=line.order, number=line.number + count, customer=line.customer, at=at.replace(microsecond=0),
        product=line.product, quantity=-line.quantity, amount=-line.amount, discount=0, coupon="",
        channel=line.channel, status="退款成功", region=line.region,
    )  # fmt: skip


def _fate(rng: Random, is_risky: bool) -> tuple[str, bool]:
    """The order's state, and whether a refund is booked later."""
    roll = rng.random()
    if is_risky and roll < CRISIS_REFUND_SHARE:
        return "退款成功", False
    if roll < REFUND_SHARE:
        return "退款成功", False
    if roll < REFUND_SHARE + CLOSED_SHARE:
        return "交易关闭", False
    return "交易成功", roll < REFUND_SHARE + CLOSED_SHARE + LATE_REFUND_SHARE


def _product(rng: Random, customer: Customer, is_crisis: bool) -> ShopProduct:
    product = HABITS[customer.group].product(rng.random())
    return DRINKS["ningmeng"] if is_crisis and product is CRISIS_PRODUCT and rng.random() < SHUNNED_SHARE else product


def _name(rng: Random, product: ShopProduct) -> str:
    return product.listing or f"{product.name} {rng.choice(('中杯', '大杯'))}"


def _more(rng: Random, mean: float) -> int:
    """A further product with probability mean/(1 + mean), again and again: `mean` on average."""
    count = 0
    while rng.random() < mean / (1 + mean):
        count += 1
    return count
