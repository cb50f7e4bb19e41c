"""Which words became more common than before, and how surely: the signed root of the log-likelihood ratio."""

from collections.abc import Iterable, Mapping
from math import log, sqrt

from warehouse.answers import Cell

LEAST_ROOT = 3.3
"""Smallest root of G2 that is told, p < .001: some three hundred words are compared, so by chance fewer than one."""


def rising(rows: Iterable[Mapping[str, Cell]], now_total: float, before_total: float) -> list[str]:
    """Words that a larger share of contents holds than before beyond chance, the surest first.

    Empty with nothing to compare. `rows` have term, mention_count and before_count; the totals are all contents.
    """
    if not now_total or not before_total:
        return []
    scores = {
        str(row["term"]): root_g2(_number(row["mention_count"]), now_total, _number(row["before_count"]), before_total)
        for row in rows
    }
    told = [term for term, score in scores.items() if score >= LEAST_ROOT]
    return sorted(told, key=lambda term: (-scores[term], term))


def root_g2(now: float, now_total: float, before: float, before_total: float) -> float:
    """sqrt(G2), negative where the share fell: G2 = 2 sum O ln(O / E) over holding and not holding, now and before.

    Dunning 1993; unlike a log odds ratio it needs no prior for a word that is new.
    """
    held, total = now + before, now_total + before_total
    observed = ((now, now_total), (before, before_total))
    g2 = 2 * sum(
        _part(count, size * held / total) + _part(size - count, size * (total - held) / total)
        for count, size in observed
    )
    root = sqrt(max(0.0, g2))
    return root if now / now_total >= before / before_total else -root


def _part(observed: float, expected: float) -> float:
    return observed * log(observed / expected) if observed > 0 else 0.0


def _number(value: Cell) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
