"""What sets a group apart, and the name that follows from it: no lift, no word."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from crm.personas.features import zh_of
from crm.personas.words import is_sensitive

MIN_LIFT = 1.2
"""A feature must be this many times as common in the group as among all authors."""
MIN_SHARE = 0.1
"""... and make up this much of the group."""
MIN_DEVIATION = 3.5
"""... and lie this many standard errors of a proportion above all authors: by chance, once in some 4,000 features."""
EVIDENCE_COUNT = 6
"""Features kept as evidence."""
INTERESTS = ("topic", "term")
"""Blocks that say what about; the others say how and where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One feature that a group shows more than all authors do."""

    feature: str
    """`block:value`."""
    zh: str
    """Its Chinese name."""
    lift: float
    """Share in the group over share among all authors."""
    share: float
    """Mean over the group's authors: share of their mentions, or of authors for a term."""
    n: int
    """Authors of the group who show it."""

    @property
    def weight(self) -> float:
        """share * ln(lift): the feature's part in the divergence of the group from all (Kullback and Leibler)."""
        return self.share * math.log(self.lift)

    def plain(self) -> dict[str, str | float | int]:
        """As kept in the result, rounded."""
        return {
            "feature": self.feature,
            "zh": self.zh,
            "lift": round(self.lift, 3),
            "share": round(self.share, 4),
            "n": self.n,
        }


def shares_of(table: pd.DataFrame, is_member: npt.NDArray[np.bool_]) -> pd.DataFrame:
    """Per feature (index) of an authors x features table: mean `share` in the group, mean over `everybody`, and `n`,
    the group's authors who show it. NaN in the table is unknown and left out."""
    inside = table[is_member]
    return pd.DataFrame({"share": inside.mean(), "everybody": table.mean(), "n": (inside > 0).sum()})


def word_shares_of(counts: sparse.csr_array, terms: Sequence[str], is_member: npt.NDArray[np.bool_]) -> pd.DataFrame:
    """The same for words: the share of authors who used each."""
    marks = counts > 0
    n = np.asarray(marks[np.flatnonzero(is_member)].sum(axis=0)).ravel()
    everybody = np.asarray(marks.sum(axis=0)).ravel() / max(counts.shape[0], 1)
    index = pd.Index([f"term:{term}" for term in terms], dtype="object")
    return pd.DataFrame({"share": n / max(int(is_member.sum()), 1), "everybody": everybody, "n": n}, index=index)


def evidence_of(
    summary: pd.DataFrame, labels: Mapping[str, str], *, group_size: int, min_author_count: int
) -> list[Evidence]:
    """The features of a group (shares_of, word_shares_of) with enough lift, share and authors, weightiest first."""
    share, everybody = summary["share"], summary["everybody"]
    error = np.sqrt(everybody * (1 - everybody) / group_size)
    is_lifted = (share >= MIN_LIFT * everybody) & (share >= everybody + MIN_DEVIATION * error)
    found = summary[is_lifted & (share >= MIN_SHARE) & (summary["n"] >= min_author_count) & (everybody > 0)]
    evidence = [
        Evidence(feature=name, zh=zh_of(name, labels), lift=inside / everywhere, share=inside, n=int(n))
        for name, inside, everywhere, n in zip(found.index, *(found[c].tolist() for c in found.columns), strict=True)
    ]
    kept = [item for item in evidence if not is_sensitive(item.zh)]
    return sorted(kept, key=lambda item: (-item.weight, item.feature))


def naming_features(evidence: Sequence[Evidence], taken: Collection[frozenset[str]]) -> list[Evidence]:
    """The features whose Chinese names make a name that is not taken yet, whatever their order.

    First interest and first habit where there are both, else the two weightiest; then further ones until the name
    differs from all others. Empty when the evidence does not suffice for that.
    """
    interests = [item for item in evidence if item.feature.split(":", 1)[0] in INTERESTS]
    habits = [item for item in evidence if item not in interests]
    ordered = [*interests[:1], *habits[:1], *interests[1:], *habits[1:]]
    chosen: list[Evidence] = []
    for item in ordered:
        if item.zh not in {other.zh for other in chosen}:
            chosen.append(item)
        if len(chosen) >= 2 and words_of(chosen) not in taken:
            return chosen
    return chosen if chosen and words_of(chosen) not in taken else []


def words_of(chosen: Sequence[Evidence]) -> frozenset[str]:
    """The Chinese names of some features."""
    return frozenset(item.zh for item in chosen)


def name_of(chosen: Sequence[Evidence]) -> str:
    """`优惠·晚间`."""
    return "·".join(item.zh for item in chosen)
