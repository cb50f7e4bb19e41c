"""Who engages with what: the units x content matrix that skeletal personas are made of.

After automatic persona generation (An, Kwak, Salminen, Jung & Jansen 2018): an engagement matrix is factored into
latent patterns. Our units are authors, since demographic groups are not known of most platforms.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy import sparse

from crm.authors import KEY
from crm.frames import numbers_of, require

MAX_COLUMNS: Final = 2_000
"""Most-used contents kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engagement:
    """Units x contents."""

    units: pd.MultiIndex
    """platform, author_id; sorted."""
    columns: tuple[str, ...]
    """Contents, as `block:value`, sorted."""
    values: sparse.csr_array
    """Engagement: the sum over the unit's mentions of 1 + ln(1 + likes, comments and shares)."""

    def weighted(self) -> sparse.csr_array:
        """Rarer contents up (inverse document frequency), every unit of length 1: what is factored."""
        marks = np.maximum(np.asarray((self.values > 0).sum(axis=0)).ravel(), 1)
        rarity = np.log((1 + len(self.units)) / (1 + marks)) + 1
        logged = self.values.copy()
        logged.data = np.log1p(logged.data)
        weighted = (logged @ sparse.diags_array(rarity)).tocsr()
        length = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
        return sparse.csr_array(sparse.diags_array(1 / np.where(length > 0, length, 1.0)) @ weighted)


def engagement_matrix(engagements: pd.DataFrame, *, min_unit_count: int) -> Engagement:
    """The matrix of contents that at least `min_unit_count` units engage with, at most MAX_COLUMNS of them.

    engagements: platform, author_id, content (`topic:t_3`, `term:低糖`, `product:p_1`), engagement_count (unknown
    counts as none). Units without a kept content have no row. Raises UsageError for missing columns.
    """
    frame = require(engagements, [*KEY, "content", "engagement_count"], name="engagement")
    frame = frame.dropna(subset=[*KEY, "content"])
    frame["weight"] = 1 + np.log1p(numbers_of(frame, "engagement_count").fillna(0.0))
    table = frame.groupby([*KEY, "content"])["weight"].sum().reset_index()
    usage = table.groupby("content").size().rename("units").reset_index()
    usage = usage[usage["units"] >= min_unit_count].sort_values(["units", "content"], ascending=[False, True])
    kept = usage["content"].head(MAX_COLUMNS)
    table = table[table["content"].isin(kept)]
    units = pd.MultiIndex.from_frame(table[KEY].drop_duplicates().sort_values(KEY))
    columns = tuple(sorted(str(content) for content in kept))
    row = units.get_indexer(pd.MultiIndex.from_frame(table[KEY]))
    column = pd.Index(columns, dtype="object").get_indexer(pd.Index(table["content"], dtype="object"))
    shape = (len(units), len(columns))
    values = sparse.coo_array((table["weight"].to_numpy("float64"), (row, column)), shape=shape)
    return Engagement(units=units, columns=columns, values=sparse.csr_array(values))
