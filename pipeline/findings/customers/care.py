"""Occasions for customer care that the books tell: a first order, its anniversary, a silence, a low rating."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from pipeline.findings.books import Books
from pipeline.findings.customers import parts
from pipeline.settings.actions import CareSection

if TYPE_CHECKING:
    import pandas as pd


def occasions(books: Books, rules: Iterable[CareSection], *, end: date) -> "pd.DataFrame":
    """customer_id, trigger, day: every occasion until `end` that one of the rules is about."""
    import pandas as pd

    from crm.value.orders import net_orders, purchase_days

    days = purchase_days(net_orders(books.orders, end=end))[["customer_id", "day"]].sort_values(["customer_id", "day"])
    found = [pd.DataFrame(columns=["customer_id", "trigger", "day"])]
    for rule in rules:
        if rule.trigger == "low_rating":
            told = parts.let_down(books, end)
        elif rule.after_days is not None:
            told = _silences(days, rule.after_days)
        else:
            told = _firsts(days) if rule.trigger == "first_order" else _anniversaries(days, end)
        found.append(told.assign(trigger=rule.trigger, day=pd.to_datetime(told["day"])))
    table = pd.concat(found, ignore_index=True)
    return table[pd.to_datetime(table["day"]) <= pd.Timestamp(end)]


def _firsts(days: "pd.DataFrame") -> "pd.DataFrame":
    return days.drop_duplicates("customer_id")


def _anniversaries(days: "pd.DataFrame", end: date) -> "pd.DataFrame":
    """Whole years since the first purchase."""
    import pandas as pd

    first = _firsts(days)
    years = end.year - int(first["day"].dt.year.min()) if len(first) else 0
    return pd.concat(
        [first.assign(day=first["day"] + pd.DateOffset(years=year)) for year in range(1, years + 1)] or [first[:0]]
    )


def _silences(days: "pd.DataFrame", after_days: int) -> "pd.DataFrame":
    """The day on which a silence is `after_days` old, unless a purchase came first."""
    import pandas as pd

    due = days["day"] + pd.Timedelta(days=after_days)
    following = days.groupby("customer_id")["day"].shift(-1)
    return days.assign(day=due)[following.isna() | (following > due)]
