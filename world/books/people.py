"""Who the customers are: their group, how often they buy, when they come and how they are lost."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from world.books.habits import HABITS
from world.books.model import BOOKS_DAY_COUNT, BOOKS_FIRST_DAY, Customer
from world.clock import LAST_MOMENT, instant
from world.groups import GROUPS, Group, hour_for
from world.model import Person
from world.phrases import load
from world.stage import Stage

CUSTOMER_COUNT = 420
"""Customers at scale 1."""
RATE_SHAPE, DROP_SHAPE = 4.0, 6.0
"""How alike members of a group are: shape of the gamma of rates and of the beta of chances to be lost."""
OPENING_SHARE = 0.4
"""Customers who come within the first eight weeks; the others come at any time."""
ACCOUNT_SHARE = 0.5
"""Customers who are regular authors as well."""
REASONS = {"service": 35, "quiet": 65}
"""Why customers are lost and how often; service shows in their contacts and surveys, quiet shows nowhere."""


def customers(stage: Stage, rng: Random) -> list[Customer]:
    """All customers, numbered as they come."""
    accounts = _accounts(stage, rng)
    count = stage.count(CUSTOMER_COUNT, at_least=60)
    days = sorted(_joining_day(rng) for _ in range(count))
    return [
        _customer(rng, f"M{number:05d}", GROUPS[rng.randrange(len(GROUPS))], day, accounts)
        for number, day in enumerate(days, start=1)
    ]


def purchases(rng: Random, customer: Customer) -> Iterator[datetime]:
    """Moments of the customer's orders; notes on them when they were lost."""
    group = next(group for group in GROUPS if group.group_id == customer.group)
    at, previous = customer.joined_at, None
    while at <= LAST_MOMENT:
        yield at
        if rng.random() < customer.drop:
            customer.churned_at = at
            customer.reason = rng.choices(list(REASONS), list(REASONS.values()))[0]
            return
        previous = at
        at = _at_own_hour(rng, group, at + timedelta(weeks=rng.expovariate(customer.rate)))
        if at <= previous:
            at = previous + timedelta(minutes=rng.randint(20, 90))


def _customer(rng: Random, number: str, group: Group, day: int, accounts: dict[str, list[Person]]) -> Customer:
    habit = HABITS[group.group_id]
    own = accounts[group.group_id]
    account = own.pop() if own and rng.random() < ACCOUNT_SHARE else None
    joined_on = BOOKS_FIRST_DAY + timedelta(days=day)
    return Customer(
        number=number,
        group=group.group_id,
        region=account.region if account else rng.choice(load("names")["region"]),
        account=account,
        rate=rng.gammavariate(RATE_SHAPE, habit.rate / RATE_SHAPE),
        drop=rng.betavariate(DROP_SHAPE * habit.drop, DROP_SHAPE * (1 - habit.drop)) * 0.5 + habit.drop * 0.5,
        basket=habit.basket,
        mood=rng.gauss(0, 1),
        joined_at=instant(joined_on, hour_for(rng, group), rng.randint(0, 59), rng.randint(0, 59)),
    )


def _joining_day(rng: Random) -> int:
    """Days after the opening; the last four weeks bring few, so that most can show what they are."""
    return rng.randrange(56) if rng.random() < OPENING_SHARE else rng.randrange(BOOKS_DAY_COUNT - 14)


def _at_own_hour(rng: Random, group: Group, at: datetime) -> datetime:
    return at.replace(hour=hour_for(rng, group), minute=rng.randint(0, 59), second=rng.randint(0, 59), microsecond=0)


def _accounts(stage: Stage, rng: Random) -> dict[str, list[Person]]:
    """Group -> its regular authors, in random order."""
    found: dict[str, list[Person]] = {group.group_id: [] for group in GROUPS}
    for people in stage.regulars.values():
        for person in people:
            if person.group:
                found[person.group].append(person)
    for people in found.values():
        rng.shuffle(people)
    return found
