"""Dates of the shapes found in real exports -> UTC instants. A date without a zone is China time."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from crawlers.convert.context import Context, shown
from records.time import SHANGHAI

_NUMERIC = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[ T]*(\d{1,2})[:：时](\d{1,2})(?:[:：分](\d{1,2})?)?秒?)?"
)
_WEIBO = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2}) (\d{4})")
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
        return _epoch(float(value))
    text = str(value).strip()
    for read in (_iso, _digits, _numeric, _weibo, _rfc):
        instant = read(text)
        if instant is not None:
            return _in_range(instant, value)
    return _without_year(text, context)


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


def weibo_id_time(value: object) -> datetime | None:
    """The time in a Weibo id, numeric or base 62 (`J8YgYcZyW`); None for ids made before 2011, which hold none."""
    text = str(value).strip()
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
    return _built(*(int(part or 0) for part in match.groups())) if match else None


def _weibo(text: str) -> datetime | None:
    match = _WEIBO.fullmatch(text)
    if match is None or match[1] not in _MONTHS:
        return None
    day, hour, minute, second = (int(match[n]) for n in (2, 3, 4, 5))
    offset = timedelta(hours=int(match[7]), minutes=int(match[8])) * (-1 if match[6] == "-" else 1)
    zone = timezone(offset)
    return datetime(int(match[9]), _MONTHS[match[1]], day, hour, minute, second, tzinfo=zone).astimezone(UTC)


def _rfc(text: str) -> datetime | None:
    if not re.match(r"[A-Za-z]{3},? ", text):
        return None
    try:
        return _in_zone(parsedate_to_datetime(text))
    except (TypeError, ValueError, IndexError):
        return None


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
