"""People who showed interest before they bought, and those who never did, or have not yet.

Who will buy comes often and asks; who will not looks once or twice. The last weeks have both, and who of them is keen
stands in the truth alone: they would buy after the world's end.
"""

from datetime import datetime, timedelta
from random import Random

from world.books.model import BOOKS_DAY_COUNT, BOOKS_FIRST_DAY, Books, Talk, Touch
from world.clock import LAST_DAY, LAST_MOMENT, instant
from world.stage import Stage

EARLY_SHARE, EARLY_DAYS = 0.85, 60
"""Customers who looked before they bought, and days after the opening from which people could."""
NEVER_COUNT, OPEN_COUNT, OPEN_DAYS = 260, 70, 40
"""Visitors at scale 1 who never buy; and, in the last days, those among whom half are keen."""
KEEN_SIGNS, IDLE_SIGNS = 4.5, 1.0
"""Signs of interest beyond the first, on average."""
KEEN_ASKS, IDLE_ASKS = 0.35, 0.08
"""Shares that ask the service as well."""
KINDS = {"浏览": (5, 9), "点击": (2, 2), "领券": (3, 1), "加购": (3, 0.5)}
"""Kind of touchpoint -> how often the keen and the others do it."""
CHANNELS = ("小程序", "朋友圈广告", "社群", "门店扫码")


def look_around(stage: Stage, rng: Random) -> None:
    """Adds touches and questions of prospects to the books, and notes who is keen."""
    books = stage.books
    for customer in books.customers.values():
        if (customer.joined_at.date() - BOOKS_FIRST_DAY).days >= EARLY_DAYS and rng.random() < EARLY_SHARE:
            _show(rng, books, customer.number, customer.joined_at - timedelta(minutes=5), is_keen=True)
    for _ in range(stage.count(NEVER_COUNT, at_least=40)):
        day = BOOKS_FIRST_DAY + timedelta(days=rng.randrange(EARLY_DAYS, BOOKS_DAY_COUNT - OPEN_DAYS))
        _visit(rng, books, day_of=instant(day, rng.randint(8, 22)), is_keen=False)
    for number in range(stage.count(OPEN_COUNT, at_least=20)):
        day = LAST_DAY - timedelta(days=rng.randrange(OPEN_DAYS // 2))
        _visit(rng, books, day_of=instant(day, rng.randint(8, 22)), is_keen=number % 2 == 0)
    books.touches.sort(key=lambda each: (each.at, each.customer, each.kind))
    books.talks.sort(key=lambda each: (each.at, each.number))


def _visit(rng: Random, books: Books, *, day_of: datetime, is_keen: bool) -> None:
    number = f"V{len(books.prospects) + 1:05d}"
    books.prospects[number] = is_keen
    _show(rng, books, number, day_of, is_keen=is_keen)


def _show(rng: Random, books: Books, number: str, last: datetime, *, is_keen: bool) -> None:
    """Signs of the six weeks until `last`, most of them near it."""
    count = 1 + _poisson(rng, KEEN_SIGNS if is_keen else IDLE_SIGNS)
    weights = [each[0 if is_keen else 1] for each in KINDS.values()]
    for _ in range(count):
        at = (last - timedelta(hours=1000 * rng.random() ** 2)).replace(microsecond=0)
        kind = rng.choices(list(KINDS), weights)[0]
        books.touches.append(
            Touch(customer=number, at=at, kind=kind, channel=rng.choice(CHANNELS), campaign="", product="", order="")
        )
    if rng.random() < (KEEN_ASKS if is_keen else IDLE_ASKS):
        _ask(rng, books, number, last - timedelta(hours=rng.uniform(1, 400)))


def _ask(rng: Random, books: Books, number: str, at: datetime) -> None:
    if at <= LAST_MOMENT:
        books.talks.append(
            Talk(
                number=f"C{len(books.talks) + 1:05d}", customer=number, at=at.replace(microsecond=0), reason="活动咨询",
                channel="小程序客服", agent=f"K{rng.randint(1, 8):02d}", seconds=rng.randint(15, 240),
                minutes=rng.randint(2, 12), is_resolved=True, satisfaction=None,
            )
        )  # fmt: skip


def _poisson(rng: Random, mean: float) -> int:
    """Arrivals of a unit of time at that rate."""
    count, at = 0, rng.expovariate(mean)
    while at < 1:
        count += 1
        at += rng.expovariate(mean)
    return count
