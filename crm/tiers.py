"""The tier of a follower count, by the bounds of its platform and day (records.tiers)."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from records.errors import ConfigError
from records.tiers import DEFAULT_SCHEMES, TierScheme, by_precedence


def tier_of(
    follower_count: pd.Series,
    *,
    platform: pd.Series | None = None,
    on: date | None = None,
    schemes: Sequence[TierScheme] = DEFAULT_SCHEMES,
) -> pd.Series:
    """The tier name of each follower count (same index); unknown or negative counts have none (NA).

    `platform` selects platform schemes row by row; `on` is the day whose bounds hold (None: the newest).
    Raises ConfigError when no scheme is in force for a platform on that day.
    """
    counts = pd.to_numeric(follower_count.astype(object), errors="coerce").astype("float64")
    names = pd.Series(pd.NA, index=counts.index, dtype="string")
    platforms = pd.Series("", index=counts.index) if platform is None else platform.astype(object).fillna("")
    for name in sorted(set(platforms)):
        rows = (platforms == name) & (counts >= 0)
        names[rows] = _banded(counts[rows], _scheme_for(str(name), on, schemes))
    return names


def _scheme_for(platform: str, on: date | None, schemes: Sequence[TierScheme]) -> TierScheme:
    for scheme in by_precedence(schemes):
        if scheme.platform in (platform, None) and (on is None or scheme.valid_from <= on):
            return scheme
    raise ConfigError(f"no follower tiers are in force for {platform or 'any platform'} on {on}")


def _banded(counts: pd.Series, scheme: TierScheme) -> list[str]:
    bounds = np.array([tier.at_least for tier in scheme.tiers])
    return [scheme.tiers[i].name for i in np.searchsorted(bounds, counts.to_numpy(), side="right") - 1]
