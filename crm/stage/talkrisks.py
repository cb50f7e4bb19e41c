"""Risks told from what customers say and how they are answered: satisfaction and communication. Own definitions."""

from datetime import timedelta
from typing import Final

import pandas as pd

from crm.frames import DATE, days_of, require, shaped
from crm.stage.shares import share_prior
from crm.value.evidence import NotEnoughEvidence

LOW_SHARE: Final = 0.4
"""A rating is low at or below this share of the best possible one: 2 of 5."""
TREND_COUNT: Final = 3
"""Last ratings that are compared with those before."""
SATISFACTION_DTYPES: Final = {
    "customer_id": "string", "rating_count": "Int64", "low_count": "Int64", "satisfaction_risk": "Float64",
    "rating_trend": "Float64",
}  # fmt: skip
TALK_DTYPES: Final = {
    "brand_id": "string", "day": DATE, "contact_count": "Int64", "unanswered_count": "Int64",
    "unanswered_share": "Float64", "contradiction_count": "Int64", "opt_out_count": "Int64",
}  # fmt: skip
COMMUNICATION_DTYPES: Final = {
    "customer_id": "string", "contact_count": "Int64", "unanswered_count": "Int64", "communication_risk": "Float64",
}  # fmt: skip
CONTRADICTION_DAYS = timedelta(days=30)
"""Within this long, two different answers to one customer in one matter contradict each other."""


def satisfaction_risks(ratings: pd.DataFrame) -> pd.DataFrame | NotEnoughEvidence:
    """SATISFACTION_DTYPES sorted: the chance that the next rating is low, drawn towards everybody's (beta-binomial).

    ratings: customer_id, day, rating, rating_scale (best possible). rating_trend: mean of the last three ratings less
    that of those before, in shares of the scale; NULL below four. Ratings above their scale or below 0 are unknown.
    Raises UsageError for missing columns.
    """
    frame = require(ratings, ["customer_id", "day", "rating", "rating_scale"], name="rating")
    share = pd.to_numeric(frame["rating"]) / pd.to_numeric(frame["rating_scale"]).where(lambda best: best > 0)
    frame = frame.assign(share=share.where(share.between(0, 1)), day=days_of(frame["day"]))
    frame = frame.dropna(subset=["customer_id", "share"]).sort_values(["customer_id", "day"], kind="stable")
    frame["low"] = (frame["share"] <= LOW_SHARE).astype("int64")
    table = frame.groupby("customer_id").agg(rating_count=("low", "size"), low_count=("low", "sum"))
    prior = share_prior(table["low_count"], table["rating_count"])
    if isinstance(prior, NotEnoughEvidence):
        return prior
    table["satisfaction_risk"] = prior.expected(table["low_count"], table["rating_count"])
    is_last = frame.groupby("customer_id").cumcount(ascending=False) < TREND_COUNT
    last, before = (frame[mask].groupby("customer_id")["share"].mean() for mask in (is_last, ~is_last))
    table["rating_trend"] = last - before
    return shaped(table.sort_index().reset_index(), SATISFACTION_DTYPES)


def communication_days(contacts: pd.DataFrame, opt_outs: pd.DataFrame) -> pd.DataFrame:
    """TALK_DTYPES, one row per brand and day with a contact or an opt-out.

    contacts: brand_id, customer_id, day, is_answered (unknown rows count as contacts, not as unanswered), reason and
    answer (codes; both may be unknown); opt_outs: brand_id, day. A contradiction is an answer unlike the one before it
    to the same customer for the same reason within 30 days. unanswered_share is of the contacts whose answer is known,
    NULL where none is. Raises UsageError for missing columns.
    """
    columns = ["brand_id", "customer_id", "day", "is_answered", "reason", "answer"]
    frame = require(contacts, columns, name="contact").dropna(subset=["brand_id", "day"])
    frame = frame.assign(day=days_of(frame["day"]), answered=frame["is_answered"].astype("boolean"))
    frame["unanswered"] = (~frame["answered"]).fillna(False).astype("int64")
    frame["known"] = frame["answered"].notna().astype("int64")
    frame["contradicts"] = _contradictions(frame).astype("int64")
    sums = {"unanswered": "unanswered_count", "contradicts": "contradiction_count", "known": "known"}
    by_day = frame.groupby(["brand_id", "day"])
    table = by_day[list(sums)].sum().rename(columns=sums).join(by_day.size().rename("contact_count"))
    left = require(opt_outs, ["brand_id", "day"], name="opt-out").dropna()
    gone = left.assign(day=days_of(left["day"])).groupby(["brand_id", "day"]).size().rename("opt_out_count")
    table = table.join(gone, how="outer").astype("float64").fillna(0.0)
    table["unanswered_share"] = table["unanswered_count"] / table["known"].where(table["known"] > 0)
    table = table.sort_index().reset_index()
    return shaped(table.assign(day=table["day"].dt.date), TALK_DTYPES)


def communication_risks(contacts: pd.DataFrame, opt_outs: pd.DataFrame) -> pd.DataFrame | NotEnoughEvidence:
    """COMMUNICATION_DTYPES sorted: the chance that a customer's next word stays unanswered; 1 after an opt-out.

    contacts: customer_id, is_answered; opt_outs: customer_id. The chance is drawn towards everybody's (beta-binomial).
    Raises UsageError for missing columns.
    """
    frame = require(contacts, ["customer_id", "is_answered"], name="contact").dropna(
        subset=["customer_id", "is_answered"]
    )
    left = require(opt_outs, ["customer_id"], name="opt-out")["customer_id"].dropna().unique()
    frame["unanswered"] = (~frame["is_answered"].astype(bool)).astype("int64")
    table = frame.groupby("customer_id").agg(
        contact_count=("unanswered", "size"), unanswered_count=("unanswered", "sum")
    )
    prior = share_prior(table["unanswered_count"], table["contact_count"])
    if isinstance(prior, NotEnoughEvidence):
        return prior
    table = table.reindex(table.index.union(pd.Index(left, name="customer_id"))).fillna(0)
    table["communication_risk"] = prior.expected(table["unanswered_count"], table["contact_count"])
    table.loc[table.index.isin(left), "communication_risk"] = 1.0
    return shaped(table.sort_index().reset_index(), COMMUNICATION_DTYPES)


def _contradictions(frame: pd.DataFrame) -> pd.Series:
    known = frame.dropna(subset=["customer_id", "reason", "answer"]).sort_values("day", kind="stable")
    matter = known.groupby(["customer_id", "reason"])
    is_near = known["day"] - matter["day"].shift() <= CONTRADICTION_DAYS
    before = matter["answer"].shift()
    return (is_near & before.notna() & (known["answer"] != before)).reindex(frame.index, fill_value=False)
