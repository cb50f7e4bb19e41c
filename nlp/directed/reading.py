"""What the rules find in one text: signed evidence, clause by clause, and what the clauses are to each other."""

import re
from dataclasses import dataclass, field

from nlp.directed.hits import hits
from nlp.directed.lexicon import LUKEWARM, Lexicon
from nlp.directed.weigh import HEARD, weigh
from nlp.text.clauses import Clause, clauses
from nlp.text.fold import fold
from records import Span

MOST = 2.5
"""Greatest weight of one clause: a list of praises is one praise."""
FRAME_BLANK = "\ue000"
"""Stands for the words of a construction that is judged as a whole."""
_MARK_BLANK = "，"
_IRONY = -1.5
"""What an ironic smile says where nothing is praised."""
_BESIDE_FRAME = 0.5
"""Weight of single words beside a construction that judges as a whole."""
_TOPIC = 5
"""Characters of a clause that only names what is talked about: 这画质，..."""
_COLONS = ("：", ":")
_AUDIBLE = 0.5
"""Least evidence of a clause that judges rather than informs."""
_LONGEST_FACT = 90
"""Characters of a text that may be called neutral by rule: longer ones tell tales."""
_EXCITED = re.compile(r"[!！]|…|\.\.|~{2}|//@|([\u4e00-\u9fff])\1\1")
_PIECES = 3


@dataclass(slots=True)
class Reading:
    """Evidence of one text."""

    text: str
    """Folded, with expressions, emoji and silencing frames blanked out."""
    evidence: list[tuple[int, int, float]] = field(default_factory=list)
    """(start, end, weight) of each word that judges, before clauses are weighed."""
    frames: list[tuple[int, int, float]] = field(default_factory=list)
    """(start, end, weight) of each construction that judges as a whole, whatever its clauses are to each other."""
    marks: float = 0.0
    """Expressions and emoji together."""
    has_irony: bool = False
    """Whether an ironic smile occurs."""
    is_indifferent: bool = False
    """Whether a word says that it is neither good nor bad."""
    is_informative: bool = False
    """Whether it asks for facts, states them or tells what somebody said, and nothing in that judges."""
    construction_count: int = 0
    """Negations, frames and turns, which a bag of n-grams misreads."""
    clauses: list[Clause] = field(default_factory=list)
    said: list[float] = field(default_factory=list)
    """Evidence of each clause by itself."""
    weights: list[float] = field(default_factory=list)
    """Of each clause in the text as a whole."""

    outcome: int = 0
    """Where a tale tells how things turned out; 0 for no tale."""

    def between(self, start: int, end: int) -> float:
        """Signed evidence of the words inside [start, end)."""
        total = sum(weight for begin, _, weight in self.evidence if start <= begin < end)
        return max(-MOST, min(MOST, total))

    def total(self) -> float:
        """Signed evidence of the whole text, clauses weighed."""
        total = sum(said * weight for said, weight in zip(self.said, self.weights, strict=True))
        if self.frames:
            total = total * _BESIDE_FRAME + sum(weight for _, _, weight in self.frames)
        total += self.marks
        return total + _IRONY if self.has_irony and total <= _AUDIBLE else total

    def agreement(self) -> tuple[float, bool]:
        """Share of the clauses that count for which the evidence speaks, and whether all of them judge one way.

        Expressions and emoji speak for all clauses; a clause that a frame touches says what the frame does.
        """
        sides = self._sides()
        covered = 1.0 if self.marks or self.has_irony or not sides else sum(map(bool, sides)) / len(sides)
        signs = {side > 0 for side in (*sides, self.marks, *(weight for _, _, weight in self.frames)) if side}
        return covered, covered == 1.0 and len(signs) == 1

    def _sides(self) -> list[float]:
        sides = []
        for clause, said, weight in zip(self.clauses, self.said, self.weights, strict=True):
            is_topic = not said and clause.end - clause.start <= _TOPIC
            if weight >= HEARD and not is_topic and self.text[clause.end - 1] not in _COLONS:
                touching = (w for start, end, w in self.frames if start < clause.end and end > clause.start and w)
                sides.append(next(touching, said))
        return sides

    def spans(self, sign: float) -> tuple[Span, ...]:
        """The pieces that spoke most for a side, in reading order."""
        found = sorted((item for item in (*self.evidence, *self.frames) if item[2] * sign > 0), key=_strength)
        return tuple(Span(start=start, end=end) for start, end, _ in sorted(found[:_PIECES]))


def _strength(item: tuple[int, int, float]) -> float:
    return -abs(item[2])


def reading(text: str, lexicon: Lexicon) -> Reading:
    """The evidence of a text."""
    found = Reading(fold(text))
    _read_marks(found, lexicon)
    _read_frames(found, lexicon)
    _read_words(found, lexicon)
    found.clauses = clauses(found.text)
    found.said = [found.between(clause.start, clause.end) for clause in found.clauses]
    weighed = weigh(found.text, found.clauses, lexicon)
    found.weights, found.outcome = weighed.weights, weighed.outcome
    found.construction_count += weighed.turn_count
    _set_aside_facts(found, lexicon)
    return found


def _read_marks(found: Reading, lexicon: Lexicon) -> None:
    total, last = 0.0, ""
    for match in lexicon.marks.finditer(found.text):
        mark = match["name"] or match["emoji"]
        weight = lexicon.mark_polarity.get(mark)
        found.has_irony |= weight == 0
        if weight and mark != last:
            total, last = total + weight, mark
        found.text = _blanked(found.text, match.start(), match.end(), _MARK_BLANK)
    found.marks = max(-MOST, min(MOST, total))


def _read_frames(found: Reading, lexicon: Lexicon) -> None:
    keys = lexicon.keys.findall(found.text)
    for frame in dict.fromkeys(frame for key in keys for frame in lexicon.frames_of[key]):
        match = frame.pattern.search(found.text)
        if not match or match.start() == match.end():
            continue
        found.construction_count += 1
        found.is_indifferent |= frame.is_indifferent
        if frame.weight:
            found.frames.append((match.start(), match.end(), frame.weight))
        if frame.is_silencing:
            found.text = _blanked(found.text, match.start(), match.end(), FRAME_BLANK)


def _blanked(text: str, start: int, end: int, blank: str) -> str:
    return text[:start] + blank * (end - start) + text[end:]


def _read_words(found: Reading, lexicon: Lexicon) -> None:
    for hit in hits(found.text, lexicon):
        found.construction_count += hit.negator_count > 0
        if hit.weight:
            found.evidence.append((hit.start, hit.end, hit.weight))
        if abs(hit.weight) <= LUKEWARM and hit.negator_count == 0:
            found.is_indifferent = True


def _set_aside_facts(found: Reading, lexicon: Lexicon) -> None:
    """Words inside a question for facts judge nothing: 有没有人知道差评怎么修改."""
    is_question = lexicon.asks.search(found.text) is not None
    if is_question:
        for at, clause in enumerate(found.clauses):
            words = found.text[clause.start : clause.end + 1]
            if FRAME_BLANK not in words and lexicon.asks.search(words):
                found.weights[at] = 0.0
    is_calm = len(found.text) <= _LONGEST_FACT and _EXCITED.search(found.text) is None
    found.is_indifferent &= is_calm
    if not is_calm or found.frames or found.marks or found.has_irony:
        return
    if all(abs(weight * said) < _AUDIBLE for weight, said in zip(found.weights, found.said, strict=True)):
        found.is_informative = is_question or bool(
            lexicon.states.search(found.text) or lexicon.reports.search(found.text)
        )
