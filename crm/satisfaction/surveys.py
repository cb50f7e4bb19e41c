"""NPS, CSAT and CES: figures of surveys, and of nothing else."""

from collections.abc import Callable, Sequence
from typing import Final

import pandas as pd

from crm.frames import numbers_of
from crm.satisfaction.intervals import Floats, mean, net_score, wilson
from crm.satisfaction.rows import Interval, Measure, keyed, satisfaction_rows, stacked, summed
from crm.value.evidence import NotEnoughEvidence

NPS: Final = Measure(
    name="nps", zh="净推荐值", en="Net promoter score", counted="answers to the question of recommendation",
    grade="published",
)  # fmt: skip
CSAT: Final = Measure(
    name="csat", zh="满意率", en="Share of the satisfied", counted="answers to the question of satisfaction",
    grade="published",
)  # fmt: skip
CES: Final = Measure(
    name="ces", zh="费力度(1-7 均分)", en="Customer effort score, mean of 1 to 7",
    counted="answers to the question of effort", grade="published",
)  # fmt: skip
SATISFIED_SHARE: Final = 0.8
"""CSAT counts answers of at least four fifths of the scale: 4 and 5 of 5."""


def survey_measures(answers: pd.DataFrame, *, by: Sequence[str] = ()) -> pd.DataFrame | NotEnoughEvidence:
    """SATISFACTION_DTYPES of nps (promoters 9-10 less detractors 0-6, a balance in [-1, 1]; times 100 is the score
    usually quoted), csat (a share) and ces (a mean of 1 to 7, the higher the easier).

    `answers`: the rows of fact_survey_response: brand_id, month (any day of it), question (nps, csat, ces), score,
    scale (best possible: 10, any, 7), and the columns of `by`. Answers on another scale, or off their scale, are left
    out, so that no figure mixes scales. Raises UsageError for missing columns.
    """
    frame = keyed(answers, ["question", "score", "scale"], by, name="answer")
    frame = frame.assign(score=numbers_of(frame, "score"), scale=numbers_of(frame, "scale"))
    frame = frame[frame["score"] <= frame["scale"]]
    asked = {name: frame[frame["question"] == name] for name in ("nps", "csat", "ces")}
    ces = asked["ces"]
    return stacked(
        [
            _told(asked["nps"][asked["nps"]["scale"] == 10], NPS, by, _promotion, _net),
            _told(asked["csat"][asked["csat"]["scale"] > 0], CSAT, by, _satisfied, _share),
            _told(ces[(ces["scale"] == 7) & (ces["score"] >= 1)], CES, by, _effort, _mean),
        ]
    )


def _told(
    frame: pd.DataFrame, measure: Measure, by: Sequence[str], score: Callable[[pd.DataFrame], pd.DataFrame],
    interval: Interval,
) -> pd.DataFrame | NotEnoughEvidence:  # fmt: skip
    parts = score(frame)
    rows = frame[["brand_id", "month", *by]].assign(**{name: parts[name] for name in parts.columns}, denominator=1.0)
    sums = summed(rows, by, [*parts.columns, "denominator"])
    return satisfaction_rows(sums.assign(evidence_count=sums["denominator"]), measure, interval)


def _promotion(frame: pd.DataFrame) -> pd.DataFrame:
    up, down = (frame["score"] >= 9).astype("float64"), (frame["score"] <= 6).astype("float64")
    return pd.DataFrame({"up": up, "down": down, "numerator": up - down})


def _satisfied(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({"numerator": (frame["score"] >= SATISFIED_SHARE * frame["scale"]).astype("float64")})


def _effort(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({"numerator": frame["score"], "squares": frame["score"] ** 2})


def _net(rows: pd.DataFrame) -> tuple[Floats, Floats]:
    return net_score(rows["up"], rows["down"], rows["denominator"])


def _share(rows: pd.DataFrame) -> tuple[Floats, Floats]:
    return wilson(rows["numerator"], rows["denominator"])


def _mean(rows: pd.DataFrame) -> tuple[Floats, Floats]:
    return mean(rows["numerator"], rows["squares"], rows["denominator"])
