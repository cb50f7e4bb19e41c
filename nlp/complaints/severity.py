"""How grave a complaint is: points of 100 for each factor, with the words that brought them.

Factors and their order follow what product-safety and complaint-handling practice asks first (ISO 10002, 7.3: severity,
safety implication, complexity, impact, need for immediate action): harm, then money, who is hit, how often, how far it
may spread. The points are this project's own, set by hand; nothing was fitted.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from nlp.complaints.evidence import told
from nlp.complaints.kinds import Theme
from nlp.complaints.lexicon import Lexicon
from nlp.complaints.money import amounts
from nlp.complaints.taxonomy import Taxonomy

MOST = 100
"""Points of the gravest complaint; what goes beyond is cut."""

_WORD, _WORDS = 3, 12
"""Points of each strong word after the first, and of all of them at most."""
_FACTORS = {
    "injury": 25,
    "illness": 15,
    "hazard": 15,
    "vulnerable": 8,
    "repeated": 8,
    "mass": 6,
    "reach": 8,
    "intense": 4,
}
_HARM, _HARM_MOST = ("injury", "illness", "hazard"), 35
_AGAIN = 4
"""Further points when a text tells of repetition in two ways (投诉三次, 至今)."""
_MONEY = ((100, 4), (1_000, 8), (10_000, 12), (100_000, 16))
"""Points from which sum of yuan on; sums of one text are not added up, they are often the same money."""
_READERS, _AUDIENCE_STEP, _AUDIENCE_MOST = 1_000, 3, 12
"""Followers, and fifty times the shares, from which an audience counts; points for each tenfold; at most."""
_SHARE_WORTH = 50


class Audience(NamedTuple):
    """Who may read it; None where nobody has counted."""

    follower_count: int | None = None
    share_count: int | None = None


class Factor(NamedTuple):
    """One thing that makes a complaint grave."""

    code: str
    """kind, words, injury, illness, hazard, money, vulnerable, repeated, mass, reach, intense or audience."""
    points: int
    places: tuple[tuple[int, int], ...]
    """Its words in the text; none where the title or the audience says it."""


def factors(
    lexicon: Lexicon,
    taxonomy: Taxonomy,
    text: str,
    title: str,
    *,
    theme: Theme,
    telling: Sequence[tuple[int, int]],
    audience: Audience,
) -> list[Factor]:
    """The factors of a complaint about `theme`; `telling` are the places of its strong words."""
    found = [Factor("kind", taxonomy.base_points[theme.kind], theme.places)]
    if len(telling) > 1:
        found.append(Factor("words", min(_WORDS, _WORD * (len(telling) - 1)), tuple(telling[1:])))
    found += _told(lexicon, taxonomy, text, title)
    found += _money(text, title)
    readers = max(audience.follower_count or 0, _SHARE_WORTH * (audience.share_count or 0))
    if readers >= _READERS:
        tenfolds = 1 + math.floor(math.log10(readers / _READERS))
        found.append(Factor("audience", min(_AUDIENCE_MOST, _AUDIENCE_STEP * tenfolds), ()))
    return found


def points(found: Sequence[Factor]) -> int:
    """The sum of all factors, at most MOST."""
    return min(MOST, sum(factor.points for factor in found))


def _told(lexicon: Lexicon, taxonomy: Taxonomy, text: str, title: str) -> list[Factor]:
    found, harm = [], 0
    for code, worth in _FACTORS.items():
        places = tuple(told(lexicon, taxonomy.factors[code], text))
        if not places and not (title and any(told(lexicon, taxonomy.factors[code], title))):
            continue
        if code in _HARM:
            worth = min(worth, _HARM_MOST - harm)
            harm += worth
        elif code == "repeated" and len({text[start:end] for start, end in places}) > 1:
            worth += _AGAIN
        found.append(Factor(code, worth, places))
    return found


def _money(text: str, title: str) -> list[Factor]:
    inside = amounts(text)
    most = max((amount.yuan for amount in (*inside, *amounts(title))), default=0.0)
    worth = max((worth for least, worth in _MONEY if most >= least), default=0)
    if not worth:
        return []
    return [Factor("money", worth, tuple((start, end) for yuan, start, end in inside if yuan == most))]
