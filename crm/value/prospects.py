"""Who showed interest and has not bought: what is known of them at a cut, and whether a purchase followed.

The examples of the lead score (crm.value.leads). Features count signs of interest and their days, and no words of them,
so that they hold for whatever a shop calls a click or a sample. Our own definitions.
"""

import zlib
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

import numpy as np
import pandas as pd

from crm.frames import days_of, require

FEATURES: Final = (
    "sign_log", "day_log", "kind_count", "channel_count", "contact_count", "recency_log", "age_log",
)  # fmt: skip
SIGN_COLUMNS: Final = ("customer_id", "day", "kind", "channel", "is_contact")
INTEREST_DAYS: Final = 90
"""A sign older than this is no interest any more."""
HORIZON_DAYS: Final = 60
"""Days after the cut within which a first purchase counts as the outcome."""


def prospects_at(signs: pd.DataFrame, buyers: pd.DataFrame, *, cut: date) -> pd.DataFrame:
    """customer_id and FEATURES of who showed interest within INTEREST_DAYS until `cut` and had not bought; sorted.

    signs: SIGN_COLUMNS, one row a touch or contact (kind and channel may be unknown); buyers: customer_id, day (of the
    first purchase). Nothing after the cut is looked at. Raises UsageError for missing columns.
    """
    rows = _typed(signs)
    rows = rows[(rows["day"] <= pd.Timestamp(cut)) & ~rows["customer_id"].isin(_bought_until(buyers, cut))]
    end = pd.Timestamp(cut)
    told = rows.groupby("customer_id").agg(
        sign_count=("day", "size"), day_count=("day", "nunique"), kind_count=("kind", "nunique"),
        channel_count=("channel", "nunique"), contact_count=("is_contact", "sum"), first=("day", "min"),
        last=("day", "max"),
    )  # fmt: skip
    told = told[told["last"] > end - timedelta(days=INTEREST_DAYS)]
    features = told.assign(
        sign_log=np.log1p(told["sign_count"]), day_log=np.log1p(told["day_count"]),
        recency_log=np.log1p((end - told["last"]).dt.days), age_log=np.log1p((end - told["first"]).dt.days),
    )  # fmt: skip
    return features[list(FEATURES)].astype("float64").sort_index().reset_index()


def examples(signs: pd.DataFrame, buyers: pd.DataFrame, *, cuts: Sequence[date], last_day: date) -> pd.DataFrame:
    """FEATURES and became_customer, one row a person: a prospect of several cuts stands for one of them, by its id.

    A cut whose HORIZON_DAYS are not over by last_day tells nothing yet and is left out. One row a person keeps the same
    person from standing among the rows learnt from and those judged by. Raises UsageError for missing columns.
    """
    over = [cut for cut in cuts if cut + timedelta(days=HORIZON_DAYS) <= last_day]
    told = (prospects_at(signs, buyers, cut=cut).assign(cut=pd.Timestamp(cut)) for cut in over)
    parts = [part for part in told if len(part)]
    if not parts:
        return pd.DataFrame(columns=["customer_id", *FEATURES, "became_customer"])
    found = pd.concat(parts, ignore_index=True).sort_values(["customer_id", "cut"], ignore_index=True)
    place = found.groupby("customer_id").cumcount()
    chosen = found["customer_id"].map(_number) % found.groupby("customer_id")["cut"].transform("size")
    found = found[place == chosen]
    first = days_of(buyers["day"]).groupby(buyers["customer_id"]).min().reindex(found["customer_id"]).to_numpy()
    wait = first - found["cut"].to_numpy()
    is_won = wait <= np.timedelta64(HORIZON_DAYS, "D")
    return found.assign(became_customer=is_won).drop(columns="cut").reset_index(drop=True)


def _typed(signs: pd.DataFrame) -> pd.DataFrame:
    frame = require(signs, list(SIGN_COLUMNS), name="sign of interest").dropna(subset=["customer_id", "day"])
    return frame.assign(day=days_of(frame["day"]), is_contact=frame["is_contact"].astype(bool))


def _bought_until(buyers: pd.DataFrame, cut: date) -> pd.Series:
    frame = require(buyers, ["customer_id", "day"], name="buyer")
    bought: pd.Series = frame[days_of(frame["day"]) <= pd.Timestamp(cut)]["customer_id"]
    return bought


def _number(customer_id: object) -> int:
    """The same at every run, unlike a hash of Python."""
    return zlib.crc32(str(customer_id).encode())
