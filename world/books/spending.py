"""Touchpoints since the tracking began, with the world's first week, and what marketing and service cost."""

from datetime import date, datetime, timedelta
from random import Random

from world.books.model import BOOKS_FIRST_DAY, Books, Expense, Touch
from world.catalogue import QINGHE
from world.clock import FIRST_DAY, LAST_DAY, day_of, instant

LAUNCH = QINGHE.events[0]
"""杨梅冰茶上市: the campaign of week 3."""
CART_SHARE, CLICK_SHARE = 0.25, 0.12
"""Orders before which the app saw a cart, and an advertisement a click."""
MESSAGE_SHARE = 0.5
"""Customers who get the Friday message."""


def touch(rng: Random, books: Books) -> None:
    """Friday messages, the launch's advertisement, and what preceded orders."""
    for week in range(1, 9):
        friday = instant(day_of(week, 4), 11)
        for customer in books.customers.values():
            if customer.joined_at < friday and rng.random() < MESSAGE_SHARE:
                _note(
                    books, customer.number, friday + timedelta(seconds=rng.randint(0, 900)), "发送", "短信", "会员周五"
                )
    for day in range((LAUNCH.ends_on - LAUNCH.begins_on).days + 1):
        for customer in books.customers.values():
            if rng.random() < 0.3:
                at = instant(LAUNCH.begins_on + timedelta(days=day), rng.randint(8, 22), rng.randint(0, 59))
                _note(books, customer.number, at, "曝光", "朋友圈广告", LAUNCH.name, "杨梅冰茶")
    _before_orders(rng, books)
    books.touches.sort(key=lambda each: (each.at, each.customer, each.kind))


def _before_orders(rng: Random, books: Books) -> None:
    for line in books.lines:
        if line.number == 1 and line.amount > 0 and line.at.date() > FIRST_DAY:
            roll, product = rng.random(), line.product.split(" ")[0]
            if roll < CLICK_SHARE:
                at, campaign = line.at - timedelta(minutes=rng.randint(3, 600)), rng.choice(("", "会员周五"))
                _note(
                    books, line.customer, at, "点击", rng.choice(("朋友圈广告", "短信")), campaign, product, line.order
                )
            elif roll < CLICK_SHARE + CART_SHARE:
                at = line.at - timedelta(minutes=rng.randint(2, 90))
                _note(books, line.customer, at, "加购", "小程序", "", product, line.order)


def _note(
    books: Books,
    customer: str,
    at: datetime,
    kind: str,
    channel: str,
    campaign: str,
    product: str = "",
    order: str = "",
) -> None:
    books.touches.append(
        Touch(customer=customer, at=at, kind=kind, channel=channel, campaign=campaign, product=product, order=order)
    )


def spend(rng: Random, books: Books, influencer: str) -> None:
    """Each month's end: advertising, messages, service, rewards; in the launch's month a creator."""
    day = BOOKS_FIRST_DAY
    while day <= LAST_DAY:
        following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        end = min(following - timedelta(days=1), LAST_DAY)
        arrivals = sum(day <= each.joined_at.date() <= end for each in books.customers.values())
        _pay(books, end, "广告投放", 25.0 * arrivals + rng.randint(50, 200), channel="朋友圈广告")
        _pay(books, end, "短信", 0.05 * 4 * len(books.customers) / 2, channel="短信")
        _pay(books, end, "客服", 6.0 * sum(day <= each.at.date() <= end for each in books.talks), channel="客服中心")
        _pay(books, end, "会员权益", _rewards(books, day, end), channel="会员")
        day = following
    _pay(
        books,
        LAUNCH.begins_on,
        "达人合作",
        3000.0,
        channel="微博",
        campaign=LAUNCH.name,
        platform="微博",
        account=influencer,
    )


def _rewards(books: Books, first: date, last: date) -> float:
    """Points spent, and ten yuan for each person brought."""
    spent = sum(move.value or 0 for move in books.moves if first <= move.at.date() <= last)
    return spent + sum(10.0 for each in books.invitations if each.joined_at and first <= each.joined_at.date() <= last)


def _pay(books: Books, day: date, kind: str, amount: float, **more: str) -> None:
    if amount:
        number = f"E{len(books.expenses) + 1:04d}"
        books.expenses.append(Expense(number=number, day=day, kind=kind, amount=round(amount, 2), **more))
