"""The complaint words (lexicon.toml), compiled."""

import re
import tomllib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nlp.complaints.beginnings import Pairs
from nlp.text.edges import EDGES_VERSION, is_chinese, is_word
from records.ids import version_of

_FILE = Path(__file__).with_name("lexicon.toml")
_WEIGHTS = {"grave": 2.0, "strong": 1.0, "weak": 0.5, "hint": 0.25}
_MAX_BOUNDED = 3
"""Characters up to which a word turns up by chance where one word ends and the next begins."""
_GAPS = {3: r"[^，。！？；!?;,\n]{0,10}?", 2: r"[^，。！？；!?;,\n]{0,4}?", 1: r"[^，。！？；!?;,\n]"}


@dataclass(frozen=True, slots=True)
class Word:
    """One entry: which type it speaks for and how much."""

    type_id: str
    weight: float
    """2 grave, 1 strong, 0.5 weak, 0.25 hint."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All words and contexts, compiled."""

    names: dict[str, tuple[str, str]]
    """Chinese and English name of each type, the gravest first."""
    finder: "WordFinder"
    """Finds all words."""
    words: tuple[Word, ...]
    """The word that matched is `words[WordFinder.number(match)]`."""
    context: dict[str, re.Pattern[str]]
    """Named contexts: negation, hypothesis, resolved, ..."""
    version: str
    """Changes with every word."""


class WordFinder:
    """All words of the lexicon from left to right, none overlapping: what one great alternation would find.

    One small pattern a first character, tried only where the two characters begin a word: trying all in turn costs
    many times as much. A short word must be one where it stands (跑路 is none in 虎跑路); what begins within a word
    refused is found nevertheless.
    """

    def __init__(
        self, entries: Sequence[str], harmless: Collection[str] = (), *, most_bounded: int = _MAX_BOUNDED
    ) -> None:
        """Where two entries begin at the same character, the one that comes first is taken.

        `harmless` words take up their characters and are not reported. Words of up to `most_bounded` characters must
        be words where they stand; asking costs more than finding, so 0 suits texts known to be of the matter.
        """
        branches: dict[str, list[str]] = {}
        for word in sorted(harmless, key=len, reverse=True):
            branches.setdefault(word[0], []).append(f"(?:{re.escape(word)})")
        for at, entry in enumerate(entries):
            branches.setdefault(entry[0], []).append(f"(?P<w{at}>{_regex(entry)})")
        self._pairs = Pairs(word[:2] for word in (*entries, *harmless))
        self._patterns = {character: re.compile("|".join(group)) for character, group in branches.items()}
        self._is_bounded = [len(entry) <= most_bounded and is_chinese(entry) for entry in entries]

    def find(self, text: str, starts: Sequence[int]) -> Iterator[re.Match[str]]:
        """The matches in order; `starts` are the places where one may begin (`starts_of`), or more."""
        end = 0
        for at in starts:
            match = self._patterns[text[at]].match(text, at) if at >= end else None
            if match and self._stands(text, match):
                end = match.end()
                if match.lastgroup:
                    yield match

    def occurs(self, text: str, starts: Sequence[int]) -> bool:
        """Whether any word occurs, be it as a piece of others."""
        return any(self._patterns[text[at]].match(text, at) for at in starts)

    def starts_of(self, texts: Sequence[str]) -> list[list[int]]:
        """Where in each text a word may begin."""
        return self._pairs.places_in(texts)

    def _stands(self, text: str, match: re.Match[str]) -> bool:
        is_bounded = match.lastgroup is not None and self._is_bounded[self.number(match)]
        return not is_bounded or is_word(text, match.start(), match.end())

    @staticmethod
    def number(match: re.Match[str]) -> int:
        """Which entry matched."""
        return int((match.lastgroup or "w0")[1:])


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
                entries.setdefault(entry, Word(type_id, weight))
    # Longer entries first, so that the more telling one is taken where two begin at the same character.
    ordered = sorted(entries, key=lambda entry: (-len(entry.replace(".", "")), entry))
    return Lexicon(
        names={type_id: (table["name_zh"], table["name_en"]) for type_id, table in content["types"].items()},
        finder=WordFinder(ordered, content["harmless"]["words"]),
        words=tuple(entries[entry] for entry in ordered),
        context={name: re.compile(regex) for name, regex in content["context"].items()},
        version=version_of(raw.hex(), EDGES_VERSION),
    )
