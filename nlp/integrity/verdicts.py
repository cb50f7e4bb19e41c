"""What is said of each mention in the end: how much of it is organic, and the rows that give the reasons."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from nlp.integrity.army import Suspicion
from nlp.integrity.promotions import Promotion
from records import Span


class VerdictRow(NamedTuple):
    """One annotation: a verdict, or one reason for it."""

    row: int
    """Position of the mention."""
    label: str
    """water_army, lottery, promotion; or a reason code."""
    target: str
    """The duplicate group of a water army and its reasons; of a promotion's reason, the verdict it is for."""
    value: float | None
    """Of a verdict the organic weight; of a reason its number (nlp.integrity.evidence), None where it has none."""
    spans: tuple[Span, ...] = ()
    """The words that show it."""


def organic_weights(
    count: int, suspicions: Sequence[Suspicion], promoted: Sequence[Promotion | None]
) -> npt.NDArray[np.float64]:
    """(count,) how much each mention counts as somebody's own word, 0 to 1.

    0 for what is made for a reward, 1 / accounts for a water army's, 1 for the rest.
    """
    weights = np.ones(count)
    weights[[at for at, promotion in enumerate(promoted) if promotion]] = 0.0
    for suspicion in suspicions:
        weights[suspicion.index] = min(weights[suspicion.index], suspicion.organic_weight)
    return weights


def verdict_rows(suspicions: Sequence[Suspicion], promoted: Sequence[Promotion | None]) -> Iterator[VerdictRow]:
    """The verdicts of a day with their reasons, a row each; what is not suspected has no row.

    Of a water army's reasons those that hold are given. A reason's label is its code, never that of a verdict.
    """
    for suspicion in suspicions:
        yield VerdictRow(suspicion.index, "water_army", suspicion.group_id, suspicion.organic_weight)
        for item in suspicion.evidence:
            if item.holds:
                yield VerdictRow(suspicion.index, item.code, suspicion.group_id, item.value)
    for at, promotion in enumerate(promoted):
        if promotion:
            yield VerdictRow(at, promotion.verdict, promotion.verdict, 0.0)
            for reason in promotion.reasons:
                yield VerdictRow(at, reason.code, promotion.verdict, None, (reason.span,))
