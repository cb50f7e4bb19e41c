"""Kinds, themes, demands and causes of complaints (taxonomy.toml), compiled."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from nlp.complaints.lexicon import WordFinder
from nlp.text.edges import EDGES_VERSION
from records.ids import version_of

_FILE = Path(__file__).with_name("taxonomy.toml")
_WEIGHTS = {"strong": 1.0, "weak": 0.4}


class Name(NamedTuple):
    """What people call it."""

    chinese: str
    english: str


@dataclass(frozen=True, slots=True)
class Theme:
    """What a complaint is about, on the second level."""

    kind: str
    """Its class on the first level."""
    cause: str
    """The usual cause, where a text names none."""
    is_reaction: bool
    """Whether it says how the merchant answered, not what happened first."""


class ThemeWord(NamedTuple):
    """One word: the theme it speaks for and how much."""

    theme: str
    weight: float


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Everything of taxonomy.toml; names by id, in the order of the file."""

    kinds: Mapping[str, Name]
    """First level: the consumer associations' ten classes and personal information."""
    themes: Mapping[str, Name]
    """Second level."""
    demands: Mapping[str, Name]
    causes: Mapping[str, Name]
    base_points: Mapping[str, int]
    """Where the severity of each kind starts, of 100."""
    theme: Mapping[str, Theme]
    theme_of_type: Mapping[str, str]
    """The theme of a type of lexicon.toml where no theme's words stand in the text."""
    finder: WordFinder
    words: tuple[ThemeWord, ...]
    """The word that matched is `words[WordFinder.number(match)]`."""
    demand_words: Mapping[str, re.Pattern[str]]
    cause_words: Mapping[str, re.Pattern[str]]
    """From the most telling cause to the least."""
    factors: Mapping[str, re.Pattern[str]]
    """What makes a complaint grave: injury, hazard, vulnerable, repeated, reach, ...; and `wish`."""
    version: str
    """Changes with every word."""


@cache
def taxonomy() -> Taxonomy:
    """The taxonomy of this package, read once."""
    raw = _FILE.read_bytes()
    content = tomllib.loads(raw.decode("utf-8"))
    entries = _words(content["themes"])
    # Longer entries first, so that the more telling one is taken where two begin at the same character.
    ordered = sorted(entries, key=lambda entry: (-len(entry.replace(".", "")), entry))
    return Taxonomy(
        kinds=_names(content["kinds"]),
        themes=_names(content["themes"]),
        demands=_names(content["demands"]),
        causes=_names(content["causes"]),
        base_points={name: table["severity"] for name, table in content["kinds"].items()},
        theme={
            name: Theme(table["kind"], table["cause"], table.get("reaction", False))
            for name, table in content["themes"].items()
        },
        theme_of_type=content["types"],
        finder=WordFinder(ordered, content["harmless"]["words"], most_bounded=0),
        words=tuple(entries[entry] for entry in ordered),
        demand_words=_patterns(content["demands"]),
        cause_words=_patterns(content["causes"]),
        factors={name: re.compile(regex) for name, regex in content["severity"].items()},
        version=version_of(raw.hex(), EDGES_VERSION),
    )


def _words(themes: Mapping[str, Any]) -> dict[str, ThemeWord]:
    entries: dict[str, ThemeWord] = {}
    for name, table in themes.items():
        for level, weight in _WEIGHTS.items():
            for entry in table.get(level, ()):
                entries.setdefault(entry, ThemeWord(name, weight))
    return entries


def _names(tables: Mapping[str, Any]) -> dict[str, Name]:
    return {name: Name(table["name_zh"], table["name_en"]) for name, table in tables.items()}


def _patterns(tables: Mapping[str, Any]) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(table["words"]) for name, table in tables.items() if "words" in table}
