"""What customers tell the service, and what they answer when asked."""

from datetime import date, datetime, timedelta
from random import Random

from world.books.model import Answer, Books, Customer, Talk
from world.clock import LAST_MOMENT, instant

CONTACT_SHARE = 0.15
"""Customers who ask something now and then; those whom the service lost all complained."""
REASONS = {"订单查询": 30, "优惠与积分": 25, "配送超时": 20, "产品质量": 15, "退款": 10}
SURVEY_DAYS = (date(2025, 12, 10), date(2026, 3, 10), date(2026, 6, 10), date(2026, 8, 19))
ANSWER_SHARE = 0.5
"""Customers of the last sixty days who answer."""
ACTIVE_DAYS = 60


def contact(rng: Random, books: Books) -> None:
    """Service contacts: everyday questions, and the complaints of those whom bad service lost."""
    lines = books.lines_of()
    for customer in books.customers.values():
        if customer.reason == "service" and customer.churned_at:
            _talk(rng, books, customer, customer.churned_at, is_lost=True)
        elif rng.random() < CONTACT_SHARE:
            _talk(rng, books, customer, rng.choice(lines[customer.number]).at, is_lost=False)
    books.talks.sort(key=lambda each: (each.at, each.number))


def _talk(rng: Random, books: Books, customer: Customer, after: datetime, *, is_lost: bool) -> None:
    at = (after + timedelta(hours=rng.uniform(0.5, 40))).replace(microsecond=0)
    if at > LAST_MOMENT:
        return
    if is_lost:
        reason, is_resolved, score = (
            rng.choice(("产品质量", "配送超时", "退款")),
            rng.random() < 0.15,
            rng.randint(1, 2),
        )
    else:
        reason = rng.choices(list(REASONS), list(REASONS.values()))[0]
        is_resolved, score = rng.random() < 0.92, rng.randint(3, 5)
    talk = Talk(
        number=f"C{len(books.talks) + 1:05d}", customer=customer.number, at=at, reason=reason,
        channel=rng.choice(("小程序客服", "企业微信", "电话")), agent=f"K{rng.randint(1, 8):02d}",
        seconds=rng.randint(15, 240) * (4 if is_lost else 1), minutes=rng.randint(3, 25),
        is_resolved=is_resolved, satisfaction=score if rng.random() < 0.8 else None,
    )  # fmt: skip
    books.talks.append(talk)


def ask(rng: Random, books: Books) -> None:
    """Four surveys of the customers of the last sixty days; the scores follow the mood, and bad service."""
    lines = books.lines_of()
    wronged = {talk.customer: talk.at for talk in books.talks if talk.satisfaction and talk.satisfaction <= 2}
    for day in SURVEY_DAYS:
        opened = instant(day, 10)
        for customer in books.customers.values():
            is_active = any(
                timedelta() < opened - line.at < timedelta(days=ACTIVE_DAYS) for line in lines[customer.number]
            )
            if is_active and rng.random() < ANSWER_SHARE:
                was_wronged = customer.number in wronged and wronged[customer.number] <= opened
                books.answers.append(_answer(rng, books, customer, opened, was_wronged=was_wronged))
    books.answers.sort(key=lambda each: (each.at, each.number))


def _answer(rng: Random, books: Books, customer: Customer, opened: datetime, *, was_wronged: bool) -> Answer:
    mood = customer.mood + rng.gauss(0, 0.6) - (4 if was_wronged else 0)
    return Answer(
        number=f"S{len(books.answers) + 1:05d}",
        customer=customer.number,
        at=opened + timedelta(minutes=rng.randint(5, 2400)),
        nps=_within(8 + 1.6 * mood, 0, 10),
        csat=_within(4 + 0.7 * mood, 1, 5),
        ces=_within(5.2 + 0.9 * mood, 1, 7) if rng.random() < 0.8 else None,
    )


def _within(value: float, low: int, high: int) -> int:
    return min(max(round(value), low), high)
