"""Numbers, ids and addresses that people write into posts, masked before a text comes to rest.

Checked by their own arithmetic where they have one (`numbers`); everything else is told by its shape and the words
around it (`handles`, `places`). Hotlines (400, 95xxx), shops' street addresses, order numbers, prices and model names
are nobody's secret and stay. The mask is one character for one, so that places in a text stay what they are.
"""

import re
from typing import NamedTuple

from records.private.handles import HANDLES
from records.private.numbers import NUMBERS, is_identity_card, is_luhn
from records.private.places import PLACES, address_begin
from records.private.shapes import Check

__all__ = ["KINDS", "MASK", "MAY_HOLD", "PLAIN", "Span", "is_identity_card", "is_luhn", "masked", "spans"]

MASK = "＊"
KINDS = ("mobile", "landline", "identity_card", "bank_card", "email", "plate", "wechat", "qq", "address")

_BEFORE = 40
"""Characters before a match that a check may see."""
_BEFORE_LABEL = 2
_FAMILIES = (HANDLES, NUMBERS, PLACES)
_PATTERN = re.compile("|".join(pattern for family in _FAMILIES for pattern in family.patterns))
_CHECKS: dict[str, Check] = {name: check for family in _FAMILIES for name, check in family.checks.items()}
_INNER = {name: groups for family in _FAMILIES for name, groups in family.inner.items()}
_KIND_OF = {
    "old_card": "identity_card", "split_card": "bank_card", "spoken": "mobile", "broken": "mobile",
    "loose_mobile": "mobile", "bare_line": "landline", "labelled": "address", "village": "address",
}  # fmt: skip
_BACKWARD = {"address", "village"}
"""Told by their end: where they begin is looked for behind."""
_WIDE = re.compile("[０-９ａ-ｚＡ-Ｚ－＿]")
_TO_NARROW = {
    code: code - 0xFEE0
    for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF0D, 0xFF3F)
}
"""Full-width digits, letters, hyphen and underscore, one for one."""
MAY_HOLD = "|".join(hint for family in _FAMILIES for hint in family.hints)
"""A text that this does not meet holds nothing private (RE2 and Python); it says nothing else. Distances are open:
counted ones make RE2 ten times as slow."""
PLAIN = (
    r"^(?:[0-9]{1,10}(?:\.[0-9]+)?"
    r"|[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?)$"
)
"""A whole value that is a number too short for anybody's, or a moment: MAY_HOLD meets some, none is private (RE2)."""


class Span(NamedTuple):
    """Something private in a text: [begin, end)."""

    begin: int
    end: int
    kind: str
    """One of KINDS."""


def spans(text: str) -> list[Span]:
    """Everything private in a text, in order; without overlaps."""
    found: list[Span] = []
    at = 0
    plain = text.translate(_TO_NARROW) if _WIDE.search(text) else text
    while match := _PATTERN.search(plain, at):
        name = next(name for name in _CHECKS if match[name] is not None)
        inner = next((each for each in _INNER.get(name, ()) if match[each] is not None), name)
        begin, end = match.span(inner)
        before = plain[max(0, begin - _BEFORE if inner == name else match.start() - _BEFORE_LABEL) : begin]
        if not _CHECKS[name](match[inner], before):
            at = match.start() + 1
            continue
        begin = address_begin(plain, begin) if name in _BACKWARD else begin
        found.append(Span(begin, end, _KIND_OF.get(name, name)))
        at = max(end, match.start() + 1)
    return found


def masked(text: str) -> str:
    """The text with everything private replaced, character by character."""
    parts, at = [], 0
    for begin, end, _ in spans(text):
        begin = max(begin, at)
        parts += [text[at:begin], MASK * (end - begin)]
        at = max(at, end)
    return "".join([*parts, text[at:]]) if parts else text
