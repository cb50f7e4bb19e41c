"""All names of all brands and products found in one scan; the longest name wins."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from nlp.entities.terms import term_key, term_pattern, term_regex
from nlp.text.edges import is_chinese, is_name


class Owner(NamedTuple):
    """A brand, or one of its products."""

    brand_id: str
    product_id: str | None = None


class AliasHit(NamedTuple):
    """An owner's name at a place of the scanned text."""

    owner: Owner
    start: int
    end: int


class AliasFinder:
    """Finds names in folded text.

    A name inside a longer known name counts only when the longer one belongs to the same brand: 青禾 in 青禾桃桃乌龙
    (a product of 青禾) names the brand, 小米 in 小米粥铺 (another brand) does not. A Chinese name must also be a word
    where it stands: 西湖 in 陕西湖北 names nothing.
    """

    def __init__(self, aliases: Mapping[Owner, tuple[str, ...]]) -> None:
        self._owners: dict[str, list[Owner]] = defaultdict(list)
        spellings: dict[str, str] = {}
        for owner, names in aliases.items():
            for name in names:
                key = term_key(name)
                if key and owner not in self._owners[key]:
                    self._owners[key].append(owner)
                    spellings.setdefault(key, name)
        self._inner = {key: self._names_inside(key, spellings) for key in spellings}
        self._pattern = _one_pattern(spellings)

    def _names_inside(self, key: str, spellings: Mapping[str, str]) -> list[tuple[Owner, int, int]]:
        """Owners named within a longer name of the same brand, with the place in white-space-free characters."""
        brands = {owner.brand_id for owner in self._owners[key]}
        inside = []
        for shorter, name in spellings.items():
            if len(shorter) < len(key) and (match := term_pattern(name).search(key)):
                owners = [owner for owner in self._owners[shorter] if owner.brand_id in brands]
                inside += [(owner, match.start(), match.end()) for owner in owners]
        return inside

    def find(self, folded: str) -> Iterator[AliasHit]:
        """Every name in a folded text, in order."""
        at = 0
        while self._pattern and (match := self._pattern.search(folded, at)):
            hits = list(self._hits(match))
            if _stands(folded, match.start(), match.end()):
                yield from hits
                at = match.end()
            else:
                # The search goes on within the longest name; only a shorter one that begins with it would be missed.
                yield from (hit for hit in hits if hit.start == match.start() and _stands(folded, hit.start, hit.end))
                at = match.start() + 1

    def _hits(self, match: re.Match[str]) -> Iterator[AliasHit]:
        """The owners of a name found, then those of the names inside it."""
        key = "".join(match.group().split())
        for owner in self._owners[key]:
            yield AliasHit(owner, match.start(), match.end())
        for owner, start, end in self._inner[key]:
            yield AliasHit(owner, *_with_blanks(match.group(), match.start(), start, end))


def _stands(folded: str, start: int, end: int) -> bool:
    """Whether a name is one where it stands; what Latin letters and digits need around them is in the pattern."""
    return not is_chinese("".join(folded[start:end].split())) or is_name(folded, start, end)


def _with_blanks(piece: str, offset: int, start: int, end: int) -> tuple[int, int]:
    solid = [at for at, character in enumerate(piece) if not character.isspace()]
    return offset + solid[start], offset + solid[end - 1] + 1


def _one_pattern(spellings: Mapping[str, str]) -> re.Pattern[str] | None:
    """One alternation, longest first, grouped by first character behind a look-ahead that skips quickly."""
    if not spellings:
        return None
    groups: dict[str, list[str]] = defaultdict(list)
    for key in sorted(spellings, key=lambda key: (-len(key), key)):
        groups[key[0]].append(term_regex(spellings[key]))
    first = "".join(re.escape(character) for character in sorted(groups))
    branches = "|".join(
        f"(?={re.escape(character)})(?:{'|'.join(group)})" for character, group in sorted(groups.items())
    )
    return re.compile(f"(?=[{first}])(?:{branches})")
