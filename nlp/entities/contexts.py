"""Which places of a brand's names are the brand, where some of its names are ordinary words, too."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from nlp.entities.homonyms import Homonym, homonym, known_homonyms
from nlp.entities.terms import Hit, term_key
from records import LinkRule


class About(NamedTuple):
    """What is left of the places where a brand's names stand."""

    names: list[Hit]
    """The places where they are the brand."""
    words: list[Hit]
    """The context words that decided; none where a name needed none."""
    is_judged: bool
    """Whether only what stands around the names makes them the brand."""


class Contexts:
    """The ambiguous names of one rule, compiled when first met."""

    def __init__(self, rule: LinkRule) -> None:
        """See LinkRule.homonyms for which names are ambiguous."""
        self._rule = rule
        self._keys = _ambiguous(rule)

    def about(self, folded: str, names: Sequence[Hit]) -> About:
        """The places that are the brand in folded text, in order, and the words for it.

        One certain name settles it: the ambiguous ones beside it (小米 beside Redmi) are then the brand's as well, but
        for those inside longer words of another meaning (小米粥).
        """
        if not self._keys:
            return About(list(names), [], is_judged=False)
        places: dict[str, list[Hit]] = defaultdict(list)
        for place in names:
            places["".join(folded[place.start : place.end].split())].append(place)
        certain = [place for key, found in places.items() if key not in self._keys for place in found]
        doubtful = {key: found for key, found in places.items() if key in self._keys}
        if certain:
            kept = [place for key, found in doubtful.items() for place in self._judge(key).possible(folded, found)]
            return About(sorted({*certain, *kept}, key=lambda hit: hit.start), [], is_judged=False)
        verdicts = [self._judge(key).judge(folded, found) for key, found in doubtful.items()]
        kept = sorted((place for verdict in verdicts for place in verdict.places), key=lambda hit: hit.start)
        return About(kept, [word for verdict in verdicts for word in verdict.words], is_judged=True)

    def against(self, folded: str, names: Sequence[Hit]) -> list[Hit]:
        """The words for which the ambiguous names were taken as ordinary words."""
        keys = {"".join(folded[place.start : place.end].split()) for place in names} & self._keys
        return [word for key in sorted(keys) for word in self._judge(key).against(folded)]

    def _judge(self, key: str) -> Homonym:
        return homonym(key, self._rule.context_for, self._rule.context_against)


def _ambiguous(rule: LinkRule) -> frozenset[str]:
    if rule.homonyms is not None:
        return frozenset(map(term_key, rule.homonyms))
    has_context = bool(rule.context_for or rule.context_against)
    if rule.query is not None and not has_context:
        return frozenset()
    keys = frozenset(map(term_key, rule.aliases))
    known = keys & known_homonyms()
    return keys if has_context and not known else known
