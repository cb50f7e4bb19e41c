"""美誉度, good repute: of the opinions that take a side, how many are good (苏朝晖, 8.3.1; no formula is published)."""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from crm.frames import judged
from crm.satisfaction.intervals import Floats, wilson
from crm.satisfaction.rows import Measure, keyed, satisfaction_rows, stacked, summed
from crm.value.evidence import NotEnoughEvidence

SHARE: Final = Measure(
    name="reputation_share_proxy", zh="美誉度(文本代理)", en="Share of good opinions (proxy)",
    counted="opinions that take a side", grade="own", is_proxy=True,
)  # fmt: skip
NET: Final = Measure(
    name="net_reputation_proxy", zh="净美誉度(文本代理)", en="Net repute (proxy)",
    counted="opinions that take a side", grade="own", is_proxy=True,
)  # fmt: skip


def reputation(opinions: pd.DataFrame, *, by: Sequence[str] = ()) -> pd.DataFrame | NotEnoughEvidence:
    """SATISFACTION_DTYPES of P / (P + N), in [0, 1], and net (P - N) / (P + N), in [-1, 1].

    `opinions`: one row per opinion in the breakdown asked for: brand_id, month (any day of it), sentiment (positive,
    neutral, negative), optional is_abstained, and the columns of `by`. Neutral and abstained ones take no side. For
    the total over aspects give one row per mention. Raises UsageError for missing columns.
    """
    frame = keyed(opinions, ["sentiment"], by, name="opinion")
    side = judged(frame)
    frame = frame.assign(good=side.eq("positive").astype("float64"), bad=side.eq("negative").astype("float64"))
    sums = summed(frame, by, ["good", "bad"])
    sums["denominator"] = sums["evidence_count"] = sums["good"] + sums["bad"]
    share = satisfaction_rows(sums.assign(numerator=sums["good"]), SHARE, _share)
    return stacked([share, satisfaction_rows(sums.assign(numerator=sums["good"] - sums["bad"]), NET, _net)])


def _share(rows: pd.DataFrame) -> tuple[Floats, Floats]:
    return wilson(rows["good"], rows["denominator"])


def _net(rows: pd.DataFrame) -> tuple[Floats, Floats]:
    low, high = _share(rows)
    return 2 * low - 1, 2 * high - 1
