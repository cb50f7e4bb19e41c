"""Numbers as Chinese posts write them: 1,299.5, 1.2万, 两千三, 一百零五."""

import re

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"万": 1e4, "w": 1e4, "W": 1e4, "千": 1e3, "k": 1e3, "K": 1e3, "百": 1e2, "亿": 1e8}

ARABIC = r"\d+(?:,\d{3})*(?:\.\d+)?\s?[万千百亿wWkK]?"
CHINESE = r"[一二两三四五六七八九十百千万零〇]+"
_SPLIT = re.compile(r"([\d,.]+)\s?(\D?)")


def number(text: str) -> float | None:
    """The number that a match of ARABIC or CHINESE stands for; None for characters in no order of a number."""
    match = _SPLIT.fullmatch(text)
    if match:
        return round(float(match[1].replace(",", "")) * _SCALES.get(match[2], 1.0), 2)
    return _chinese(text)


def _chinese(text: str) -> float | None:
    if all(character in _DIGITS for character in text):
        return float("".join(str(_DIGITS[character]) for character in text))
    head, has_wan, tail = text.partition("万")
    if not has_wan:
        return _below_wan(text, unit=1)
    first, rest = _below_wan(head, unit=1), _below_wan(tail, unit=10_000)
    return None if not head or first is None or rest is None else first * 10_000 + rest


def _below_wan(text: str, unit: int) -> float | None:
    """A number below ten thousand; a last digit alone counts tenths of the unit before it (一百五 is 150)."""
    total, digit, last = 0, None, unit
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
            last = 10 if digit == 0 else last
        elif character in _UNITS:
            last = _UNITS[character]
            total, digit = total + (1 if digit is None else digit) * last, None
        else:
            return None
    return float(total + (digit or 0) * (last // 10 if last >= 10 else 1))
