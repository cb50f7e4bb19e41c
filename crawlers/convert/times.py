"""Dates of the shapes found in real exports -> UTC instants. A date without a zone is China time."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from crawlers.convert import dates
from crawlers.convert.context import Context, shown
from records.time import SHANGHAI

_NUMERIC = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[ T]*(\d{1,2})[:：时](\d{1,2})(?:[:：分](\d{1,2})?)?秒?)?"
)
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?"
_ZONE = r"(?P<zone>[A-Za-z]+(?:[+-]\d{1,2}(?::?\d{2})?)?|[+-]\d{2}:?\d{2})(?: ?\(.*\))?"
_NUMERIC_IN_ZONE = re.compile(rf"(?P<local>\d{{4}}.*\d:\d{{2}}) (?![AaPp]\.?[Mm]){_ZONE}")
_WEEKDAY = r"[A-Za-z]{3,9}"
_ENGLISH = tuple(
    re.compile(pattern)
    for pattern in (
        # Weibo and Java: Wed Jan 01 10:00:00 CST 2020
        rf"{_WEEKDAY} (?P<month>[A-Za-z]{{3}})[a-z]* +(?P<day>\d{{1,2}}) {_CLOCK} (?:{_ZONE} )?(?P<year>\d{{4}})",
        # browsers: Wed Jan 01 2020 10:00:00 GMT+0800 (CST)
        rf"{_WEEKDAY} (?P<month>[A-Za-z]{{3}})[a-z]* +(?P<day>\d{{1,2}}) (?P<year>\d{{4}}) {_CLOCK}(?: {_ZONE})?",
        # mail and RSS: Wed, 01 Jan 2020 10:00:00 +0800
        rf"(?:{_WEEKDAY},? *)?(?P<day>\d{{1,2}})[ -](?P<month>[A-Za-z]{{3}})[a-z]*[ -](?P<year>\d{{4}}) {_CLOCK}"
        rf"(?: ?{_ZONE})?",
    )
)
_ZONE_HOURS = {"z": 0, "gmt": 0, "utc": 0, "ut": 0, "cst": 8, "hkt": 8, "jst": 9, "kst": 9} | {
    f"{letter}{kind}": hours + (kind == "dt")
    for letter, hours in (("e", -5), ("m", -7), ("p", -8))
    for kind in ("st", "dt")
}
"""Zone names and their hours. CST is China Standard Time here, not the Central Standard Time of RFC 822."""
_MONTH_DAY = re.compile(r"(\d{1,2})月(\d{1,2})日\s*(\d{1,2}):(\d{2})")
_RELATIVE = re.compile(r"刚刚|今天|昨天|前天|分钟前|小时前|天前")
_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, 1)}
_EARLIEST_YEAR, _LATEST_YEAR = 1990, 2100
_BASE62 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WEIBO_EPOCH_SECONDS = 515_483_463
"""Offset of the seconds in a Weibo id's upper bits; found by comparing 190,000 ids of 2011-2016 with their dates."""


def time(value: object, context: Context) -> datetime:
    """Any of the shapes below; raises ValueError for others and for a missing year that nothing tells."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(float(value), context)
    text = str(value).strip()
    for read in (_iso, _digits, _numeric, _english):
        instant = read(text)
        if instant is not None:
            return _in_range(instant, value)
    uncommon = dates.uncommon(text, context)
    return _without_year(text, context) if uncommon is None else _in_range(uncommon.astimezone(UTC), value)


def _number(number: float, context: Context) -> datetime:
    """Seconds or milliseconds since 1970, a day written 20200131, or a workbook's day number."""
    if 19_900_101 <= number < 21_000_101 and (day := dates.uncommon(f"{number:.0f}", context)):
        return day.astimezone(UTC)
    counted = dates.serial(number, context)
    return counted.astimezone(UTC) if counted else _epoch(number)


def epoch(value: object, context: Context) -> datetime:
    """Seconds or milliseconds since 1970."""
    try:
        return _epoch(float(str(value)))
    except ValueError:
        raise ValueError(f"cannot read {shown(value)} as seconds since 1970") from None


def objectid_time(value: object, context: Context) -> datetime:
    """The creation time in an ObjectId: its first 8 hex digits are Unix seconds (Xiaohongshu notes)."""
    text = str(value)
    if not re.fullmatch(r"[0-9a-fA-F]{24}", text):
        raise ValueError(f"not an ObjectId: {shown(value)}")
    return _epoch(float(int(text[:8], 16)))


_LONGEST_ID = 20
"""Characters: Weibo's numeric ids have 16, those in base 62 nine."""


