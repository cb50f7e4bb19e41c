"""Counts as Chinese platforms write them: 1.2万, 10万+, 2.3亿, 1,234, 3.4w, 999+."""

import re

from crawlers.convert.context import Context, shown

_UNITS = {"": 1, "k": 1_000, "千": 1_000, "w": 10_000, "万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
_COUNT = re.compile(r"(-?\d+(?:\.\d+)?)\s*([kKwW千万萬亿億]?)\s*(\+?)")
_BARE = re.compile(r"[\d,]+(?:\.\d+)?")
_UNKNOWN = frozenset({"未知", "-", "--", "null", "none", "nan", "n/a"})
_CAPTIONS = frozenset({"赞", "点赞", "喜欢", "转发", "分享", "评论", "收藏", "抢首评"})

MOST_DIGITS = 12
"""A trillion and more is no count of anybody's: no account or content of any platform has a fiftieth of it, and a sum
over millions of such would leave 63 bits."""
_ABOVE_ALL = 10**MOST_DIGITS
EXACT, ROUNDED, CAPPED = "exact", "rounded", "capped"
COARSENESS = (EXACT, ROUNDED, CAPPED)
"""From finest to coarsest; a mention carries the coarsest precision of its counts."""


def parse_count(value: object) -> tuple[int | None, str]:
    """The number and its precision; None for a blank, an unknown or a bare button caption. Raises ValueError."""
    if isinstance(value, bool):
        raise ValueError(f"cannot read {shown(value)} as a count")
    if isinstance(value, int):
        return _checked(value, value), EXACT
    text = str(value).strip().replace(",", "").replace("，", "")
    if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS:
        return int(text), EXACT
    if not text or text.lower() in _UNKNOWN or text in _CAPTIONS:
        return None, EXACT
    match = _COUNT.fullmatch(text)
    if match is None:
        raise ValueError(f"cannot read {shown(value)} as a count")
    number, unit, plus = match.groups()
    count = round(float(number) * _UNITS[unit.lower()])
    precision = CAPPED if plus else ROUNDED if unit else EXACT
    return _checked(count, value), precision


def count(value: object, context: Context) -> int | None:
    """A count without its precision, for an author's figures."""
    return parse_count(value)[0]


def in_wan(value: object) -> object:
    """A bare number of a column that counts ten thousands, as `35.2万`; any other cell as it is."""
    text = str(value).strip()
    return f"{text}万" if _BARE.fullmatch(text) else value


def count_in_wan(value: object, context: Context) -> int | None:
    """A count of a column whose header says 万."""
    return parse_count(in_wan(value))[0]


def whole(value: object) -> int | None:
    """An interface's count, a number or its digits; None for what is absent, hidden or impossible."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value) if len(value) <= MOST_DIGITS else None
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _ABOVE_ALL else None


def exact(*counts: int | None) -> str | None:
    """The precision of an interface's counts; None where none is known."""
    return EXACT if any(each is not None for each in counts) else None


def _checked(number: int, value: object) -> int:
    if not 0 <= number < _ABOVE_ALL:
        raise ValueError(f"count out of range: {shown(value)}")
    return number
