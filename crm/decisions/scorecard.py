"""The balanced scorecard of customer relations: indicators in four views, put on 0..100 and weighted.

The views are Kaplan and Norton's (1992); floors and targets are the firm's, and so are the judgements behind weights.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from crm.frames import DATE, days_of, require, shaped
from crm.value.evidence import NotEnoughEvidence
from records.errors import ConfigError

VIEWS: Final = {"finance": "财务", "customer": "客户", "process": "内部流程", "learning": "学习与成长"}
"""Name -> Chinese title."""
SCORE_DTYPES: Final = {
    "brand_id": "string", "month": DATE, "view": "string", "score": "Float64", "indicator_count": "Int64",
    "weight_known": "Float64",
}  # fmt: skip
"""view is one of VIEWS, or `all`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One figure of a view. Raises ConfigError for an unknown view, or a floor that is the target."""

    name: str
    view: str
    floor: float
    """Value that scores 0; above `target` where less is better."""
    target: float
    """Value that scores 100."""

    def __post_init__(self) -> None:
        if self.view not in VIEWS:
            raise ConfigError(f"scorecard: {self.name} is in view {self.view}; there are {', '.join(VIEWS)}")
        if self.floor == self.target:
            raise ConfigError(f"scorecard: floor and target of {self.name} are both {self.target}")


def indicator_scores(values: pd.DataFrame, indicators: Sequence[Indicator]) -> pd.DataFrame:
    """brand_id, month and a column per indicator: 100 (value - floor) / (target - floor), held within 0..100.

    `values`: brand_id, month (any day of it), indicator, value, one row each. What is unknown stays unknown (NaN).
    Raises UsageError for missing columns.
    """
    frame = require(values, ["brand_id", "month", "indicator", "value"], name="indicator value")
    frame["month"] = days_of(frame["month"]).dt.to_period("M").dt.to_timestamp()
    frame["value"] = pd.to_numeric(frame["value"]).astype("float64")
    table = frame.pivot_table(index=["brand_id", "month"], columns="indicator", values="value", aggfunc="last")
    told = {
        each.name: (100 * (table[each.name] - each.floor) / (each.target - each.floor)).clip(0, 100)
        for each in indicators
        if each.name in table
    }
    return pd.DataFrame(told, index=table.index).reindex(columns=[each.name for each in indicators])


def scorecard(
    values: pd.DataFrame, indicators: Sequence[Indicator], weights: Mapping[str, float]
) -> pd.DataFrame | NotEnoughEvidence:
    """SCORE_DTYPES, one row per brand, month and view, and `all`, sorted: weighted means of the known indicators.

    weight_known is the share of the view's weight whose indicators were known, so that a score of half the evidence
    shows. `weights` by indicator, from crm.decisions.ahp, crm.decisions.entropy or `combined`. Raises UsageError for
    missing columns, ConfigError for an indicator without a weight, or weights that are negative or all 0.
    """
    names = [each.name for each in indicators]
    if any(name not in weights or weights[name] < 0 for name in names) or not sum(weights[name] for name in names):
        raise ConfigError("scorecard: every indicator needs a weight, none negative, not all 0")
    scores = indicator_scores(values, indicators)
    groups = {view: [each.name for each in indicators if each.view == view] for view in VIEWS} | {"all": names}
    parts = [_of_view(scores[group], weights, view) for view, group in groups.items() if group]
    table = pd.concat(parts).reset_index() if parts else pd.DataFrame(columns=list(SCORE_DTYPES))
    table = table[table["indicator_count"] > 0]
    if table.empty:
        return NotEnoughEvidence(what="known indicators", n=0, needed=1)
    table = table.sort_values(["brand_id", "month", "view"])
    return shaped(table.assign(month=table["month"].dt.date), SCORE_DTYPES)


def combined(*weights: Mapping[str, float]) -> dict[str, float]:
    """The mean of several sets of weights over the same indicators, e.g. judged and measured ones; sums to 1.

    Raises ConfigError for sets over different indicators.
    """
    if not weights or any(set(each) != set(weights[0]) for each in weights):
        raise ConfigError("weights: sets over the same indicators are needed")
    return {name: sum(each[name] / sum(each.values()) for each in weights) / len(weights) for name in weights[0]}


def _of_view(scores: pd.DataFrame, weights: Mapping[str, float], view: str) -> pd.DataFrame:
    weight = pd.Series({name: float(weights[name]) for name in scores.columns})
    known = scores.notna().mul(weight).sum(axis="columns")
    total = scores.mul(weight).sum(axis="columns")
    return pd.DataFrame(
        {
            "view": view,
            "score": total / known.where(known > 0),
            "indicator_count": scores.notna().sum(axis="columns"),
            "weight_known": known / weight.sum() if weight.sum() else None,
        }
    )
