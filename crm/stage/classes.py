"""Customer classes (非、潜在、目标、现实、流失), steps of buying (初次、重复、忠诚) and life-cycle stages.

The textbooks name the states; the rules are ours. Each is a state machine over months: of everybody known at a
month's end exactly one class holds, so the classes of a month sum to the customers known.
"""

from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from crm.frames import require, shaped
from crm.stage.settings import StageSettings

CLASSES: Final = {
    "non": ("非客户", "known, without a purchase and without a recent sign of interest"),
    "potential": ("潜在客户", "no purchase yet, a recent sign of interest"),
    "target": ("目标客户", "potential, and chosen by the firm or interested on several days"),
    "actual": ("现实客户", "has bought, and the last purchase is within patience"),
    "lost": ("流失客户", "has bought, and the last purchase is beyond patience"),
}
"""Class -> Chinese title and meaning."""
STEPS: Final = {"first": "初次购买客户", "repeat": "重复购买客户", "loyal": "忠诚客户"}
"""Steps of an actual customer, by the purchases of the present episode."""
STAGES: Final = {"exploration": "考察期", "build_up": "形成期", "maturity": "稳定期", "decline": "退化期"}
"""Stages of a relationship; a non-customer has none."""
MOVES: Final = {
    **dict.fromkeys(("non", "potential", "target"), frozenset(CLASSES)),
    **dict.fromkeys(("actual", "lost"), frozenset({"actual", "lost"})),
}
"""Class -> classes that may follow, as long as no purchase is refunded: who has bought never is a prospect again.
A prospect may be lost within one step where that step is longer than patience (months without data)."""
CLASS_DTYPES: Final = {
    "customer_id": "string", "customer_class": "string", "purchase_step": "string", "stage": "string",
    "recency_days": "Int64", "episode_number": "Int64",
}  # fmt: skip


def classes(
    table: pd.DataFrame,
    *,
    end: date,
    settings: StageSettings,
    chosen: pd.Series | None = None,
    alive: pd.Series | None = None,
) -> pd.DataFrame:
    """CLASS_DTYPES of the rows of `crm.stage.activity.activity` as of `end`, sorted by id.

    chosen: ids of those the firm has chosen as targets; alive: P(alive) by customer_id, used for decline only (it is 1
    for everybody with a single purchase, so silence decides who is lost). recency_days and episode_number are NULL for
    who never bought. Raises UsageError for missing columns.
    """
    require(table.reset_index(), ["customer_id", "purchase_count", "last_day", "touch_day_count"], name="activity")
    recency = (pd.Timestamp(end) - table["last_day"]).dt.days.astype("Float64")
    klass = _class(table, recency, settings, set() if chosen is None else set(chosen))
    count = table["episode_purchase_count"]
    step = np.select([count >= settings.settled_count, count >= 2], ["loyal", "repeat"], "first")
    stage = _stage(table, klass, recency, settings, end, alive)
    frame = table.reset_index()[["customer_id", "episode_number"]].assign(
        customer_class=klass.to_numpy(),
        purchase_step=pd.Series(step).where((klass == "actual").to_numpy(), None).to_numpy(),
        stage=stage.where(klass != "non", None).to_numpy(),
        recency_days=recency.to_numpy(),
    )
    return shaped(frame, CLASS_DTYPES)


def _class(table: pd.DataFrame, recency: pd.Series, settings: StageSettings, chosen: set[str]) -> pd.Series:
    has_bought, is_interested = table["purchase_count"] > 0, table["touch_day_count"] > 0
    is_silent = (recency > settings.patience_days).fillna(False)
    is_target = table.index.isin(list(chosen)) | (table["touch_day_count"] >= settings.target_day_count)
    names = np.select(
        [has_bought & is_silent, has_bought, is_interested & is_target, is_interested],
        ["lost", "actual", "target", "potential"],
        "non",
    )
    return pd.Series(names, index=table.index)


def _stage(
    table: pd.DataFrame,
    klass: pd.Series,
    recency: pd.Series,
    settings: StageSettings,
    end: date,
    alive: pd.Series | None,
) -> pd.Series:
    """Decline before all; then the trial; then maturity, unless purchases grow."""
    told = pd.Series(np.nan, index=table.index) if alive is None else alive.reindex(table.index).astype("float64")
    count, recent, prior = (table[name] for name in ("episode_purchase_count", "recent_count", "prior_count"))
    tenure = (pd.Timestamp(end) - table["episode_day"]).dt.days
    is_falling = (prior >= 2) & (recent * settings.growth < prior)
    is_late = (count >= settings.settled_count) & (recency > 2 * table["gap_days"]).fillna(False)
    is_doubted = (told < settings.alive_bound).fillna(False)
    is_declining = (klass == "lost") | ((klass == "actual") & (is_falling | is_late | is_doubted))
    is_trial = (count < settings.settled_count) | (tenure < settings.settled_days).fillna(True)
    is_mature = (tenure >= settings.mature_days) & (recent < settings.growth * prior)
    names = np.select([is_declining, is_trial, is_mature], ["decline", "exploration", "maturity"], "build_up")
    return pd.Series(names, index=table.index)
