"""The intent words (words.toml), compiled."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nlp.entities.terms import term_key
from nlp.entities.words import WordList
from records.ids import version_of

_FILE = Path(__file__).with_name("words.toml")
_WEIGHTS = {"strong": 1.0, "plain": 0.5, "weak": 0.3}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All words, and what each speaks for."""

    intents: tuple[str, ...]
    """Names of the intents, in the order of the file, then of the signs."""
    foremost_count: int
    """How many of them are intents, which can be the foremost of a text; signs cannot."""
    words: WordList
    """Finds all words."""
    weights: dict[str, tuple[tuple[int, float], ...]]
    """(position of the intent, weight) of each word, by its key."""
    not_after: tuple[frozenset[str], ...]
    """For each intent the characters that turn its words round when they stand right before."""
    turned: tuple[int | None, ...]
    """The intent for which a word so turned counts."""
    unless: tuple[int | None, ...]
    """The intent beside which one is taken for absent."""
    version: str
    """Changes with every word."""


@cache
def lexicon() -> Lexicon:
    """The lexicon of this package, read once."""
    raw = _FILE.read_bytes()
    content = tomllib.loads(raw.decode("utf-8"))
    tables = {**content["intents"], **content["signs"]}
    intents = tuple(tables)
    weights: dict[str, dict[int, float]] = {term_key(word): {} for word in content["harmless"]["words"]}
    for at, table in enumerate(tables.values()):
        for level, weight in _WEIGHTS.items():
            for word in table.get(level, ()):
                weights.setdefault(term_key(word), {}).setdefault(at, weight)
    return Lexicon(
        intents=intents,
        foremost_count=len(content["intents"]),
        words=WordList(weights),
        weights={word: tuple(each.items()) for word, each in weights.items()},
        not_after=tuple(frozenset(table.get("not_after", "")) for table in tables.values()),
        turned=tuple(_named(intents, table.get("turned")) for table in tables.values()),
        unless=tuple(_named(intents, table.get("unless")) for table in tables.values()),
        version=version_of(raw.hex()),
    )


def _named(intents: tuple[str, ...], name: str | None) -> int | None:
    return None if name is None else intents.index(name)
