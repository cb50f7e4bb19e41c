"""How customers and accounts can be reached: telephones and nicknames in the books, and those that a draw collected.

Numbers begin with 100, which no operator has. Who of the accounts is which customer stands in the truth alone.
"""

from random import Random

from world.books.model import Books, Entrant
from world.phrases import load
from world.stage import Stage

PHONE_SHARE = 0.9
"""Customers whose telephone the shop knows."""
FAMILY_SHARE = 0.05
"""Of them, those who gave the number of another customer: a parent, a partner."""
SAME_NAME_SHARE = 0.6
"""Customers with an account who are called the same in the shop."""
ENTRANT_SHARE, STRANGER_SHARE = 0.7, 0.3
"""Accounts of customers, and other regular accounts, that entered the draw."""
OTHER_PHONE_SHARE = 0.08
"""Entrants with another telephone than in the shop."""


def reach(stage: Stage, rng: Random) -> None:
    """Telephone and nickname of every customer, and the accounts that left theirs for a prize draw."""
    books = stage.books
    known: list[str] = []
    for customer in books.customers.values():
        own = rng.choice(known) if known and rng.random() < FAMILY_SHARE else _phone(rng)
        customer.phone = own if rng.random() < PHONE_SHARE else ""
        known += [own]
        account = customer.account
        customer.nickname = account.name if account and rng.random() < SAME_NAME_SHARE else _name(rng)
    books.entrants.extend(_entrants(stage, rng, books))


def _entrants(stage: Stage, rng: Random, books: Books) -> list[Entrant]:
    phones = {each.account.key: each.phone for each in books.customers.values() if each.account}
    found = []
    for people in stage.regulars.values():
        for number, person in enumerate(people):
            share = ENTRANT_SHARE if person.key in phones else STRANGER_SHARE
            if rng.random() < share or number == 0:  # no file of a draw is empty
                shops = phones.get(person.key, "")
                is_same = bool(shops) and rng.random() >= OTHER_PHONE_SHARE
                found.append(Entrant(person=person, phone=shops if is_same else _phone(rng)))
    return found


def _phone(rng: Random) -> str:
    return f"100{rng.randrange(10**8):08d}"


def _name(rng: Random) -> str:
    names = load("names")
    return f"{rng.choice(names['head'])}{rng.choice(names['tail'])}{rng.choice(('', '', str(rng.randint(2, 99))))}"
