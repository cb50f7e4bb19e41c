"""Association rules: what is bought together more often than chance would have it (Agrawal & Srikant 1994)."""

from collections.abc import Iterable
from itertools import combinations
from typing import Final

import numpy as np
import pandas as pd
from scipy import sparse

from crm.frames import require, shaped
from crm.satisfaction.intervals import wilson
from crm.value.evidence import NotEnoughEvidence
from records.errors import UsageError

MIN_BASKET_COUNT: Final = 5
RULE_DTYPES: Final = {
    "antecedent": "object", "consequent": "string", "basket_count": "Int64", "antecedent_count": "Int64",
    "rule_count": "Int64", "support": "Float64", "confidence": "Float64", "confidence_low": "Float64",
    "confidence_high": "Float64", "lift": "Float64", "lift_low": "Float64", "is_sure": "boolean",
}  # fmt: skip
"""antecedent is a tuple of one or two items, sorted."""


def association_rules(
    baskets: pd.DataFrame, *, min_support: float = 0.01, min_confidence: float = 0.1
) -> pd.DataFrame | NotEnoughEvidence:
    """RULE_DTYPES by lift, then support, then names; rules from one or two items to one.

    support: baskets with all items / baskets; confidence: of the baskets with the antecedent, those with the
    consequent, with Wilson's interval; lift: confidence / share of baskets with the consequent. lift_low takes the low
    end of the confidence, and is_sure says that it lies above 1. Many rules are looked at, so some are sure by chance.
    `baskets`: one row per basket and item: basket_id, item; repeated items count once. Raises UsageError for missing
    columns or bounds outside (0, 1].
    """
    if not 0 < min_support <= 1 or not 0 < min_confidence <= 1:
        raise UsageError("support and confidence must lie in (0, 1]")
    frame = require(baskets, ["basket_id", "item"], name="basket")[["basket_id", "item"]].dropna().drop_duplicates()
    basket, ids = pd.factorize(frame["basket_id"])
    if len(ids) < MIN_BASKET_COUNT:
        return NotEnoughEvidence(what="baskets", n=len(ids), needed=MIN_BASKET_COUNT)
    item, names = pd.factorize(frame["item"], sort=True)
    matrix = sparse.csc_array((np.ones(len(frame)), (basket, item)), shape=(len(ids), len(names)))
    counts = _frequent(matrix, max(1, int(np.ceil(min_support * len(ids) - 1e-9))))
    return _told(_rules(counts), counts, [str(name) for name in names], len(ids), min_confidence)


def _frequent(matrix: sparse.csc_array, least: int) -> dict[tuple[int, ...], int]:
    """Item sets of one to three in at least `least` baskets, with their number."""
    single = np.asarray(matrix.sum(axis=0)).ravel()
    kept = np.flatnonzero(single >= least)
    counts: dict[tuple[int, ...], int] = {(int(place),): int(single[place]) for place in kept}
    thin = matrix[:, kept].tocsc()
    together = sparse.triu(thin.T @ thin, k=1).tocoo()
    strong = together.data >= least
    pairs = zip(together.row[strong], together.col[strong], together.data[strong], strict=True)
    for first, second, number in pairs:
        counts[(int(kept[first]), int(kept[second]))] = int(number)
        both = thin[:, [first]].multiply(thin[:, [second]]).T @ thin
        for third, size in zip(both.tocoo().col, both.tocoo().data, strict=True):
            if third > second and size >= least:
                counts[(int(kept[first]), int(kept[second]), int(kept[third]))] = int(size)
    return counts


def _rules(counts: dict[tuple[int, ...], int]) -> Iterable[tuple[tuple[int, ...], int]]:
    """Antecedent and consequent of every split of a set of two or three."""
    for items in counts:
        for antecedent in combinations(items, len(items) - 1):
            if antecedent:
                (consequent,) = set(items) - set(antecedent)
                yield antecedent, consequent


def _told(
    rules: Iterable[tuple[tuple[int, ...], int]], counts: dict[tuple[int, ...], int], names: list[str], total: int,
    min_confidence: float,
) -> pd.DataFrame:  # fmt: skip
    rows = [
        (tuple(names[place] for place in antecedent), names[consequent], counts[antecedent],
         counts[tuple(sorted((*antecedent, consequent)))], counts[(consequent,)] / total)
        for antecedent, consequent in rules
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["antecedent", "consequent", "antecedent_count", "rule_count", "base"])
    table["confidence"] = table["rule_count"] / table["antecedent_count"]
    table = table[table["confidence"] >= min_confidence]
    low, high = wilson(table["rule_count"], table["antecedent_count"])
    table = table.assign(
        basket_count=total, support=table["rule_count"] / total, confidence_low=low, confidence_high=high,
        lift=table["confidence"] / table["base"], lift_low=low / table["base"],
    )  # fmt: skip
    table["is_sure"] = table["lift_low"] > 1
    order = ["lift", "support", "antecedent", "consequent"]
    return shaped(table.sort_values(order, ascending=[False, False, True, True]), RULE_DTYPES)
