"""Named entities that matter to a brand: brands and products (linked elsewhere), persons, places, prices, dates."""

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter

from nlp.named.dates import dates
from nlp.named.entity import Entity, Kind
from nlp.named.names import names
from nlp.named.price import prices
from nlp.text.segment import Segmenter, segmenter
from records import Lexicon

__all__ = ["Entity", "Kind", "find"]


def find(
    texts: Sequence[str], *, linked: Sequence[Sequence[Entity]] = (), reader: Segmenter | None = None
) -> list[list[Entity]]:
    """The entities of each cleaned, simplified text in order, none overlapping another. Any string is answered.

    `linked` are brands and products of each text, from entity linking; where entities overlap, prices and dates come
    first, then those, then persons and places. `reader` keeps the user words of a lexicon whole.
    """
    tagged = (reader or segmenter(Lexicon())).tags(texts)
    given = linked or [()] * len(texts)
    return [
        _apart([*prices(text), *dates(text), *known, *names(text, words)])
        for text, known, words in zip(texts, given, tagged, strict=True)
    ]


def _apart(entities: list[Entity]) -> list[Entity]:
    """Those that overlap none before them, in the order of the text."""
    kept: list[Entity] = []
    for entity in entities:
        at = bisect_left(kept, entity.start, key=_start)
        is_free = (not at or kept[at - 1].end <= entity.start) and (at == len(kept) or entity.end <= kept[at].start)
        if is_free:
            kept.insert(at, entity)
    return kept


_start = attrgetter("start")
