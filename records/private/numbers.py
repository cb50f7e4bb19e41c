"""Telephones and cards: told by their own arithmetic or by the shape in which a country gives them out.

Identity cards by ISO 7064 MOD 11-2 (GB 11643-1999), bank cards by Luhn (ISO/IEC 7812-1).
"""

import re

from records.private.shapes import AFTER, BEFORE, GAP, Family, always, digits_of, is_ordered

_NUMERAL = "零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖"
_FIRST = "三四五六七八九叁肆伍陆柒捌玖"
_COUNTED = "个元次万名块份杯件条位"
_AREA = r"0(?:10|2\d|[3-9]\d{2})"
_EXTENSION = r"(?:\s?(?:转|分机号?|[Ee]xt\.?|-|—|#)\s?\d{1,5})"
_TAIL = r"(?![0-9_]|(?![VvWw][Xx]?(?![A-Za-z0-9]))[A-Za-z])"
"""A telephone's end: no digit, and no letter but those of `same on WeChat`."""
_OPENING = re.compile(r"(?:电话|座机|致电|热线|固话|联系|办公室)[^，。,；;\d]{0,4}$")
_CALLED = re.compile(r"(?:电话|手机|号|打|联系|拨|呼|[Tt]el|TEL|短信)[^，。,；;\d]{0,6}$")
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CARD_PREFIX = re.compile(r"62|4|5[1-5]|35[2-8]|3[47]|60")
_CARD_LENGTHS = (16, 17, 19)
"""Eighteen digits are an identity card or none."""
_MOBILE_DIGITS = 11
_LEAST_GROUP = 2


def is_identity_card(number: str) -> bool:
    """Whether the last of 18 characters is the check digit of the others (ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(number, _IDENTITY_WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[-1].upper().replace("Ｘ", "X")


def is_luhn(number: str) -> bool:
    """Whether the digits pass Luhn's check (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed([int(each) for each in number if each.isdigit()])):
        doubled = digit * 2 if place % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def _identity_card(number: str, before: str) -> bool:
    return is_identity_card("".join(each for each in number if each.isdigit() or each in "Xx"))


def _bank_card(number: str, before: str) -> bool:
    digits = digits_of(number)
    return (
        len(digits) in _CARD_LENGTHS
        and bool(_CARD_PREFIX.match(digits))
        and is_luhn(digits)
        and len(set(digits)) > 2
        and not is_ordered(before)
    )


def _split_card(number: str, before: str) -> bool:
    """A card in groups of another length than four; lists of small numbers are none."""
    return min(map(len, re.findall(r"\d+", number))) >= _LEAST_GROUP and _bank_card(number, before)


def _mobile(number: str, before: str) -> bool:
    return not is_ordered(before) and len(set(digits_of(number)[-8:])) > 1


def _loose_mobile(number: str, before: str) -> bool:
    """Eleven digits in groups of any length: a telephone where somebody is told to call."""
    groups = re.findall(r"\d+", number)
    return min(map(len, groups)) >= _LEAST_GROUP and bool(_CALLED.search(before)) and _mobile(number, before)


def _spoken(number: str, before: str) -> bool:
    """Eleven numerals of which some are words: `138零五七四2216`."""
    return any(each in _NUMERAL for each in number)


def _landline(number: str, before: str) -> bool:
    return not is_ordered(before)


def _bare_line(number: str, before: str) -> bool:
    return bool(_OPENING.search(before))


_CARD_DATE = rf"(?:18|19|20)\d{{2}}{GAP}{{0,2}}(?:0[1-9]|1[0-2]){GAP}?(?:0[1-9]|[12]\d|3[01])"

NUMBERS = Family(
    patterns=(
        rf"(?P<identity_card>{BEFORE}[1-9]\d{GAP}?\d\d{GAP}?\d\d{GAP}{{0,2}}{_CARD_DATE}{GAP}{{0,2}}\d{{3}}{GAP}?[\dXx]{AFTER})",
        r"(?P<old_card>(?<=身份证)(?:号码?)?[是为:：\s]{0,3}[1-9]\d{14}(?!\d))",
        rf"(?P<bank_card>(?<![0-9A-Za-z_])(?=[3-6])\d{{4}}(?:{GAP}{{0,2}}\d{{4}}){{2,3}}(?:{GAP}{{0,2}}\d{{1,4}})?{AFTER})",
        rf"(?P<split_card>(?<![0-9A-Za-z_])62(?:{GAP}?\d){{14,17}}{AFTER})",
        rf"(?P<mobile>(?:{BEFORE}|(?<=[VvWw][Xx])|(?<=[Tt]el)|(?<=TEL))(?:[(（]?(?:\+|00)?86[)）]?[- ]{{0,2}})?"
        rf"1[3-9]\d(?:{GAP}{{0,3}}\d{{4}}){{2}}{_TAIL}(?![{_COUNTED}]))",
        rf"(?P<broken>{BEFORE}1{GAP}{{1,2}}[3-9](?:{GAP}{{1,2}}\d){{9}}[\ufe0f\u20e3]*(?!{GAP}?\d))",
        rf"(?P<loose_mobile>{BEFORE}1[3-9](?:{GAP}?\d){{9}}(?!{GAP}?\d)(?![A-Za-z_{_COUNTED}]))",
        rf"(?P<spoken>(?<![0-9])[幺一壹1]{GAP}?[{_FIRST}3-9](?:{GAP}?[{_NUMERAL}0-9]){{9}}(?![{_NUMERAL}0-9]))",
        rf"(?P<landline>{BEFORE}(?:(?:\+|00)86{GAP}?)?(?:[(（【\[]{_AREA}[)）】\]]{GAP}{{0,2}}|{_AREA}{GAP}{{1,2}})"
        rf"\d{{3,4}}[- ]?\d{{4}}{_EXTENSION}?{AFTER}"
        rf"|{BEFORE}(?:\+|00)86{GAP}?(?:10|2\d|[3-9]\d{{2}}){GAP}\d{{3,4}}[- ]?\d{{4}}{AFTER})",
        rf"(?P<bare_line>{BEFORE}(?:{_AREA}\d{{7,8}}|[2-8]\d{{2,3}}[- ]?\d{{4}}){_EXTENSION}?{AFTER})",
    ),
    checks={
        "identity_card": _identity_card,
        "old_card": always,
        "bank_card": _bank_card,
        "split_card": _split_card,
        "mobile": _mobile,
        "broken": _mobile,
        "loose_mobile": _loose_mobile,
        "spoken": _spoken,
        "landline": _landline,
        "bare_line": _bare_line,
    },
    hints=(
        r"[0-9０-９][-－—–‐_.·・•*~/() 0-9０-９]{5}",
        rf"[幺一壹][{_FIRST}][{_NUMERAL}]",
        rf"[0-9{_NUMERAL}]{{11}}",
        "(?:[0-9]\ufe0f?\u20e3.?){5}",
        r"[)）】][0-9０-９]{7}",
    ),
    inner={},
)
