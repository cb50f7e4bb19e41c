"""The clause of an alert episode: what, on which product, since when, how bad against usual, over or not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from reports import numbers
from reports.clauses import MIN_PRODUCT, Clause, number
from reports.names import Pair
from warehouse import answers
from warehouse.answers import Cell, Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Blamed:
    """The product that most negative mentions of an episode name."""

    product: str
    """Display name."""
    negative_count: int
    """Negative mentions of the episode that name it."""
    all_negative_count: int
    """All of the episode (of its topic, where it has one)."""


def blamed_product(connection: Connection, brand_id: str, row: Mapping[str, Cell], until: date) -> Blamed | None:
    """The product named by at least half of the negative mentions of an episode (of its topic); None without one."""
    topic = None if row["topic"] is None else str(row["topic"])
    found = answers.negative_products(connection, brand_id, episode_days(row, until), topic=topic).records()
    total = sum(int(number(one["negative_count"])) for one in found)
    named = next((one for one in found if one["product"] is not None), None)
    hit = int(number(named["negative_count"])) if named else 0
    if named is None or hit < MIN_PRODUCT or hit * 2 < total:
        return None
    return Blamed(product=str(named["product"]), negative_count=hit, all_negative_count=total)


def episode_days(row: Mapping[str, Cell], until: date) -> Period:
    """The days of an episode, up to a day: `closed_on` is the first day back to usual."""
    opened, closed = _date(row["opened_on"]), row["closed_on"]
    last = min(until, closed - timedelta(days=1)) if isinstance(closed, date) else until
    return Period(opened, max(last, opened, _date(row["peak_on"])))


def episode_clause(row: Mapping[str, Cell], until: date, blamed: Blamed | None = None) -> Clause:
    """What happened, as far as is known on a day."""
    zh, en = _subject(row, blamed)
    (peak_zh, peak_en), (end_zh, end_en) = _peak(row), _end(row, until)
    topic = row["topic"]
    told: dict[str, Cell] = (
        {} if blamed is None else {"product": blamed.product, "product_negative_count": blamed.negative_count}
    )
    return Clause(
        zh=f"{zh}：{peak_zh}，{end_zh}", en=f"{en}: {peak_en}, {end_en}",
        panel="curve", evidence={**row, **told},
        chosen={"topic": str(topic)} if topic else {"tone": "negative"},
    )  # fmt: skip


def _subject(row: Mapping[str, Cell], blamed: Blamed | None) -> Pair:
    opened = _date(row["opened_on"])
    zh = f"{opened.month}月{opened.day}日{'' if row['peak_on'] == opened else '起'}"
    en = f"{'On' if row['peak_on'] == opened else 'Since'} {_english(opened)}"
    named = [f"「{name}」" for name in (blamed and blamed.product, row["topic"]) if name]
    if not named:
        return f"{zh}负面激增", f"{en} negative mentions surged"
    about = " of ".join(f"“{name}”" for name in (row["topic"], blamed and blamed.product) if name)
    return f"{zh}，{'的'.join(named)}引发负面", f"{en}, {about} drew negative mentions"


def _peak(row: Mapping[str, Cell]) -> Pair:
    opened, day = _date(row["opened_on"]), _date(row["peak_on"])
    peak, usual = number(row["peak_negative_count"]), number(row["baseline_negative_count"])
    zh = "当日" if day == opened else f"{_later(day, opened)}达峰，单日"
    en = "" if day == opened else f"peak on {_english(day)} with "
    factor_zh, factor_en = "，平日几乎没有", ", usually next to none"
    if usual >= 1:
        factor_zh = f"，是平日的 {numbers.times(peak, usual)} 倍"
        factor_en = f", {numbers.times(peak, usual)}x the usual {numbers.count(usual)}"
    many = numbers.count(peak)
    return f"{zh}负面 {many} 条{factor_zh}", f"{en}{many} negative mentions that day{factor_en}"


def _end(row: Mapping[str, Cell], until: date) -> Pair:
    closed, peak = row["closed_on"], _date(row["peak_on"])
    if isinstance(closed, date) and closed <= until:
        return f"{_later(closed, peak)}起平息", f"over since {_english(closed)}"
    return f"截至{_later(until, peak)}仍未平息", f"not over by {_english(until)}"


def _later(day: date, named: date) -> str:
    """A Chinese day; without its month when that is the one named before."""
    same = (day.year, day.month) == (named.year, named.month)
    return f"{day.day}日" if same else f"{day.month}月{day.day}日"


def _english(day: date) -> str:
    return f"{day.day} {day:%b}"


def _date(value: Cell) -> date:
    if not isinstance(value, date):
        raise TypeError(f"an alert episode without a day: {value!r}")
    return value
