"""The clause of an alert episode: what, on which product, since when, how bad against usual, over or not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from records.time import SHANGHAI
from reports import numbers
from reports.clauses import MIN_PRODUCT, Clause, number
from reports.names import Pair, name_of
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
    (voices_zh, voices_en), (own_zh, own_en) = _voices(row), _own_post(row, until)
    topic = row["topic"]
    told: dict[str, Cell] = (
        {} if blamed is None else {"product": blamed.product, "product_negative_count": blamed.negative_count}
    )
    return Clause(
        zh=f"{zh}：{peak_zh}{voices_zh}{own_zh}，{end_zh}", en=f"{en}: {peak_en}{voices_en}{own_en}, {end_en}",
        panel="curve", evidence={**row, **told},
        chosen={"topic": str(topic)} if topic else {"tone": "negative"},
    )  # fmt: skip


def _subject(row: Mapping[str, Cell], blamed: Blamed | None) -> Pair:
    opened = _date(row["opened_on"])
    began = hour_of(row.get("began_at"))
    day, hour_zh, hour_en = (began.date(), f"{began.hour}时", f" {began:%H:%M}") if began else (opened, "", "")
    is_one_day = row["peak_on"] == opened and not began
    zh = f"{day.month}月{day.day}日{hour_zh}{'' if is_one_day else '起'}"
    en = f"{'On' if is_one_day else 'Since'} {english_day(day)}{hour_en}"
    product = blamed.product if blamed else row.get("product")
    named = [f"「{name}」" for name in (product, row["topic"]) if name]
    if not named:
        return f"{zh}负面激增", f"{en} negative mentions surged"
    kind_zh, kind_en = _kind(row)
    about = " of ".join(f"“{name}”" for name in (row["topic"], product) if name)
    return f"{zh}，{'的'.join(named)}引发负面{kind_zh}", f"{en}, {about} drew negative mentions{kind_en}"


def _kind(row: Mapping[str, Cell]) -> Pair:
    """The type of complaint, unless the topic says it already."""
    if not row.get("complaint_type"):
        return "", ""
    zh, en = name_of("complaint_type", row["complaint_type"])
    return ("", "") if zh in str(row["topic"] or "") else (f"（多为{zh}问题）", f" ({en.lower()} above all)")


def _voices(row: Mapping[str, Cell]) -> Pair:
    """How many accounts spoke, where that is known."""
    count = row.get("voice_count")
    return ("", "") if count is None else (
        f"，{numbers.count(number(count))} 个账号发声", f", {numbers.count(number(count))} accounts speaking"
    )  # fmt: skip


def _own_post(row: Mapping[str, Cell], until: date) -> Pair:
    """When the brand first published after the alert, as far as known on a day."""
    spoke = hour_of(row.get("first_own_post_at"))
    if spoke is None or spoke.date() > until:
        return "", ""
    day = f"{spoke.month}月{spoke.day}日{spoke.hour}时"
    return f"，品牌号{day}首次发布", f", the brand first posted on {english_day(spoke.date())} {spoke:%H:%M}"


def hour_of(value: Cell) -> datetime | None:
    """An instant in Asia/Shanghai; None where it is unknown."""
    return value.astimezone(SHANGHAI) if isinstance(value, datetime) else None


def _peak(row: Mapping[str, Cell]) -> Pair:
    opened, day = _date(row["opened_on"]), _date(row["peak_on"])
    peak, usual = number(row["peak_negative_count"]), number(row["baseline_negative_count"])
    zh = "当日" if day == opened else f"{_later(day, opened)}达峰，单日"
    en = "" if day == opened else f"peak on {english_day(day)} with "
    factor_zh, factor_en = "，平日几乎没有", ", usually next to none"
    if usual >= 1:
        factor_zh = f"，是平日的 {numbers.times(peak, usual)} 倍"
        factor_en = f", {numbers.times(peak, usual)}x the usual {numbers.count(usual)}"
    many = numbers.count(peak)
    return f"{zh}负面 {many} 条{factor_zh}", f"{en}{many} negative mentions that day{factor_en}"


def _end(row: Mapping[str, Cell], until: date) -> Pair:
    closed, peak = row["closed_on"], _date(row["peak_on"])
    if isinstance(closed, date) and closed <= until:
        hour = hour_of(row.get("closed_at"))
        at_zh, at_en = (f"{hour.hour}时", f" {hour:%H:%M}") if hour else ("", "")
        return f"{_later(closed, peak)}{at_zh}起平息", f"over since {english_day(closed)}{at_en}"
    return f"截至{_later(until, peak)}仍未平息", f"not over by {english_day(until)}"


def _later(day: date, named: date) -> str:
    """A Chinese day; without its month when that is the one named before."""
    same = (day.year, day.month) == (named.year, named.month)
    return f"{day.day}日" if same else f"{day.month}月{day.day}日"


def english_day(day: date) -> str:
    """A day as the sentence names it in English, without its year."""
    return f"{day.day} {day:%b}"


def _date(value: Cell) -> date:
    if not isinstance(value, date):
        raise TypeError(f"an alert episode without a day: {value!r}")
    return value
