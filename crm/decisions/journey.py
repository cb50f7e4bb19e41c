"""The customer's journey: how many reach each stage, and which touchpoint is most worth mending."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from crm.frames import days_of, numbers_of, require, shaped
from crm.satisfaction.intervals import Floats, mean, wilson
from crm.satisfaction.regression import least_squares
from crm.value.evidence import NotEnoughEvidence
from records.errors import UsageError

STAGE_DTYPES: Final = {
    "stage": "string", "stage_number": "Int64", "customer_count": "Int64", "before_count": "Int64",
    "pass_share": "Float64", "pass_low": "Float64", "pass_high": "Float64", "drop_count": "Int64",
    "wait_days": "Float64",
}  # fmt: skip
TOUCHPOINT_DTYPES: Final = {
    "touchpoint": "string", "answer_count": "Int64", "satisfaction": "Float64", "satisfaction_low": "Float64",
    "satisfaction_high": "Float64", "importance": "Float64", "importance_low": "Float64", "importance_high": "Float64",
    "priority": "Float64", "priority_rank": "Int64",
}  # fmt: skip


def journey_stages(events: pd.DataFrame, stages: Sequence[str]) -> pd.DataFrame | NotEnoughEvidence:
    """STAGE_DTYPES in the order of `stages`: customers who reached each after all before it, and how many were lost.

    `events`: customer_id, stage, day; a stage counts from the customer's first event of it not before the stage
    before. pass_share is of those at the stage before (NULL for the first, and where nobody was left). Raises
    UsageError for missing columns, fewer than two stages, or a stage named twice. wait_days is the median of the days
    since the stage before.
    """
    if len(stages) < 2 or len(set(stages)) != len(stages):
        raise UsageError("a journey has two stages or more, each named once")
    frame = require(events, ["customer_id", "stage", "day"], name="event")
    frame = frame.assign(day=days_of(frame["day"])).dropna(subset=["customer_id", "stage", "day"])
    reached = frame[frame["stage"] == stages[0]].groupby("customer_id")["day"].min()
    if reached.empty:
        return NotEnoughEvidence(what=f"customers at stage {stages[0]}", n=0, needed=1)
    counts, waits = [len(reached)], [float("nan")]
    for stage in stages[1:]:
        here = frame[frame["stage"] == stage]
        later = here[here["day"].to_numpy() >= reached.reindex(here["customer_id"]).to_numpy()]
        before, reached = reached, later.groupby("customer_id")["day"].min()
        counts.append(len(reached))
        waits.append(float((reached - before.reindex(reached.index)).dt.days.median()))
    table = pd.DataFrame({"stage": list(stages), "customer_count": counts, "wait_days": waits})
    came = table["customer_count"].shift()
    low, high = wilson(table["customer_count"], came)
    table = table.assign(
        stage_number=np.arange(1, len(table) + 1), before_count=came, drop_count=came - table["customer_count"],
        pass_share=table["customer_count"] / came.where(came > 0), pass_low=low, pass_high=high,
    )  # fmt: skip
    return shaped(table, STAGE_DTYPES)


def touchpoint_priorities(answers: pd.DataFrame, *, scale: float = 5) -> pd.DataFrame | NotEnoughEvidence:
    """TOUCHPOINT_DTYPES, the most worth mending first: priority = importance x (scale - satisfaction).

    importance is the coefficient of the touchpoint's score on the overall score over all who answered every touchpoint
    (least squares, HC3), 0 where it is below: derived, not asked. `answers`: respondent_id, touchpoint, score, overall,
    scores up to `scale`. The formula is ours. Raises UsageError for missing columns.
    """
    frame = require(answers, ["respondent_id", "touchpoint", "score", "overall"], name="answer")
    frame = frame.assign(score=numbers_of(frame, "score"), overall=numbers_of(frame, "overall"))
    frame = frame[frame["score"] <= scale].dropna(subset=["respondent_id", "touchpoint", "overall"])
    wide = frame.pivot_table(index="respondent_id", columns="touchpoint", values="score", aggfunc="last").dropna()
    overall = frame.groupby("respondent_id")["overall"].last().reindex(wide.index)
    names = [str(name) for name in wide.columns]
    found = least_squares(wide.to_numpy("float64"), overall.to_numpy("float64"), names, what="complete answers")
    if isinstance(found, NotEnoughEvidence):
        return found
    told = [found.estimate(name) for name in names]
    frame["squares"] = frame["score"] ** 2
    sums = frame.groupby("touchpoint").agg(n=("score", "size"), total=("score", "sum"), squares=("squares", "sum"))
    sums = sums.loc[list(wide.columns)]
    low, high = _interval(sums)
    table = pd.DataFrame({"touchpoint": names, "answer_count": sums["n"].to_numpy()})
    table = table.assign(
        satisfaction=(sums["total"] / sums["n"]).to_numpy(), satisfaction_low=low, satisfaction_high=high,
        importance=[each.value for each in told], importance_low=[each.low for each in told],
        importance_high=[each.high for each in told],
    )  # fmt: skip
    table["priority"] = table["importance"].clip(lower=0) * (scale - table["satisfaction"])
    table = table.sort_values(["priority", "touchpoint"], ascending=[False, True], ignore_index=True)
    return shaped(table.assign(priority_rank=np.arange(1, len(table) + 1)), TOUCHPOINT_DTYPES)


def _interval(sums: pd.DataFrame) -> tuple[Floats, Floats]:
    return mean(sums["total"], sums["squares"], sums["n"])
