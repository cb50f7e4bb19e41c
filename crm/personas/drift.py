"""The same persona a month later: matched by members who are in both months; what does not match has drifted."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from crm.authors import KEY
from crm.frames import require, shaped
from crm.personas.settings import UNGROUPED_ID
from crm.value.evidence import NotEnoughEvidence

MIN_COMMON: Final = 30
"""Authors grouped in both months below which nothing is matched; our own bound."""
MIN_JACCARD: Final = 0.3
"""Overlap below which a pair is two personas; our own bound."""
MIN_MOVED: Final = 10
"""Members of one persona found in another below which a move is not told (k-anonymity)."""
MATCH_DTYPES: Final = {
    "persona_id_before": "string", "persona_id": "string", "jaccard": "Float64", "common_count": "Int64",
    "status": "string",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """How personas moved from one period to the next."""

    matches: pd.DataFrame
    """MATCH_DTYPES; status: kept (same persona), moved (MIN_MOVED or more members went over to another), new, gone."""
    drift: float
    """1 - the share of common authors who stayed in their matched persona: 0 nobody moved, 1 everybody."""
    common_count: int
    """Authors grouped in both periods, on whom both figures rest."""


def persona_drift(before: pd.DataFrame, after: pd.DataFrame) -> Drift | NotEnoughEvidence:
    """Pairs personas of two periods one to one, so that the overlap of their common members (Jaccard) is greatest.

    Both are memberships of crm.personas.build; the remainder takes no part. Raises UsageError for missing columns.
    """
    old, new = (
        frame[frame["persona_id"] != UNGROUPED_ID]
        for frame in (require(each, ["persona_id", *KEY], name="membership") for each in (before, after))
    )
    both = old[["persona_id", *KEY]].merge(new[["persona_id", *KEY]], on=KEY, suffixes=("_before", ""))
    if len(both) < MIN_COMMON:
        return NotEnoughEvidence(what="authors grouped in both periods", n=len(both), needed=MIN_COMMON)
    common = pd.crosstab(both["persona_id_before"], both["persona_id"])
    union = common.sum(axis=1).to_numpy()[:, None] + common.sum(axis=0).to_numpy()[None, :] - common.to_numpy()
    jaccard = common.to_numpy() / union
    pairs = [(i, j) for i, j in zip(*linear_sum_assignment(-jaccard), strict=True) if jaccard[i, j] >= MIN_JACCARD]
    kept = pd.DataFrame({
        "persona_id_before": [common.index[i] for i, _ in pairs], "persona_id": [common.columns[j] for _, j in pairs],
        "jaccard": [jaccard[i, j] for i, j in pairs], "common_count": [common.iloc[i, j] for i, j in pairs],
        "status": "kept",
    })  # fmt: skip
    counts = common.to_numpy()
    moved = [
        {"persona_id_before": common.index[i], "persona_id": common.columns[j], "jaccard": jaccard[i, j],
         "common_count": counts[i, j], "status": "moved"}
        for i, j in zip(*np.nonzero(counts >= MIN_MOVED), strict=True)
        if (i, j) not in pairs
    ]  # fmt: skip
    gone = sorted(set(old["persona_id"]) - set(kept["persona_id_before"]))
    fresh = sorted(set(new["persona_id"]) - set(kept["persona_id"]))
    rest = [*moved, *({"persona_id_before": name, "status": "gone"} for name in gone)]
    rest += [{"persona_id": name, "status": "new"} for name in fresh]
    matches = pd.concat([kept, pd.DataFrame(rest, columns=list(MATCH_DTYPES))]) if rest else kept
    stayed = int(kept["common_count"].sum())
    return Drift(matches=shaped(matches, MATCH_DTYPES), drift=1 - stayed / len(both), common_count=len(both))
