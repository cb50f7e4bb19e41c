"""The complaint words (lexicon.toml), compiled into one pattern."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from records.ids import version_of

_FILE = Path(__file__).with_name("lexicon.toml")
_WEIGHTS = {"grave": 2.0, "strong": 1.0, "weak": 0.5, "hint": 0.25}
_GAPS = {3: r"[^，。！？；!?;,\n]{0,10}?", 2: r"[^，。！？；!?;,\n]{0,4}?", 1: r"[^，。！？；!?;,\n]"}


@dataclass(frozen=True, slots=True)
class Word:
    """One entry: which type it speaks for and how much."""

    type_id: str
    weight: float
    """2 grave, 1 strong, 0.5 weak, 0.25 hint."""
    needs_setting: bool
    """Whether it is a word of everyday life that counts only in a consumer's setting."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All words and contexts, compiled."""

    severities: dict[str, float]
    """Where the severity of each type starts."""
    names: dict[str, tuple[str, str]]
    """Chinese and English name of each type."""
    pattern: re.Pattern[str]
    """All words; `words[int(lastgroup[1:])]` is the one that matched."""
    words: tuple[Word, ...]
    context: dict[str, re.Pattern[str]]
    """Named contexts: negation, hypothesis, resolved, ..."""
    version: str
    """Changes with every word."""


def _regex(entry: str) -> str:
    return "".join(_GAPS.get(len(part), "") if part.startswith(".") else re.escape(part) for part in _split(entry))


def _split(entry: str) -> list[str]:
    return [part for part in re.split(r"(\.{1,3})", entry) if part]


@cache
def lexicon() -> Lexicon:
    """The lexicon of this package, read once."""
    raw = _FILE.read_bytes()
    content = tomllib.loads(raw.decode("utf-8"))
    entries: dict[str, Word] = {}
    for type_id, table in content["types"].items():
        for level, weight in _WEIGHTS.items():
            for entry in table.get(level, ()):
                entries.setdefault(entry.removeprefix("~"), Word(type_id, weight, entry.startswith("~")))
    # Longer entries first, so that the more telling one is taken where two begin at the same character.
    ordered = sorted(entries, key=lambda entry: (-len(entry.replace(".", "")), entry))
    return Lexicon(
        severities={type_id: table["severity"] for type_id, table in content["types"].items()},
        names={type_id: (table["name_zh"], table["name_en"]) for type_id, table in content["types"].items()},
        pattern=_grouped(ordered),
        words=tuple(entries[entry] for entry in ordered),
        context={name: re.compile(regex) for name, regex in content["context"].items()},
        version=version_of(raw.hex()),
    )


def _grouped(ordered: list[str]) -> re.Pattern[str]:
    """One alternation, behind a look-ahead on the first characters that lets ordinary text pass quickly."""
    first = "".join(re.escape(character) for character in sorted({entry[0] for entry in ordered}))
    branches: dict[str, list[str]] = {}
    for at, entry in enumerate(ordered):
        branches.setdefault(entry[0], []).append(f"(?P<w{at}>{_regex(entry)})")
    body = "|".join(f"(?={re.escape(character)})(?:{'|'.join(group)})" for character, group in branches.items())
    return re.compile(f"(?=[{first}])(?:{body})")
