"""Whom a judgement is about: the share of a text that belongs to each target, and comparisons between targets."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from nlp.directed.compare import compare, measured
from nlp.directed.lexicon import Lexicon
from nlp.directed.reading import Reading, reading
from nlp.text.fold import fold
from records import Span

_TOGETHER = frozenset(("和", "跟", "与", "同", "、", "及", "以及", "还有", "或", "，", " ", "&", "+"))
"""Between two targets of which the same is said."""
_AGAINST = ("反观", "而", "却", "倒", "同样", "一样的", "都是", "但", "好在", "可惜", "只有", "不像", "还是")
"""Said where two targets are set against each other, so that blame of one praises the other."""


@dataclass(slots=True)
class Share:
    """What a text says of one target."""

    start: int
    end: int
    """The target's place."""
    pieces: list[tuple[int, int]] = field(default_factory=list)
    """[start, end) of the parts of the text about it."""
    evidence: float = 0.0
    """Signed, of the rules."""
    compared: float | None = None
    """1 favoured, -1 not, 0 equal, by a comparison; None without one."""
    is_plain: bool = False
    """Whether its parts state facts and judge nothing."""


def shares(text: str, targets: Sequence[Span], rules: Lexicon) -> list[Share]:
    """One share a target, in the order given."""
    found = reading(text, rules)
    result = [Share(target.start, target.end) for target in targets]
    ordered = sorted(result, key=lambda share: (share.start, share.end))
    _give_pieces(found, ordered)
    for share in ordered:
        share.evidence = sum(found.between(start, end) for start, end in share.pieces)
        share.evidence += sum(w for begin, _, w in found.frames if any(s <= begin < e for s, e in share.pieces))
        words = "".join(found.text[start:end] for start, end in share.pieces)
        share.evidence = share.evidence or measured(words, rules)
        share.is_plain = not share.evidence and bool(rules.states.search(words) or rules.asks.search(words))
    for first, second in zip(ordered, ordered[1:], strict=False):
        if first.end <= second.start:
            _compare(fold(text), found, first, second, rules)
    return result


def _give_pieces(found: Reading, ordered: Sequence[Share]) -> None:
    """Each clause goes to the targets named in it, else to those named last; a clause with several is cut."""
    owners: list[Share] = []
    ahead: list[tuple[int, int]] = []
    for clause in found.clauses:
        named = [share for share in ordered if clause.start <= share.start < clause.end]
        if not named:
            (ahead if not owners else owners[0].pieces).append((clause.start, clause.end))
            for other in owners[1:]:
                other.pieces.append((clause.start, clause.end))
            continue
        owners = _cut(found.text, clause.start, clause.end, named)
    if ordered and ahead and not any(found.between(*piece) for share in ordered for piece in share.pieces):
        for share in ordered[:1]:
            share.pieces = [*ahead, *share.pieces]


def _cut(text: str, start: int, end: int, named: Sequence[Share]) -> list[Share]:
    """Cuts a clause between its targets; those that are only joined get the same part. Returns the last owners."""
    group = [named[0]]
    begin = start
    for before, share in zip(named, named[1:], strict=False):
        if share.start >= before.end and text[before.end : share.start] not in _TOGETHER:
            for owner in group:
                owner.pieces.append((begin, share.start))
            group, begin = [], share.start
        group.append(share)
    for owner in group:
        owner.pieces.append((begin, end))
    return group


def _compare(text: str, found: Reading, first: Share, second: Share, rules: Lexicon) -> None:
    signs = compare(text, (first.start, first.end), (second.start, second.end), rules)
    if signs is not None:
        first.compared, second.compared = signs
        return
    between = found.text[: second.end]
    if any(word in between for word in _AGAINST):
        if first.evidence and not second.evidence and not second.is_plain:
            second.evidence = -0.6 * first.evidence
        elif second.evidence and not first.evidence and not first.is_plain:
            first.evidence = -0.6 * second.evidence
