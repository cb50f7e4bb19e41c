"""Sums of money named in a text: 2000元, ￥1,299.00, 三千块, 1.2万元, 花了两千五."""

import re
from typing import NamedTuple

MOST = 1e9
"""Yuan; what is larger is a number of something else."""

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1_000, "仟": 1_000, "k": 1_000, "K": 1_000}
_TEN_THOUSANDS = "万萬wW"
_NUMBER = (
    r"(?:(?:\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.\d{1,2})?\s?[百佰千仟kK]?[万萬wW]?"
    r"|[零〇一二两俩三四五六七八九十拾百佰千仟万萬]{1,12})"
)
_SPENT = r"(?:花|付|充|扣|交|转|贷|欠|赔|损失|骗|投|存|收费|多收|充值|付款|消费)(?:了我?|我|掉|进去?)"
_FINDER = re.compile(
    rf"(?=[¥￥rR\d零〇一二两俩三四五六七八九十拾百佰千仟万萬花付充扣交转贷欠赔损骗投存收多消])(?:"
    rf"(?:[¥￥]|rmb|RMB)\s?(?P<signed>{_NUMBER})"
    rf"|(?P<named>{_NUMBER})(?:多|余|来|左右)?\s?(?:元|块(?!屏|电|表|玻|肉|地|布|砖|板|糖|石)|圆|rmb|RMB|人民币)"
    rf"|{_SPENT}(?:大概|大约|将近|差不多|近)?(?P<spent>{_NUMBER})(?:\s?(?:元|块钱?|圆))?(?![\d个次年月日天号点分时人件台条张份瓶袋斤克%]))"
)


class Amount(NamedTuple):
    """A sum of money and where it stands."""

    yuan: float
    start: int
    end: int


def amounts(text: str) -> list[Amount]:
    """The sums of money in a text, in order; a number without a currency counts only after a word of spending."""
    found = (
        Amount(yuan_of(match["signed"] or match["named"] or match["spent"]), match.start(), match.end())
        for match in _FINDER.finditer(text)
    )
    return [amount for amount in found if 0 < amount.yuan <= MOST]


def yuan_of(number: str) -> float:
    """The value of a number in digits, Chinese numerals or both: 1,299.5, 1.2万, 三千二, 两万五; 0 for units alone."""
    plain = re.sub(r"[,\s]", "", number)
    digits = re.match(r"[\d.]+", plain)
    if digits:
        return float(digits.group()) * _product(plain[digits.end() :])
    head, mark, tail = re.sub(f"[{_TEN_THOUSANDS}]", "万", plain).rpartition("万")
    if not mark:
        return _below_ten_thousand(tail)
    # What follows the ten thousands is short for thousands when it is one digit: 两万五 is 25,000, 两万零五 is 20,005.
    rest = _DIGITS[tail] * 1_000 if tail in _DIGITS else _below_ten_thousand(tail)
    return _below_ten_thousand(head) * 10_000 + rest


def _product(units: str) -> float:
    value = 1.0
    for unit in units:
        value *= 10_000 if unit in _TEN_THOUSANDS else _UNITS[unit]
    return value


def _below_ten_thousand(numerals: str) -> float:
    """A Chinese numeral; a last digit right after a unit counts tenths of it: 三千二 is 3,200, 三千零二 is 3,002."""
    total = digit = 0
    unit = 1
    for character in numerals:
        if character in _UNITS:
            unit = _UNITS[character]
            total, digit = total + (digit or (unit == 10)) * unit, 0
        elif character in _DIGITS:
            digit = digit * 10 + _DIGITS[character]
            unit = 1 if _DIGITS[character] == 0 else unit
    return total + digit * max(1, unit // 10)
