"""What is true about the customers, as plain JSON values."""

from collections import defaultdict
from math import exp
from typing import Any

from world.books.knowledge import uses
from world.books.model import BOOKS_FIRST_DAY, Books, Customer, Line
from world.books.study import GAPS, KANO_KINDS, PATHS
from world.clock import LAST_DAY

BEST_COUNT = 20
"""Customers named as the best."""
YEAR_WEEKS = 52


def tell(books: Books) -> dict[str, Any]:
    """Every customer with what they are and did, who was lost and when, and who is worth most in the year to come."""
    lines = books.lines_of()
    entrants = frozenset(each.person.key for each in books.entrants)
    facts = {number: _customer(each, lines[number], entrants) for number, each in books.customers.items()}
    worth = {number: _worth(each, facts[number]) for number, each in books.customers.items()}
    return {
        "first_day": BOOKS_FIRST_DAY.isoformat(),
        "last_day": LAST_DAY.isoformat(),
        "customers": facts,
        "churners": {number: fact["churned_at"] for number, fact in facts.items() if fact["churned_at"]},
        "best": sorted(worth, key=lambda number: (-worth[number], number))[:BEST_COUNT],
        "keen_prospects": [number for number, is_keen in books.prospects.items() if is_keen],
        "prospect_count": len(books.prospects),
        "order_line_count": len(books.lines),
        "joined_referral_count": sum(each.joined_at is not None for each in books.invitations),
        "study": {
            "answer_count": len(books.studies),
            "paths": PATHS,
            "gaps": {name: gap for name, (_, gap) in GAPS.items()},
            "kano_kinds": {name: kind for name, (_, kind) in KANO_KINDS.items()},
        },
        "knowledge_uses": uses(books.talks),
        "withdrawn_consent_count": sum(each.state == "已撤回" for each in books.decisions),
    }


def _customer(customer: Customer, lines: list[Line], entrants: frozenset[str]) -> dict[str, Any]:
    orders = _net(lines)
    return {
        "group": customer.group,
        "region": customer.region,
        "account": customer.account.key if customer.account else None,
        "is_in_draw": customer.account is not None and customer.account.key in entrants,
        "joined_at": customer.joined_at.isoformat(),
        "churned_at": customer.churned_at.isoformat() if customer.churned_at else None,
        "reason": customer.reason,
        "referrer": customer.referrer,
        "order_count": sum(net > 0 for net in orders.values()),
        "net_amount": round(sum(orders.values()), 2),
    }


def _net(lines: list[Line]) -> dict[str, float]:
    """Order -> money kept: neither refunded by its state or a row of its own, nor called off."""
    found: dict[str, float] = defaultdict(float)
    for line in lines:
        if line.amount < 0 or line.status == "交易成功":
            found[line.order] += line.amount
    return found


def _worth(customer: Customer, fact: dict[str, Any]) -> float:
    """Yuan expected in a year by how the customer truly buys; 0 for one who is lost."""
    if customer.churned_at or not fact["order_count"]:
        return 0.0
    orders = (1 - exp(-customer.rate * customer.drop * YEAR_WEEKS)) / customer.drop
    return orders * float(fact["net_amount"]) / float(fact["order_count"])
