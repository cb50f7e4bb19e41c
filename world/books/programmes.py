"""Programmes: who brought whom, points, consents."""

from datetime import date, datetime, timedelta
from random import Random

from world.books.model import BOOKS_FIRST_DAY, Books, Customer, Decision, Invitation, Line, Move
from world.clock import LAST_DAY, LAST_MOMENT, instant

REFERRED_SHARE = 0.3
"""Customers from the second month on who were brought by another."""
ADVOCATE_SHARE, ADVOCATE_WEIGHT = 0.06, 25
"""Customers who bring many, and how much oftener they do."""
REWARD_YUAN = 10
MEMBER_DAY = 8
"""Day of the month on which members redeem points and are asked for consent."""
PURPOSES = {"营销短信": 0.75, "个性化推荐与画像": 0.6, "账号关联": 0.35}
"""What members are asked for, and how many agree."""
WITHDRAWN_SHARE = 0.08
EXPIRY = date(2026, 6, 30)
"""Points of 2025 lapse."""


def refer(rng: Random, books: Books) -> None:
    """A forest of referrals: a referrer was a customer, and not yet lost, when inviting."""
    people = list(books.customers.values())
    weight = {each.number: ADVOCATE_WEIGHT if rng.random() < ADVOCATE_SHARE else 1 for each in people}
    for customer in people:
        at = customer.joined_at - timedelta(hours=rng.uniform(3, 90))
        active = [each for each in people if _is_customer(each, at) and each is not customer]
        if (customer.joined_at.date() - BOOKS_FIRST_DAY).days < 31 or not active or rng.random() > REFERRED_SHARE:
            continue
        referrer = rng.choices(active, [weight[each.number] for each in active])[0]
        customer.referrer = referrer.number
        told = rng.choices(("否", "是", ""), (65, 25, 10))[0]
        _invite(books, referrer, at, told, customer)
        if rng.random() < 0.5:
            _invite(books, referrer, at + timedelta(minutes=rng.randint(2, 40)), "")
    books.invitations.sort(key=lambda each: (each.at, each.number))


def _is_customer(each: Customer, at: datetime) -> bool:
    return each.joined_at < at and (each.churned_at is None or at <= each.churned_at)


def _invite(books: Books, referrer: Customer, at: datetime, told: str, referred: Customer | None = None) -> None:
    books.invitations.append(
        Invitation(
            number=f"F{len(books.invitations) + 1:05d}",
            referrer=referrer.number,
            referred=referred.number if referred else "",
            at=at.replace(microsecond=0),
            joined_at=referred.joined_at if referred else None,
            would_join_anyway=told,
        )
    )


def earn(rng: Random, books: Books) -> None:
    """A point a yuan, credited on the first of the following month; spent on member days; those of 2025 lapse."""
    months = _months()
    for customer, lines in books.lines_of().items():
        balance, credited_2025 = 0, 0
        for month in months:
            if month == EXPIRY.replace(day=1) and (lapsed := min(credited_2025, balance)) > 0:
                balance = _move(rng, books, customer, EXPIRY, "积分过期", -lapsed, balance)
            following = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
            paid = round(sum(line.amount for line in lines if month <= line.at.date() < following and _is_paid(line)))
            if paid and following <= LAST_DAY:
                balance = _move(rng, books, customer, following, "消费获得" if paid > 0 else "退货扣回", paid, balance)
                credited_2025 += paid if following.year == 2025 else 0
            if following.replace(day=MEMBER_DAY) <= LAST_DAY and balance >= 200 and rng.random() < 0.4:
                spent = following.replace(day=MEMBER_DAY)
                balance = _move(rng, books, customer, spent, "积分兑换", -200, balance, value=10.0)
                credited_2025 -= 200
    books.moves.sort(key=lambda move: (move.at, move.number))


def _move(
    rng: Random,
    books: Books,
    customer: str,
    day: date,
    kind: str,
    points: int,
    balance: int,
    value: float | None = None,
) -> int:
    at = instant(day, rng.randint(2, 22), rng.randint(0, 59), rng.randint(0, 59))
    number = f"L{len(books.moves) + 1:06d}"
    moved = Move(
        number=number, customer=customer, at=at, kind=kind, points=points, balance=balance + points, value=value
    )
    books.moves.append(moved)
    return moved.balance


def _is_paid(line: Line) -> bool:
    return line.status == "交易成功" or line.amount < 0


def _months() -> list[date]:
    months = [BOOKS_FIRST_DAY]
    while (following := (months[-1].replace(day=28) + timedelta(days=4)).replace(day=1)) <= LAST_DAY:
        months.append(following)
    return months


def consent(rng: Random, books: Books) -> None:
    """Members decide on the member day after joining; a few withdraw later."""
    for customer in books.customers.values():
        joined = customer.joined_at.date()
        asked = joined.replace(day=MEMBER_DAY)
        if asked <= joined:
            asked = (joined.replace(day=28) + timedelta(days=4)).replace(day=MEMBER_DAY)
        if asked > LAST_DAY:
            continue
        at = instant(asked, rng.randint(9, 21), rng.randint(0, 59), rng.randint(0, 59))
        for purpose, share in PURPOSES.items():
            is_granted = rng.random() < share
            _decide(books, customer, at, purpose, "已同意" if is_granted else "未同意")
            withdrawn_at = at + timedelta(days=30 * rng.randint(1, 6))
            if is_granted and rng.random() < WITHDRAWN_SHARE and withdrawn_at <= LAST_MOMENT:
                _decide(books, customer, withdrawn_at, purpose, "已撤回")
    books.decisions.sort(key=lambda each: (each.at, each.customer, each.purpose))


def _decide(books: Books, customer: Customer, at: datetime, purpose: str, state: str) -> None:
    books.decisions.append(Decision(customer=customer.number, at=at, purpose=purpose, state=state))
