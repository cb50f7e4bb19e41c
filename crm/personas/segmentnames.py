"""What segments of customers are called: marks that a segment shows more than all do, each with its lift and n."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from crm.frames import require, shaped
from crm.personas.evidence import Evidence, evidence_of, naming_features, shares_of, words_of

NAME_DTYPES: Final = {"segment": "string", "segment_name": "string", "customer_count": "Int64"}


def segment_names(
    members: pd.DataFrame, marks: pd.DataFrame, labels: Mapping[str, str], *, floor: int = 10
) -> pd.DataFrame:
    """NAME_DTYPES, one row per segment, sorted; the name is NULL where nothing sets the segment apart.

    `members`: customer_id, segment (NULL: none); `marks`: customer_id and a column `block:value` of 0 and 1 each, NaN
    unknown; `labels`: mark -> its Chinese name. A mark needs the lift, share and deviation that words of personas
    need (crm.personas.evidence), and `floor` members who show it: `杨梅冰茶×2.9(n=39)·大额×2.4(n=60)`. Raises
    UsageError for missing columns.
    """
    known = require(members, ["customer_id", "segment"], name="member").dropna()
    table = require(marks, ["customer_id"], name="mark").set_index("customer_id").reindex(known["customer_id"])
    names: dict[str, tuple[str | None, int]] = {}
    taken: set[frozenset[str]] = set()
    for segment in sorted(known["segment"].unique()):
        is_member = (known["segment"] == segment).to_numpy(dtype=np.bool_)
        size = int(is_member.sum())
        evidence = evidence_of(shares_of(table, is_member), labels, group_size=size, min_author_count=floor)
        chosen = naming_features(evidence, taken)
        taken |= {words_of(chosen)} if chosen else set()
        names[segment] = ("·".join(map(_worded, chosen)) or None, size)
    rows = [(segment, name, size) for segment, (name, size) in names.items()]
    return shaped(pd.DataFrame(rows, columns=list(NAME_DTYPES)), NAME_DTYPES)


def _worded(item: Evidence) -> str:
    return f"{item.zh}×{item.lift:.1f}(n={item.n})"
