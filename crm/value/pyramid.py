"""The customer pyramid: tiers of the most valuable 1%, the next 19%, the next 30% and the rest (苏朝晖, 6.2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from crm.frames import require, shaped
from crm.value.evidence import NotEnoughEvidence
from records.errors import ConfigError

MIN_CUSTOMER_COUNT: Final = 10
TIER_DTYPES = {"customer_id": "string", "tier": "string", "value_rank": "Int64"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One layer: customers from one share of the ranking (0 is its top) to another."""

    name: str
    zh_name: str
    above: float
    """Share of all customers ranked before this layer."""
    until: float
    """Share at which it ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pyramid:
    """Layers from the top down. Raises ConfigError when they leave a gap, overlap, or do not cover everybody."""

    levels: tuple[Level, ...]

    def __post_init__(self) -> None:
        if not self.levels or self.levels[0].above != 0 or self.levels[-1].until != 1:
            raise ConfigError("customer tiers: the first layer must begin at 0, the last end at 1")
        if len({level.name for level in self.levels}) != len(self.levels):
            raise ConfigError("customer tiers: two layers share a name")
        for level in self.levels:
            if not level.above < level.until:
                raise ConfigError(f"customer tiers: {level.name} ends at {level.until}, not after {level.above}")
        for upper, lower in zip(self.levels, self.levels[1:], strict=False):
            if upper.until != lower.above:
                fault = "a gap" if upper.until < lower.above else "an overlap"
                names = f"{upper.name} (until {upper.until}) and {lower.name} (above {lower.above})"
                raise ConfigError(f"customer tiers: {fault} between {names}")


DEFAULT_PYRAMID: Final = Pyramid(
    levels=(
        Level(name="key", zh_name="重要客户", above=0, until=0.01),
        Level(name="major", zh_name="主要客户", above=0.01, until=0.2),
        Level(name="ordinary", zh_name="普通客户", above=0.2, until=0.5),
        Level(name="small", zh_name="小客户", above=0.5, until=1),
    )
)
"""The textbook's shares: 1, 19, 30 and 50 per cent."""


def pyramid_of(config: Sequence[Mapping[str, Any]]) -> Pyramid:
    """A pyramid from parsed configuration: a list of {name, zh_name, above, until}, from the top.

    Raises ConfigError naming the entry and what is wrong with it.
    """
    levels = []
    for position, entry in enumerate(config, start=1):
        try:
            shares = {name: float(entry[name]) for name in ("above", "until")}
            levels.append(Level(name=str(entry["name"]), zh_name=str(entry["zh_name"]), **shares))
        except (KeyError, TypeError, ValueError) as error:
            raise ConfigError(f"customer tiers, entry {position}: {error!r}") from error
    return Pyramid(levels=tuple(levels))


def value_tiers(
    values: pd.DataFrame, *, by: str = "clv", pyramid: Pyramid = DEFAULT_PYRAMID
) -> pd.DataFrame | NotEnoughEvidence:
    """TIER_DTYPES in the order of the rows; `values` has customer_id and the value `by` (clv, cev, profit).

    value_rank counts from 1, the highest value; equal values by customer id. A layer ends at its share of the ranked
    customers, rounded half up: 1,000 make 10, 190, 300 and 500. Unknown values have neither rank nor tier. Fewer than
    ten customers make no pyramid, and where all are worth the same there is nobody to prefer. Raises UsageError for
    missing columns.
    """
    frame = require(values, ["customer_id", by], name="value")
    worth = pd.to_numeric(frame[by]).astype("float64")
    known = frame.assign(worth=worth).dropna(subset=["worth"])
    if len(known) < MIN_CUSTOMER_COUNT or known["worth"].nunique() == 1:
        why = None if len(known) < MIN_CUSTOMER_COUNT else f"all of the same {by}"
        return NotEnoughEvidence(what="customers with a value", n=len(known), needed=MIN_CUSTOMER_COUNT, because=why)
    ranked = known.sort_values(["worth", "customer_id"], ascending=[False, True])
    rank = pd.Series(np.arange(1, len(ranked) + 1), index=ranked.index)
    # The dust of a share times a number must not move a border.
    ends = [int(np.floor(round(level.until * len(ranked), 6) + 0.5)) for level in pyramid.levels]
    names = np.array([level.name for level in pyramid.levels])
    tier = pd.Series(names[np.searchsorted(ends, rank.to_numpy(), side="left")], index=rank.index, dtype="string")
    return shaped(frame.assign(tier=tier, value_rank=rank), TIER_DTYPES)
