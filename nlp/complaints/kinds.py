"""What a complaint is about, what is demanded, and why it came to it: the taxonomy applied to one text."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nlp.complaints.evidence import DISCOUNT, clauses, is_denied, is_supposed, within
from nlp.complaints.lexicon import Lexicon
from nlp.complaints.taxonomy import Taxonomy

UNKNOWN = "unknown"
"""The cause nobody told."""

_URGENT = {"safety": 1.5, "privacy": 1.2, "dignity": 1.2}
"""Harm outweighs the fault that did it: 变速箱脱挡动力消失 is about safety."""
_REACTION = 0.5
"""What happened names the theme, not how the merchant answered, where both are told."""
_TITLE = 2.0
"""A title says what the complaint is about."""
_KIN = 0.25
"""Share of the weight of its kind's other themes that speaks for a theme."""
_WISH_REACH = 24
"""Characters after a wish (要求, 希望) within which what is wished for is named."""
_LATER_REACH = 8
"""Characters at the beginning of a clause after a wish within which a further thing wished for is named."""
_ENDS = "。！？!?~"
"""Signs that end a sentence, and with it a wish."""
_GENERAL = "solution"
"""The demand of those who name none other."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The theme found, its kind, and the places of its words in the text (not of those in the title)."""

    kind: str
    name: str
    places: tuple[tuple[int, int], ...]


def theme_of(lexicon: Lexicon, taxonomy: Taxonomy, text: str, title: str, type_id: str, starts: Sequence[int]) -> Theme:
    """The theme whose words weigh most in text and title; that of the complaint's type where none stand there.

    `starts` are the places of the text where words of the taxonomy may begin.
    """
    weights: dict[str, float] = defaultdict(float)
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    headline = taxonomy.finder.starts_of([title])[0] if title else []
    for part, factor, begun in ((text, 1.0, starts), (title, _TITLE, headline)):
        best: dict[str, tuple[str, float]] = {}
        for name, word, weight, start in _words(lexicon, taxonomy, part, begun):
            if weight > best.get(word, ("", 0.0))[1]:
                best[word] = (name, weight)
            if part is text and weight > DISCOUNT:
                places[name].append((start, start + len(word)))
        for name, weight in best.values():
            weights[name] += weight * factor
    name = _heaviest(taxonomy, weights) if weights else taxonomy.theme_of_type[type_id]
    return Theme(taxonomy.theme[name].kind, name, tuple(places[name]))


def _words(
    lexicon: Lexicon, taxonomy: Taxonomy, text: str, starts: Sequence[int]
) -> Iterator[tuple[str, str, float, int]]:
    """Theme, word, weight and place of each word that is not denied."""
    for start, clause in clauses(text):
        for match in taxonomy.finder.find(clause, within(starts, start, start + len(clause))):
            before = clause[: match.start()]
            if is_denied(lexicon, before):
                continue
            name, weight = taxonomy.words[taxonomy.finder.number(match)]
            factor = DISCOUNT if is_supposed(lexicon, before) else 1.0
            yield name, match.group(), weight * factor, start + match.start()


def _heaviest(taxonomy: Taxonomy, weights: dict[str, float]) -> str:
    """The theme with most weight of its own and of its kin; the first of taxonomy.toml where two are even."""
    of_kind: dict[str, float] = defaultdict(float)
    own: dict[str, float] = {}
    for name, weight in weights.items():
        theme = taxonomy.theme[name]
        own[name] = weight * _URGENT.get(theme.kind, 1.0) * (_REACTION if theme.is_reaction else 1.0)
        of_kind[theme.kind] += own[name]
    order = {name: at for at, name in enumerate(taxonomy.themes)}
    total = {name: weight + _KIN * (of_kind[taxonomy.theme[name].kind] - weight) for name, weight in own.items()}
    return min(total, key=lambda name: (-total[name], order[name]))


def demands_of(lexicon: Lexicon, taxonomy: Taxonomy, text: str) -> tuple[str, ...]:
    """What the author asks for, in the order of taxonomy.toml; `solution` alone where only that is asked.

    Asked is what stands after a wish (要求, 希望, ...) in its clause, or begins a later clause of the same sentence.
    """
    asked: set[str] = set()
    is_wishing = False
    for _, clause in clauses(text):
        wishes = [at for at in _wishes(taxonomy, clause) if not is_denied(lexicon, clause[: at[0]])]
        heard = [clause[end : end + _WISH_REACH] for _, end in wishes]
        if is_wishing and not wishes:
            heard.append(clause[:_LATER_REACH])
        for words in heard:
            asked.update(_demands_in(lexicon, taxonomy, words))
        is_wishing = bool(heard) and clause[-1] not in _ENDS
    if len(asked) > 1:
        asked.discard(_GENERAL)
    return tuple(name for name in taxonomy.demands if name in asked)


def _wishes(taxonomy: Taxonomy, clause: str) -> list[tuple[int, int]]:
    return [match.span() for match in taxonomy.factors["wish"].finditer(clause)]


def _demands_in(lexicon: Lexicon, taxonomy: Taxonomy, words: str) -> Iterator[str]:
    for name, pattern in taxonomy.demand_words.items():
        match = pattern.search(words)
        if match and not is_denied(lexicon, words[: match.start()]):
            yield name


def cause_of(taxonomy: Taxonomy, text: str, theme: str) -> str | None:
    """Why it came to it, as the text tells or as is usual for the theme; None where neither says so."""
    for name, words in taxonomy.cause_words.items():
        if words.search(text):
            return name
    usual = taxonomy.theme[theme].cause
    return None if usual == UNKNOWN else usual
