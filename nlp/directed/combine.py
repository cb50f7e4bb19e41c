"""One verdict from two witnesses: the linear engine's probabilities and the evidence of the rules.

log-odds of praise = CALM * ((1 - DOUBT * c) * linear + (WORTH * c + UNANIMOUS * u) * evidence)
linear is the log-odds of the linear engine, evidence that of the rules (Reading.total);
c is the share of the clauses that the evidence speaks for, u whether all clauses judge one way; DOUBT applies only
where a construction was found that n-grams misread. The numbers were chosen on held-back rows (docs/models.md).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.directed.reading import Reading
from nlp.directed.targets import Share
from nlp.engine import SENTIMENT_LABELS
from records import Span

DOUBT = 0.3
"""Share of the linear engine's log-odds given up where constructions were found in all clauses."""
WORTH, WORTH_IN_LONG, UNANIMOUS = 0.8, 0.5, 0.3
"""Log-odds of one plain opinion word where all clauses judge, in a short and a longer text; more where they agree."""
SHORT, CURT = 40, 20
"""Characters of a short text, and of one that has no room for more than one thing."""
TALE, TALE_BELOW = 0.6, 0.85
"""Weight of how a tale ends (刚开始 ..., 结果 ...) in the linear engine's log-odds, where it is less sure than that."""
CALM = 0.85
"""Share of the joint log-odds that is believed, as both witnesses have read the same words."""
TARGET_DOUBT, TARGET_WORTH = 0.4, 1.2
"""DOUBT and WORTH of a target's own clauses, which are short: the rules weigh more, the linear engine less."""
TARGET_JUDGED = -1.5
"""JUDGED of a target: its clauses were found because something is said of it."""
INFORMATIVE, INFORMATIVE_IF_CURT, JUDGED = 1.5, 2.5, -0.5
"""Added to the log-odds of neutral where a text only asks, states or is indifferent; and where it judges."""
TELLING = 1.0
"""Evidence that judges for certain; a target's, half of it."""
COMPARED = 0.85
"""Probability given to the outcome of a comparison."""
ABSTAIN_BELOW = 0.6
"""Neither verdict counts where no class reaches this."""

NEGATIVE, NEUTRAL, POSITIVE = (SENTIMENT_LABELS.index(label) for label in ("negative", "neutral", "positive"))


@dataclass(frozen=True, slots=True)
class TargetVerdict:
    """What a text says of one target."""

    label: str
    """One of SENTIMENT_LABELS."""
    probability: float
    """Of the label; set by rule where a comparison decided, so no frequency."""
    balance: float
    """P(positive) - P(negative) in [-1, 1]."""
    is_abstained: bool
    spans: tuple[Span, ...]
    """The parts of the text that are about the target."""


def log_odds(probabilities: NDArray[np.float32]) -> float:
    """Of praise against blame."""
    return math.log(max(float(probabilities[POSITIVE]), 1e-6) / max(float(probabilities[NEGATIVE]), 1e-6))


def corrected(probabilities: NDArray[np.float32], found: Reading, outcome: float | None) -> NDArray[np.float32] | None:
    """The three probabilities of a whole text after the rules; None where they have nothing to say.

    `outcome` is the linear engine's log-odds on what a tale comes to; None without a tale.
    """
    total, odds = found.total(), log_odds(probabilities)
    if outcome is not None and abs(odds) < _logit(TALE_BELOW):
        odds = (1 - TALE) * odds + TALE * outcome
    coverage, is_unanimous = found.agreement()
    if found.construction_count:
        odds *= 1 - DOUBT * coverage
    is_short = len(found.text) <= SHORT
    odds += ((WORTH if is_short else WORTH_IN_LONG) * coverage + UNANIMOUS * is_unanimous) * total
    neutral = _logit(float(probabilities[NEUTRAL]))
    if found.is_informative or (found.is_indifferent and abs(total) <= TELLING):
        neutral += INFORMATIVE_IF_CURT if len(found.text) <= CURT else INFORMATIVE
    elif abs(total) >= TELLING:
        neutral += JUDGED
    elif not total and not found.construction_count:
        return None
    return np.array(_three(neutral, odds), np.float32)


def target_verdict(share: Share, probabilities: NDArray[np.float32]) -> TargetVerdict:
    """From a comparison where there is one, else from the linear engine on the target's parts and the rules."""
    spans = tuple(Span(start=start, end=end) for start, end in share.pieces)
    if share.compared is not None:
        label = SENTIMENT_LABELS[NEUTRAL + int(share.compared)]
        return TargetVerdict(label, COMPARED, COMPARED * share.compared, is_abstained=False, spans=spans)
    neutral = _logit(float(probabilities[NEUTRAL]))
    if share.is_plain:
        neutral += INFORMATIVE_IF_CURT
    elif abs(share.evidence) >= TELLING / 2:
        neutral += TARGET_JUDGED
    chances = _three(neutral, (1 - TARGET_DOUBT) * log_odds(probabilities) + TARGET_WORTH * share.evidence)
    best = max(range(len(chances)), key=chances.__getitem__)
    balance = chances[POSITIVE] - chances[NEGATIVE]
    return TargetVerdict(SENTIMENT_LABELS[best], chances[best], balance, chances[best] < ABSTAIN_BELOW, spans)


def _three(neutral: float, odds: float) -> Sequence[float]:
    """Probabilities in the order of SENTIMENT_LABELS, from the log-odds of neutral and of praise."""
    opinion, praise = 1 / (1 + math.exp(neutral)), 1 / (1 + math.exp(-CALM * odds))
    return opinion * (1 - praise), 1 - opinion, opinion * praise


def _logit(probability: float) -> float:
    bounded = min(max(probability, 1e-6), 1 - 1e-6)
    return math.log(bounded / (1 - bounded))
