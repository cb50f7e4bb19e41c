"""Net sentiment of every brand week by week, each week leading to its page where there is one: the index's calendar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from reports import numbers
from reports.scope import MIN_MENTIONS
from warehouse import answers
from warehouse.answers import Cell, Period
from warehouse.metrics import BY_NAME, JUDGED, Number, Sums

WEEKS = 12
"""Weeks shown: a quarter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekCell:
    """One brand's week."""

    monday: date
    text: str
    """Net sentiment in percent; `·` where too few mentions were judged; empty without a mention."""
    step: int
    """0 (bad) to 4 (good); 2 where nothing is said."""
    mention_count: int
    judged_count: int
    file: str = ""
    """The page of that week, relative to the index; empty where none was written."""

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)


def _mondays(until: date) -> list[date]:
    """The Mondays of the last WEEKS weeks, oldest first."""
    last = until - timedelta(days=until.weekday())
    return [last - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]


def calendar(
    connection: Connection, until: date, pages: Mapping[tuple[str, str, str], str]
) -> dict[str, Sequence[WeekCell]]:
    """Brand -> its weeks, oldest first: the last WEEKS, without those before anybody's first mention.

    `pages`: (brand, first day, last day) -> file of the page of those days.
    """
    weeks = _mondays(until)
    rows = answers.weekly_totals(connection, Period(weeks[0], until)).records()
    found = {(str(row["brand"]), row["week"]): row for row in rows}
    brands, told = dict.fromkeys(brand for brand, _ in found), {week for _, week in found}
    shown = [monday for place, monday in enumerate(weeks) if told & set(weeks[: place + 1])]
    return {brand: [_cell(brand, monday, found.get((brand, monday)), pages) for monday in shown] for brand in brands}


def _cell(
    brand: str, monday: date, row: Mapping[str, Cell] | None, pages: Mapping[tuple[str, str, str], str]
) -> WeekCell:
    sums: Sums = {name: value if isinstance(value, int | float) else None for name, value in (row or {}).items()}
    judged: Number = sum(sums.get(name) or 0 for name in JUDGED)
    net = BY_NAME["net_sentiment"].value(sums) if judged >= MIN_MENTIONS else None
    many = round(sums.get("mention_count") or 0)
    text = "" if not many else "·" if net is None else numbers.percent(round(net, 2)).replace(".0%", "%")
    sunday = monday + timedelta(days=6)
    return WeekCell(
        monday=monday, text=text, step=_step(net), mention_count=many,
        judged_count=round(judged), file=pages.get((brand, monday.isoformat(), sunday.isoformat()), ""),
    )  # fmt: skip


def _step(net: Number | None) -> int:
    """The five steps of tone of the page's map of topics."""
    return 2 if net is None else (net > -0.5) + (net > -0.1) + (net >= 0.1) + (net >= 0.5)