def weibo_id_time(value: object) -> datetime | None:
    """The time in a Weibo id, numeric or base 62 (`J8YgYcZyW`); None for ids made before 2011, which hold none."""
    text = str(value).strip()
    if len(text) > _LONGEST_ID:
        return None
    number = int(text) if text.isdigit() and len(text) > 9 else _base62(text)
    if number is None:
        return None
    seconds = (number >> 22) + _WEIBO_EPOCH_SECONDS
    instant = datetime.fromtimestamp(seconds, UTC) if 0 < seconds < 4_000_000_000 else None
    return instant if instant and instant.year >= 2011 else None


def _base62(text: str) -> int | None:
    if not text or not all(character in _BASE62 for character in text):
        return None
    groups = []
    while text:
        text, group = text[:-4], text[-4:]
        value = 0
        for character in group:
            value = value * 62 + _BASE62.index(character)
        groups.append(str(value).zfill(7))
    return int("".join(reversed(groups)))


def _epoch(number: float) -> datetime:
    seconds = number / 1000 if number > 1e11 else number
    if not 631_152_000 <= seconds < 4_102_444_800:  # 1990 to 2100
        raise ValueError(f"cannot read {shown(number)} as seconds since 1970")
    return datetime.fromtimestamp(seconds, UTC)


def _iso(text: str) -> datetime | None:
    if len(text) < 10 or text[4] != "-":
        return None
    try:
        return _in_zone(datetime.fromisoformat(text))
    except ValueError:
        return None


def _digits(text: str) -> datetime | None:
    if not re.fullmatch(r"\d{10}(\d{3})?(\.\d+)?", text):
        return None
    return _epoch(float(text))


def _numeric(text: str) -> datetime | None:
    match = _NUMERIC.fullmatch(text)
    if match is not None:
        return _built(*(int(part or 0) for part in match.groups()))
    match = _NUMERIC_IN_ZONE.fullmatch(text)
    if match is None:
        return None
    local = _numeric(match["local"])
    return local and local.astimezone(SHANGHAI).replace(tzinfo=_zone(match["zone"])).astimezone(UTC)


def _english(text: str) -> datetime | None:
    match = next((match for pattern in _ENGLISH if (match := pattern.fullmatch(text))), None)
    month = _MONTHS.get(match["month"].capitalize()) if match else None
    if match is None or month is None:
        return None
    year, day, hour, minute, second = (int(match[name] or 0) for name in ("year", "day", "hour", "minute", "second"))
    return datetime(year, month, day, hour, minute, second, tzinfo=_zone(match["zone"])).astimezone(UTC)


def _zone(text: str | None) -> tzinfo:
    if text is None:
        return SHANGHAI
    match = re.fullmatch(r"([A-Za-z]*)(?:([+-])(\d{1,2}):?(\d{2})?)?", text)
    name = match[1].lower() if match else ""
    hours = _ZONE_HOURS.get(name or "utc")
    if match is None or hours is None or (match[2] and hours != 0):
        raise ValueError(f"unknown time zone {shown(text)}")
    if not match[2]:
        return timezone(timedelta(hours=hours))
    offset = timedelta(hours=int(match[3]), minutes=int(match[4] or 0))
    if offset > timedelta(hours=14):
        raise ValueError(f"unknown time zone {shown(text)}")
    return timezone(-offset if match[2] == "-" else offset)


def _without_year(text: str, context: Context) -> datetime:
    match = _MONTH_DAY.match(text)
    if match is None:
        problem = "is relative to an unknown moment" if _RELATIVE.search(text) else "cannot be read as a time"
        raise ValueError(f"{shown(text)} {problem}")
    month, day, hour, minute = (int(part) for part in match.groups())
    if context.year is not None:
        return _built(context.year, month, day, hour, minute)
    hint = context.hint()
    if hint is None:
        raise ValueError(f"{shown(text)} has no year and nothing tells it")
    return _nearest_year(hint, month, day, hour, minute)


def _nearest_year(hint: datetime, *rest: int) -> datetime:
    candidates = []
    for year in (hint.year - 1, hint.year, hint.year + 1):
        try:
            candidates.append(_built(year, *rest))
        except ValueError:
            continue  # 29 February exists in one year of four
    if not candidates:
        raise ValueError("no such day")
    return min(candidates, key=lambda instant: abs(instant - hint))


def _built(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=SHANGHAI).astimezone(UTC)


def _in_zone(instant: datetime) -> datetime:
    return (instant.replace(tzinfo=SHANGHAI) if instant.tzinfo is None else instant).astimezone(UTC)


def _in_range(instant: datetime, value: object) -> datetime:
    if not _EARLIEST_YEAR <= instant.year < _LATEST_YEAR:
        raise ValueError(f"year out of range: {shown(value)}")
    return instant
