"""How much each clause counts for the text as a whole: 虽然贵，但是好用 praises, and a tale is judged by its end."""

from collections.abc import Sequence
from typing import NamedTuple

from nlp.directed.lexicon import Lexicon
from nlp.text.clauses import Clause

HEARD = 0.9
"""Least weight of a clause that must be covered by evidence for the rules to be trusted."""

_ROLES = {"concession": 0.2, "condition": 0.2, "exception": -0.5, "question": 1.0, "contrast": 1.5, "plain": 1.0}
"""Weight by role. What is excepted speaks for the rest: 除了贵 is praise."""
_BEFORE_CONTRAST = 0.4
"""What remains of the sentence before 但是."""
_BEFORE_TURN, _TURNED = 0.3, 1.4
"""What remains of all before 结果 or 没想到, and what follows counts for."""
_PAST = 0.3
"""What used to be or to seem (刚开始, 本来), as far as the sentence goes; and what others say, in its clause."""
_FLAW = 0.7
"""A flaw added to praise: 就是有点小."""
_CLAIMED = 0.2
"""What is quoted."""
_OPENING = frozenset(("就是", "只是", "只不过", "唯一", "缺点", "美中不足", "唯独"))
"""Contrasts that add a flaw to praise rather than take it back."""
_STOPS = "。！？!?\n"


class Weighed(NamedTuple):
    """What the clauses of a text are to each other."""

    weights: list[float]
    """Of each clause."""
    turn_count: int
    """Contrasts and turns found."""
    outcome: int
    """Where a tale that began with how things were or seemed tells how they turned out; 0 for no such tale."""


def weigh(text: str, clauses: Sequence[Clause], lexicon: Lexicon) -> Weighed:
    """The weight of each clause of a folded text."""
    quotes = [match.span() for match in lexicon.claim.finditer(text)]
    weights: list[float] = []
    sentence, base, count, outcome = 0, 1.0, 0, 0
    has_past = False
    for at, clause in enumerate(clauses):
        words = text[clause.start : clause.end]
        weight = _ROLES[clause.role] * base
        if clause.role == "contrast":
            weight = _FLAW
            if clause.connective not in _OPENING:
                count, base, weight = count + 1, 1.0, _ROLES["contrast"]
                outcome = clause.start if has_past and at == sentence else outcome
                weights[sentence:] = [earlier * _BEFORE_CONTRAST for earlier in weights[sentence:]]
        elif at and lexicon.turn.match(words):
            count += 1
            weights = [earlier * _BEFORE_TURN for earlier in weights]
            weight = base = _TURNED
            outcome = clause.start if at == sentence or has_past else outcome
        elif lexicon.past.match(words):
            weight = base = _PAST
            has_past = True
        elif lexicon.hearsay.match(words):
            weight = _PAST
            has_past = True
        if any(start <= clause.start < end for start, end in quotes):
            weight *= _CLAIMED
        weights.append(weight)
        if clause.mark and clause.mark[0] in _STOPS:
            sentence, base = at + 1, max(base, 1.0)
    return Weighed(weights, count, outcome)
