"""期望–感知, the gap between what was expected and what was found: perception less expectation, aspect by aspect."""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from crm.frames import numbers_of
from crm.satisfaction.intervals import Floats, mean
from crm.satisfaction.rows import Measure, keyed, satisfaction_rows, summed
from crm.value.evidence import NotEnoughEvidence

GAP: Final = Measure(
    name="expectation_gap", zh="期望差距(感知-期望)", en="Perception less expectation", counted="paired answers",
    grade="published",
)  # fmt: skip
GAP_PROXY: Final = Measure(
    name="expectation_gap_proxy", zh="期望差距(文本代理)", en="Perception less expectation (proxy)",
    counted="texts that tell both", grade="own", is_proxy=True,
)  # fmt: skip


def expectation_gaps(
    pairs: pd.DataFrame, *, by: Sequence[str] = ("aspect",), is_proxy: bool = False
) -> pd.DataFrame | NotEnoughEvidence:
    """SATISFACTION_DTYPES: sum of (perception - expectation) / pairs, in points of the scale; below 0 it disappoints.

    The gap score of SERVQUAL (Parasuraman, Zeithaml & Berry 1988). `pairs`: one row per person and aspect: brand_id,
    month (any day of it), expectation, perception on one scale, and the columns of `by`. Rows with one of the two
    unknown are left out: means of different people are no gap. is_proxy: both were read from texts. Raises UsageError
    for missing columns.
    """
    frame = keyed(pairs, ["expectation", "perception"], by, name="pair")
    frame["numerator"] = numbers_of(frame, "perception") - numbers_of(frame, "expectation")
    frame = frame.dropna(subset=["numerator"])
    frame = frame.assign(squares=frame["numerator"] ** 2, denominator=1.0)
    sums = summed(frame, by, ["numerator", "squares", "denominator"])
    sums["evidence_count"] = sums["denominator"]
    return satisfaction_rows(sums, GAP_PROXY if is_proxy else GAP, _interval)


def _interval(rows: pd.DataFrame) -> tuple[Floats, Floats]:
    return mean(rows["numerator"], rows["squares"], rows["denominator"])
