"""Columns that the tables of the user's own books share."""

from typing import Any

import sqlalchemy as sa

from warehouse.columns import Merge, Privacy, column, measure
from warehouse.tables.shared import instant, key_of, text

MONEY = sa.Numeric(18, 2)
"""Exact, in whole units with two decimals: sums of binary fractions drift, and hundredths would have to be divided."""
QUANTITY = sa.Numeric(18, 3)
"""Goods are sold by weight as well."""


def source() -> sa.Column[Any]:
    """Where a row came from; ids are unique within it."""
    return column("source", sa.String, "来源", "Source", merge=Merge.KEY)


def row_id(name: str, zh: str, en: str) -> sa.Column[Any]:
    """The source's own id of a row, or a hash of the row."""
    return column(name, sa.String, f"{zh}(系统原编号或散列)", f"{en}, the system's own or a hash", merge=Merge.KEY)


def customer_key(
    zh: str = "客户(当时的版本)", en: str = "Customer, in the version valid at the time", *, name: str | None = None
) -> sa.Column[Any]:
    """A customer as of the event: -1 where somebody did it and nobody says who, -2 where it has no customer."""
    return key_of(
        "dim_customer.customer_key", f"{zh};-1 为未知,-2 为不适用", f"{en}; -1 unknown, -2 not applicable", name=name
    )


def customer_id(
    name: str = "customer_id", zh: str = "客户假名;未知为空", en: str = "Customer's keyed pseudonym; NULL unknown"
) -> sa.Column[Any]:
    """The customer's natural key."""
    return text(name, zh, en, privacy=Privacy.PSEUDONYMOUS)


def money(name: str, zh: str, en: str, *, is_nullable: bool = False, minimum: float | None = None) -> sa.Column[Any]:
    """An amount in the row's own `currency`: adds up within one currency only."""
    return measure(
        name, f"{zh};按本行币种", f"{en}; in the row's currency", "currency units", type_=MONEY,
        is_nullable=is_nullable, minimum=minimum,
    )  # fmt: skip


def currency() -> sa.Column[Any]:
    """Money of different currencies is never added."""
    return column("currency", sa.String, "币种(ISO 4217)", "Currency, ISO 4217", merge=Merge.LATEST)


def seen_at() -> sa.Column[Any]:
    """Of several states the one seen last counts."""
    return instant("observed_at", "最近一次观测时间", "When seen last", is_nullable=False)
