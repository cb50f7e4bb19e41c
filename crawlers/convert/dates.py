"""Dates as spreadsheets and web pages show them: compact, with AM or 下午, day or month first, serial, relative.

Each reader returns the local time in China, or None for a text of another shape; ValueError where it is of that shape
and cannot be settled.
"""

import re
import unicodedata
from datetime import datetime, timedelta

from crawlers.convert.context import Context, shown
from records.time import SHANGHAI

_CLOCK = r"(?:[ T]*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?)?"
_YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}})\D(?P<month>\d{{1,2}})\D(?P<day>\d{{1,2}})日?{_CLOCK}")
_COMPACT = re.compile(
    r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})"
    r"(?:[ T]*(?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2}))?)?"
)
_YEAR_LAST = re.compile(rf"(?P<a>\d{{1,2}})(?P<sep>[/.-])(?P<b>\d{{1,2}})(?P=sep)(?P<year>\d{{4}}),?{_CLOCK}")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = tuple(
    re.compile(rf"(?:[a-z]+,? +)??{date},?{_CLOCK}", re.IGNORECASE)
    for date in (
        r"(?P<name>[a-z]{3,9})\.? +(?P<day>\d{1,2})(?:st|nd|rd|th)?,? +(?P<year>\d{4})",
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[ -](?P<name>[a-z]{3,9})\.?,?[ -](?P<year>\d{4})",
    )
)
_NO_YEAR = re.compile(rf"(?P<month>\d{{1,2}})[-/月](?P<day>\d{{1,2}})日?{_CLOCK}")
_DAYS = {"今天": 0, "today": 0, "昨天": 1, "昨日": 1, "yesterday": 1, "前天": 2}
_DAY_NAMED = re.compile(rf"(?P<word>{'|'.join(_DAYS)}){_CLOCK}", re.IGNORECASE)
_AGO = re.compile(
    r"(?P<count>\d{1,4}) ?(?P<unit>秒钟?|分钟|小时|天|周|second|minute|min|hour|day|week)s? ?(?:之?前|ago)",
    re.IGNORECASE,
)
_UNITS = {
    "秒": "seconds", "秒钟": "seconds", "second": "seconds", "分钟": "minutes", "minute": "minutes", "min": "minutes",
    "小时": "hours", "hour": "hours", "天": "days", "day": "days", "周": "weeks", "week": "weeks",
}  # fmt: skip
_MORNING, _EVENING = ("凌晨", "早上", "清晨", "上午", "am", "a.m."), ("下午", "傍晚", "晚上", "晚间", "pm", "p.m.")
_NOON = "中午"
_HALF = re.compile(r" *(凌晨|早上|清晨|上午|中午|下午|傍晚|晚上|晚间|\b[ap]\.?m\.?(?![a-z])) *", re.IGNORECASE)
_NOISE = re.compile(r"^(?:编辑于|发布于|发表于|更新于|创建于)\s*|[(（]?(?:星期|周)[一二三四五六日天][)）]?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_SERIAL_FROM, _SERIAL_TO = 32_874, 73_050
"""1990 and 2100 as a spreadsheet counts days from 1900."""
_DAYS_1900_TO_1904 = 1_462
_ZERO_DAY = datetime(1899, 12, 30)
"""Day 0 of a spreadsheet's count, which holds a 29 February 1900 that never was."""


def uncommon(text: str, context: Context) -> datetime | None:
    """The instant of a date in one of these shapes, None for another. Raises ValueError for one that stays open."""
    plain = _NOISE.sub(" ", unicodedata.normalize("NFKC", text)).strip()
    half = _HALF.search(plain)
    if half is None:
        return _in_china(_whole(plain, context))
    rest = f"{plain[: half.start()]} {plain[half.end() :]}".strip()
    return _in_china(_in_half(_whole(rest, context), half[1].lower()))


def serial(number: float, context: Context) -> datetime | None:
    """A workbook's day number (43831 is 1 January 2020; the fraction is the time of day); None where there is none."""
    if context.serial_epoch is None:
        return None
    days = number + (_DAYS_1900_TO_1904 if context.serial_epoch == 1904 else 0)
    if not _SERIAL_FROM <= days < _SERIAL_TO:
        return None
    return _in_china(_ZERO_DAY + timedelta(seconds=round(days * 86_400)))


def is_day_first(text: str) -> bool | None:
    """Whether a date with the year last can only be day/month (True) or month/day (False); None for any other."""
    match = _YEAR_LAST.match(_HALF.sub(" ", unicodedata.normalize("NFKC", str(text)).strip()))
    if match is None:
        return None
    first, second = int(match["a"]), int(match["b"])
    return None if (first > 12) == (second > 12) else first > 12


def _whole(text: str, context: Context) -> datetime | None:
    for pattern in (_YEAR_FIRST, _COMPACT):
        if match := pattern.fullmatch(text):
            return _built(match, int(match["year"]), int(match["month"]), int(match["day"]))
    for pattern in _NAMED:
        match = pattern.fullmatch(text)
        if match and match["name"][:3].lower() in _MONTHS:
            return _built(match, int(match["year"]), _MONTHS.index(match["name"][:3].lower()) + 1, int(match["day"]))
    if match := _YEAR_LAST.fullmatch(text):
        return _year_last(match, text, context)
    if _SERIAL.fullmatch(text) and (found := serial(float(text), context)):
        return found.astimezone(SHANGHAI).replace(tzinfo=None)
    return (
        _relative(text, context.observed_at.astimezone(SHANGHAI).replace(tzinfo=None)) if context.observed_at else None
    )


def _year_last(match: re.Match[str], text: str, context: Context) -> datetime:
    first, second = int(match["a"]), int(match["b"])
    if first == second:
        day_first: bool | None = True
    elif first > 12 or second > 12:
        day_first = first > 12
    else:
        day_first = context.is_day_first()
    if day_first is None:
        raise ValueError(f"{shown(text)} is day/month or month/day and no other row tells; write it as 2020-01-31")
    day, month = (first, second) if day_first else (second, first)
    return _built(match, int(match["year"]), month, day)


def _relative(text: str, seen: datetime) -> datetime | None:
    if text in ("刚刚", "just now"):
        return seen
    if match := _AGO.fullmatch(text):
        return seen - timedelta(**{_UNITS[match["unit"].lower()]: int(match["count"])})
    if match := _DAY_NAMED.fullmatch(text):
        day = seen - timedelta(days=_DAYS[match["word"].lower()])
        return _built(match, day.year, day.month, day.day)
    if match := _NO_YEAR.fullmatch(text):
        this_year = _built(match, seen.year, int(match["month"]), int(match["day"]))
        return this_year if this_year <= seen + timedelta(days=1) else this_year.replace(year=seen.year - 1)
    return None


def _built(match: re.Match[str], year: int, month: int, day: int) -> datetime:
    hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    return datetime(year, month, day, hour, minute, second)


def _in_half(local: datetime | None, half: str) -> datetime | None:
    if local is None:
        return None
    if half in _MORNING or half.startswith("a"):
        return local.replace(hour=0) if local.hour == 12 else local
    is_late = half in _EVENING or half.startswith("p")
    if local.hour < 12 and (is_late or (half == _NOON and local.hour < 4)):
        return local + timedelta(hours=12)
    return local


def _in_china(local: datetime | None) -> datetime | None:
    return None if local is None else local.replace(tzinfo=SHANGHAI)
