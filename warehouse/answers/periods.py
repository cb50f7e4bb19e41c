"""Brands and periods: who is tracked, since when, and which week a report is about."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import Connection, func, or_, select

from records.errors import UsageError
from warehouse.answers.views import INSIGHT_DAY as DAY

Grain = Literal["day", "week", "month"]
"""Length of a default period."""


@dataclass(frozen=True, slots=True)
class Period:
    """A closed range of Asia/Shanghai days."""

    start: date
    """First day."""
    end: date
    """Last day, included."""

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise UsageError(f"period: from {self.start} lies after to {self.end}; give the earlier day first")

    @property
    def day_count(self) -> int:
        """Number of days."""
        return (self.end - self.start).days + 1

    def previous(self) -> "Period":
        """The period to compare with: the month before a whole month, else as many days just before."""
        before = self.start - timedelta(days=1)
        if self == _month_of(self.start):
            return _month_of(before)
        return Period(self.start - timedelta(days=self.day_count), before)

    def cut(self, last_day: date) -> "Period":
        """The part up to a last day (the whole period when it ends earlier)."""
        return Period(self.start, min(self.end, max(last_day, self.start)))


@dataclass(frozen=True, slots=True)
class BrandName:
    """A tracked brand as the warehouse knows it."""

    brand_id: str
    """Stable id."""
    name: str
    """Display name."""


def tracked_brands(connection: Connection) -> list[BrandName]:
    """All tracked brands that have at least one mention, by name."""
    statement = select(DAY.c.brand_id, DAY.c.brand).where(DAY.c.brand_id.is_not(None)).distinct().order_by(DAY.c.brand)
    return [BrandName(brand_id, name) for brand_id, name in connection.execute(statement)]


def find_brand(connection: Connection, wanted: str) -> BrandName:
    """The brand with this id or name. Raises UsageError naming the brands that have data."""
    brands = tracked_brands(connection)
    for brand in brands:
        if wanted in (brand.brand_id, brand.name):
            return brand
    known = "、".join(brand.name for brand in brands) or "none: the warehouse holds no mention of a tracked brand"
    raise UsageError(f"brand {wanted!r} has no mentions; brands with data: {known}")


def data_until(connection: Connection, brand_id: str | None = None) -> date | None:
    """The last day with any mention (of one brand, when given); None for an empty warehouse."""
    statement = select(func.max(DAY.c.day)).where(DAY.c.mention_count > 0)
    if brand_id is not None:
        statement = statement.where(DAY.c.brand_id == brand_id)
    last: date | None = connection.execute(statement).scalar_one()
    return last


def data_since(connection: Connection, brand_id: str) -> date | None:
    """The first day with a mention of a brand; None when none of its mentions carries a date."""
    dated = (DAY.c.mention_count > 0, DAY.c.day >= date(1971, 1, 1))
    statement = select(func.min(DAY.c.day)).where(DAY.c.brand_id == brand_id, *dated)
    first: date | None = connection.execute(statement).scalar_one()
    return first


def default_period(connection: Connection, brand: str, grain: Grain = "week") -> Period:
    """The calendar day, Monday-Sunday week or month of the last day with a mention of the brand.

    The period may lie partly ahead of the data; `Period.cut` gives the part that can be compared.
    Raises UsageError for an unknown brand, or one whose mentions carry no date.
    """
    found = find_brand(connection, brand)
    last = data_until(connection, found.brand_id)
    if last is None:
        raise UsageError(f"brand {found.name!r}: no mention has a publication date, so there is no period to show")
    if grain == "month":
        return _month_of(last)
    if grain == "week":
        monday = last - timedelta(days=last.weekday())
        return Period(monday, monday + timedelta(days=6))
    return Period(last, last)


def undated_count(connection: Connection, brand_id: str) -> int:
    """Mentions of a brand whose source gives no time: in no period, so a report must say how many there are."""
    no_day = or_(DAY.c.day.is_(None), DAY.c.day < date(1971, 1, 1))
    statement = select(func.coalesce(func.sum(DAY.c.mention_count), 0)).where(DAY.c.brand_id == brand_id, no_day)
    return int(connection.execute(statement).scalar_one())


def _month_of(day: date) -> Period:
    return Period(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))
