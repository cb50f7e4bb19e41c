"""Whether a brand's name that is an ordinary word too means the brand where it stands (苹果 the maker, or the fruit).

The evidence is summed as log-odds, in nats, and the name is the brand where the sum is above 0:

    score = level of the name                          how often it is the brand, before anything else is read
          + sum over words around it of weight * nearness * share
          + what stands directly before and after it   a verb of buying, a model (理想L9), an @, a #; three books (三本)

Words around it are the name's own (people, products), those of its trades, those of any trade, and those of the other
meaning; within a kind the strongest counts in full, the next .6, then .36, ... A name inside a longer word of the other
meaning (小米粥) is never the brand. All words and weights are in homonyms.toml.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from nlp.entities.beside import beside
from nlp.entities.terms import Hit, term_key
from nlp.entities.words import Found, WordList
from records.ids import version_of

_FILE = Path(__file__).with_name("homonyms.toml")
_RULES = "1"
"""Raised when the way of weighing changes; changed words and weights change the version by themselves."""

_WINDOW, _NEAR, _ADJACENT = 120, 25, 2
"""Characters on each side that are looked at; up to which a word is near, and adjacent."""
_NEARNESS = (1.5, 1.0, 0.5)
"""What an adjacent, a near and a farther word count."""
_SHARE = 0.6
"""How much less each further word of one kind counts than the one before: they tend to say the same."""
_SINGLE = 0.6
"""What a word of one character counts: it may be a piece of another word."""
_MOST_PLACES = 50
"""Places of a name judged in one text; who repeats it more often says nothing new."""


class Verdict(NamedTuple):
    """What was found about one name in one text."""

    places: list[Hit]
    """Where the name is the brand."""
    words: list[Hit]
    """The words that speak for it there."""


class _Word(NamedTuple):
    kind: str
    weight: float


class _Cue(NamedTuple):
    kind: str
    weight: float
    found: Found


class Homonym:
    """One ambiguous name with its contexts."""

    def __init__(
        self, name: str, level: float, weights: Mapping[str, float], words: Mapping[str, str], never: Iterable[str]
    ) -> None:
        """`words`: the kind of each context word; `never`: longer words that hold the name and are not the brand."""
        self._level, self._weights = level, weights
        key = term_key(name)
        around = {word: kind for word, kind in words.items() if term_key(word) not in key}
        self._words = {term_key(word): _Word(kind, _weight(word, weights[kind])) for word, kind in around.items()}
        self._list = WordList(around)
        self._never: dict[tuple[int, int], set[str]] = defaultdict(set)
        for phrase in map(term_key, never):
            at = phrase.find(key)
            while at >= 0:
                self._never[at, len(phrase)].add(phrase)
                at = phrase.find(key, at + 1)

    def judge(self, folded: str, places: Sequence[Hit]) -> Verdict:
        """Which of the places of the name in a folded text are the brand, and the words that decided."""
        taken: list[Hit] = []
        words: dict[Hit, None] = {}
        for place in self.possible(folded, places[:_MOST_PLACES]):
            cues = self._cues(folded, place)
            if self._level + beside(folded, place, self._weights) + _sum(cues.values()) > 0:
                taken.append(place)
                words.update({Hit(*cue.found): None for cue in cues.values() if cue.weight > 0})
        return Verdict(taken, list(words))

    def possible(self, folded: str, places: Sequence[Hit]) -> list[Hit]:
        """The places that are no pieces of longer words of another meaning."""
        return [place for place in places if not self._is_other(folded, place)]

    def against(self, folded: str) -> list[Hit]:
        """The words of the other meaning in a folded text."""
        found = self._list.find(folded, 0, len(folded))
        return [Hit(*each) for each in found if self._words[each.word].weight < 0]

    def _is_other(self, folded: str, place: Hit) -> bool:
        """Whether the name is a piece of a longer word or phrase that is not the brand."""
        return any(
            place.start >= offset and folded[place.start - offset : place.start - offset + length] in phrases
            for (offset, length), phrases in self._never.items()
        )

    def _cues(self, folded: str, place: Hit) -> dict[str, _Cue]:
        """The context words around a place: each once, where it counts most."""
        cues: dict[str, _Cue] = {}
        for found in self._list.find(folded, max(0, place.start - _WINDOW), min(len(folded), place.end + _WINDOW)):
            kind, weight = self._words[found.word]
            gap = max(found.start - place.end, place.start - found.end)
            weight *= _NEARNESS[0] if 0 <= gap <= _ADJACENT else _NEARNESS[1] if gap <= _NEAR else _NEARNESS[2]
            if found.word not in cues or abs(weight) > abs(cues[found.word].weight):
                cues[found.word] = _Cue(kind, weight, found)
        return cues


def _sum(cues: Iterable[_Cue]) -> float:
    """The weights of each kind, the strongest in full and each further one at a share of the one before."""
    kinds: dict[str, list[float]] = defaultdict(list)
    for cue in cues:
        kinds[cue.kind].append(cue.weight)
    total = 0.0
    for weights in kinds.values():
        share = 1.0
        for weight in sorted(weights, key=abs, reverse=True):
            total += share * weight
            share *= _SHARE
    return total


def _weight(word: str, full: float) -> float:
    return full if len(word) > 1 else full * _SINGLE


@cache
def _table() -> dict[str, Any]:
    content: dict[str, Any] = tomllib.loads(_FILE.read_text("utf-8"))
    content["names"] = {term_key(name): entry for name, entry in content["names"].items()}
    return content


@cache
def homonyms_version() -> str:
    """The version of the table and of the way of weighing."""
    return version_of(_RULES, _FILE.read_bytes().hex())


def known_homonyms() -> frozenset[str]:
    """Keys (terms.term_key) of the names that the table knows to be ordinary words, too."""
    return frozenset(_table()["names"])


@lru_cache(maxsize=1024)
def homonym(name: str, context_for: tuple[str, ...] = (), context_against: tuple[str, ...] = ()) -> Homonym:
    """The judge of one name: the table's contexts, if it knows the name, with those given; given ones win."""
    table = _table()
    entry = table["names"].get(term_key(name), {})
    weights = dict(table["weights"])
    if entry.get("is_traded"):
        weights |= {kind: weights[kind] * weights["traded"] for kind in ("generic", "verb", "unit")}
    words = _kinds(entry) | dict.fromkeys(context_for, "own") | dict.fromkeys(context_against, "against")
    return Homonym(name, table["levels"][entry.get("level", "even")], weights, words, entry.get("never", ()))


def _kinds(entry: Mapping[str, Any]) -> dict[str, str]:
    """The kind of each word around a name of the table; other names of its trades count as words of trade."""
    table, trades = _table(), entry.get("categories", ())
    rivals = (name for name, other in table["names"].items() if not set(trades).isdisjoint(other["categories"]))
    words = dict.fromkeys((*table["generic"]["for"], *rivals), "generic")
    words |= {word: "category" for trade in trades for word in table["categories"][trade]["words"]}
    return words | dict.fromkeys(entry.get("for", ()), "own") | dict.fromkeys(entry.get("against", ()), "against")
