"""Which of two targets a comparison favours: patterns (compare.toml) over a sentence with both places marked."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from nlp.directed.hits import hits
from nlp.directed.lexicon import Lexicon
from records.ids import version_of

_FILE = Path(__file__).with_name("compare.toml")
_FIRST, _SECOND = "\ue010", "\ue011"
"""Private-use characters that stand for the two targets."""
_TAIL = r"(?=得多|多了|一?点|一?些|太多|很多|不少|好几|了|[，。！!~～]|$)"


@dataclass(frozen=True, slots=True)
class _Pattern:
    regex: re.Pattern[str]
    first: str
    second: str
    default: float


@dataclass(frozen=True, slots=True)
class Comparisons:
    """The patterns, compiled."""

    patterns: tuple[_Pattern, ...]
    praised: re.Pattern[str]
    blamed: re.Pattern[str]
    """What one character says of the better or worse one: 快, 慢."""
    measured: tuple[tuple[re.Pattern[str], float], ...]
    """(attribute and how much of it, sign): 油耗 ... 高 is against."""
    version: str


@cache
def comparisons(attributes: "_Attributes") -> Comparisons:
    """The comparison patterns of this package, with the lexicon's attributes."""
    raw = _FILE.read_text("utf-8")
    content: dict[str, Any] = tomllib.loads(raw)
    return Comparisons(
        patterns=tuple(_pattern(entry) for entry in content["pattern"]),
        praised=re.compile(f"[{content['more_positive']}]{_TAIL}"),
        blamed=re.compile(f"[{content['more_negative']}]{_TAIL}"),
        measured=tuple(
            (re.compile(f"(?:{attribute})[^。！？]{{0,12}}?(?:{amount})(?![小约概致家众方声])"), sign)
            for attribute, amount, sign in (
                (attributes.bad, attributes.more, -1.0),
                (attributes.bad, attributes.less, 1.0),
                (attributes.good, attributes.more, 1.0),
                (attributes.good, attributes.less, -1.0),
            )
        ),
        version=version_of(raw),
    )


@dataclass(frozen=True, slots=True)
class _Attributes:
    good: str
    bad: str
    more: str
    less: str


def attributes_of(lexicon: Lexicon) -> _Attributes:
    """The lexicon's attributes in a form that can be cached by."""
    return _Attributes(**lexicon.attributes)


def _pattern(entry: Mapping[str, Any]) -> _Pattern:
    regex = entry["regex"].replace("{A}", _FIRST).replace("{B}", _SECOND)
    return _Pattern(re.compile(regex), entry["first"], entry["second"], float(entry.get("default", 0)))


def compare(text: str, first: tuple[int, int], second: tuple[int, int], lexicon: Lexicon) -> tuple[float, float] | None:
    """(sign of the first, sign of the second) in folded text; None where the text compares them in no known way."""
    known = comparisons(attributes_of(lexicon))
    start, end = _sentence(text, first[0], second[1])
    marked = text[start : first[0]] + _FIRST + text[first[1] : second[0]] + _SECOND + text[second[1] : end]
    for pattern in known.patterns:
        match = pattern.regex.search(marked)
        if match:
            rest = match.groupdict().get("rest") or ""
            side = (_sign(rest, known, lexicon) or pattern.default) if "rest" in pattern.first else 0.0
            return _side(pattern.first, side), _side(pattern.second, side)
    return None


def measured(text: str, lexicon: Lexicon) -> float:
    """1 or -1 where much or little of something measurable is stated (油耗高, 空间大), else 0."""
    for pattern, sign in comparisons(attributes_of(lexicon)).measured:
        if pattern.search(text):
            return sign
    return 0.0


def _side(what: str, rest: float) -> float:
    return {"+": 1.0, "-": -1.0, "0": 0.0, "rest": rest, "-rest": -rest}[what]


def _sign(rest: str, known: Comparisons, lexicon: Lexicon) -> float:
    """What the rest of a comparison says of the one it is about."""
    how_much = measured(rest, lexicon)
    if how_much:
        return how_much
    total = sum(hit.weight for hit in hits(rest, lexicon))
    total = total or len(known.praised.findall(rest)) - len(known.blamed.findall(rest))
    return float((total > 0) - (total < 0))


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence or sentences around [start, end)."""
    begin = max((text.rfind(stop, 0, start) for stop in "。！？!?\n"), default=-1) + 1
    finish = min((at for stop in "。！？!?\n" if (at := text.find(stop, end)) >= 0), default=len(text))
    return begin, finish
