"""The rules' data (lexicon.toml, frames.toml, asides.toml), compiled and read once."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from records.ids import version_of

_FOLDER = Path(__file__).parent
_FILES = ("lexicon.toml", "frames.toml", "asides.toml")
LUKEWARM = 0.3
"""Weight of a word of indifference that leans to one side."""
_LEVELS = {"strong": 2.0, "plain": 1.0, "weak": 0.5}
_SIGNS = {"positive": 1.0, "negative": -1.0, "neutral": 0.0}


@dataclass(frozen=True, slots=True)
class Frame:
    """A construction that judges as a whole."""

    name: str
    pattern: re.Pattern[str]
    weight: float
    """For (+) or against (-)."""
    is_silencing: bool
    """Whether the words inside the match no longer count by themselves."""
    is_indifferent: bool
    """Whether it says that something is neither good nor bad."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything the rules know."""

    words: re.Pattern[str]
    """Any opinion word, the longest at its place."""
    polarity: Mapping[str, float]
    """Word -> weight; 0 says that something is neither good nor bad."""
    singles: re.Pattern[str]
    """One character with a degree beside it; see `single_polarity`."""
    single_polarity: Mapping[str, float]
    """Character -> weight where a degree stands beside it."""
    excessive: frozenset[str]
    """Characters of which too much is a fault."""
    grown: frozenset[str]
    """Characters that blame only where a degree follows: 薄得, 热死了."""
    harmless: frozenset[str]
    """Longer words that hold an opinion word and judge nothing (投诉电话)."""
    unturned: frozenset[str]
    """Words that tell nothing when negated."""
    lexical: re.Pattern[str]
    """Words that hold a negating character and negate nothing."""
    negators: re.Pattern[str]
    """What turns the next judgement round; group `far` reaches across the clause, group `near` a few characters."""
    marks: re.Pattern[str]
    """Platform expressions and emoji."""
    mark_polarity: Mapping[str, float]
    """Expression name or emoji -> weight; 0 where it is ironic."""
    keys: re.Pattern[str]
    """What a frame needs: tried first, as it is quick."""
    frames_of: Mapping[str, tuple[Frame, ...]]
    """Key -> its frames."""
    asks: re.Pattern[str]
    states: re.Pattern[str]
    reports: re.Pattern[str]
    """Asks for facts; states facts; tells what somebody said."""
    past: re.Pattern[str]
    hearsay: re.Pattern[str]
    turn: re.Pattern[str]
    claim: re.Pattern[str]
    """A clause about how it used to be or to seem; about what others say; about how it turned out; quoted words."""
    always: re.Pattern[str]
    """Words that no weights were trained on (slang), or that say neither: short texts with them are always read."""
    attributes: Mapping[str, str]
    """What is measured (`good`, `bad`) and how much (`more`, `less`), as alternations."""
    version: str
    """Changes with every character of the data."""


@cache
def lexicon() -> Lexicon:
    """The lexicon of this package."""
    raw = [(_FOLDER / name).read_text("utf-8") for name in _FILES]
    content: dict[str, Any] = {}
    for part in raw:
        content |= tomllib.loads(part)
    polarity = _polarity(content)
    single, negation, weights = content["single"], content["negation"], content["weights"]
    mark_polarity = _mark_polarity(content["marks"])
    frames_of = _frames_of(content["frame"])
    neutral = content["neutral"]
    return Lexicon(
        words=re.compile(_any_of({*polarity, *content["words"]["harmless"]})),
        polarity=polarity,
        singles=re.compile(_single_pattern(single)),
        single_polarity=_single_polarity(single),
        excessive=frozenset(single["excessive"]),
        grown=frozenset(single["grown"]) - frozenset(single["negative"]),
        harmless=frozenset(content["words"]["harmless"]),
        unturned=frozenset(negation["unturned"]),
        lexical=re.compile("|".join([*negation["lexical_patterns"], _any_of(negation["lexical"])])),
        negators=re.compile(f"(?P<far>{_any_of(negation['far'])})|(?P<near>{_any_of(negation['near'])})"),
        marks=re.compile(rf"\[(?P<name>[\w\-]{{1,16}})\]|(?P<emoji>[{''.join(_emoji(content['marks']))}])"),
        mark_polarity=mark_polarity,
        keys=re.compile(_any_of(frames_of)),
        frames_of=frames_of,
        asks=re.compile("|".join(neutral["asks"])),
        states=re.compile("|".join(neutral["states"])),
        reports=re.compile(neutral["reports"]),
        past=re.compile(weights["past"]),
        hearsay=re.compile(weights["hearsay"]),
        turn=re.compile(weights["turn"]),
        claim=re.compile(weights["claim"]),
        always=re.compile(
            _any_of({*(entry["word"] for entry in content["slang"]), *content["words"]["neutral"]["strong"]})
        ),
        attributes=content["attributes"],
        version=version_of(*raw),
    )


def _polarity(content: Mapping[str, Any]) -> dict[str, float]:
    words = content["words"]
    found = {
        word: _SIGNS[side] * _LEVELS[level]
        for side in _SIGNS
        for level, entries in words[side].items()
        for word in entries
    }
    for side, entries in words["lukewarm"].items():
        found |= dict.fromkeys(entries, _SIGNS[side] * LUKEWARM)
    return found | {entry["word"]: float(entry["weight"]) for entry in content["slang"]}


def _single_pattern(single: Mapping[str, str]) -> str:
    characters = "".join(sorted({*single["positive"], *single["negative"], *single["excessive"]}))
    return (
        f"(?P<excess>{single['excess']})(?P<much>[{characters}])(?![\\u4e00-\\u9fff]?[店家])"
        f"|(?:{single['before']})(?P<weighed>[{characters}])(?=[了的，。！!~～得]|$)"
        f"|(?:不会?|没有?)(?P<spared>[{single['spared']}])(?![忘心])"
        f"|(?P<grown>[{characters}])(?:{single['after']})"
    )


def _single_polarity(single: Mapping[str, str]) -> dict[str, float]:
    blamed = "".join(single[name] for name in ("negative", "spared", "grown"))
    return dict.fromkeys(blamed, -1.0) | dict.fromkeys(single["positive"], 1.0)


def _mark_polarity(marks: Mapping[str, Any]) -> dict[str, float]:
    signs = {"positive": 1.5, "negative": -1.5, "ironic": 0.0}
    return {
        mark: sign for side, sign in signs.items() for mark in (*marks[side], *marks[f"emoji_{side}"]) if mark.strip()
    }


def _emoji(marks: Mapping[str, Any]) -> list[str]:
    return sorted({*marks["emoji_positive"], *marks["emoji_negative"], *marks["emoji_ironic"]})


def _frames_of(entries: Iterable[Mapping[str, Any]]) -> dict[str, tuple[Frame, ...]]:
    found: dict[str, tuple[Frame, ...]] = {}
    for entry in entries:
        frame = Frame(
            entry["name"],
            re.compile(entry["pattern"]),
            float(entry["weight"]),
            is_silencing=entry.get("silences", False),
            is_indifferent=entry.get("indifferent", False),
        )
        for key in entry["keys"]:
            found[key] = (*found.get(key, ()), frame)
    return found


def _any_of(words: Iterable[str]) -> str:
    """An alternation of literal words, the longest first, grouped by first character so that few are tried a place."""
    branches: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        branches.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in sorted(branches.items()))
