"""Risks told from the firm's own books: acquisition, credit, retention. Rules and formulas are our own definitions."""

from datetime import date
from typing import Final

import pandas as pd

from crm.frames import DATE, days_of, flags_of, numbers_of, require, shaped
from crm.stage.shares import share_prior
from crm.value.evidence import NotEnoughEvidence
from crm.value.orders import net_orders
from records.errors import UsageError

CHANNEL_DTYPES: Final = {
    "month": DATE, "channel": "string", "cost_amount": "Float64", "newcomer_count": "Int64", "cac": "Float64",
    "payback_months": "Float64", "fraud_count": "Int64", "fraud_share": "Float64",
}  # fmt: skip
BOOK_COLUMNS: Final = (
    "customer_id", "order_id", "day", "amount", "currency", "status", "product", "channel", "quantity", "is_refused",
    "is_overdue", "is_cash_on_delivery",
)  # fmt: skip
"""All that a credit risk may be told from: order lines. Anything else, above all what people wrote, is refused."""
CREDIT_DTYPES: Final = {
    "customer_id": "string", "order_count": "Int64", "failed_count": "Int64", "credit_risk": "Float64",
}  # fmt: skip
RETENTION_DTYPES: Final = {
    "cell": "string", "attempt_count": "Int64", "failed_count": "Int64", "retention_risk": "Float64",
    "cost_amount": "Float64", "overspend_amount": "Float64",
}  # fmt: skip

MIN_ATTEMPT_COUNT: Final = 20
"""Attempts below which nothing is said of their success; our own bound."""
ATTEMPT_PRIOR: Final = 10.0
"""Attempts as which everybody's success counts in each cell."""


def acquisition_months(costs: pd.DataFrame, newcomers: pd.DataFrame) -> pd.DataFrame:
    """CHANNEL_DTYPES, one row per month and channel that cost or brought something: cac x newcomer_count = cost_amount.

    costs: day, channel, cost_amount; newcomers: customer_id, day (of the first purchase), channel, monthly_margin,
    is_fraud (both may be unknown). cac is NULL for money that brought nobody; payback_months is cac over the mean
    known margin, NULL where that is not positive; accounts of unknown honesty count as honest. Raises UsageError for
    missing columns.
    """
    spent = require(costs, ["day", "channel", "cost_amount"], name="cost").dropna()
    came = require(newcomers, ["customer_id", "day", "channel", "monthly_margin", "is_fraud"], name="newcomer")
    came = came.dropna(subset=["customer_id", "day", "channel"]).drop_duplicates("customer_id")
    came = came.assign(fraud=flags_of(came, "is_fraud").astype("int64"), margin=pd.to_numeric(came["monthly_margin"]))
    key = ["month", "channel"]
    spent, came = (frame.assign(month=_month(frame["day"])) for frame in (spent, came))
    table = came.groupby(key).agg(newcomer_count=("customer_id", "size"), fraud_count=("fraud", "sum"))
    table = table.join(came.groupby(key)["margin"].mean()).join(spent.groupby(key)["cost_amount"].sum(), how="outer")
    for name in ("newcomer_count", "fraud_count", "cost_amount"):
        table[name] = table[name].astype("float64").fillna(0.0)
    some = table["newcomer_count"].where(table["newcomer_count"] > 0)
    table["cac"] = table["cost_amount"] / some
    table["fraud_share"] = table["fraud_count"] / some
    margin = table["margin"].astype("float64")
    table["payback_months"] = table["cac"] / margin.where(margin > 0)
    return shaped(table.sort_index().reset_index(), CHANNEL_DTYPES)


def acquisition_risks(customers: pd.DataFrame) -> pd.DataFrame:
    """customer_id, acquisition_risk: the share of what winning a customer cost that the margin has not earned back.

    customers: customer_id, cac (of the month and channel that brought them), margin (earned until now). Unknown cac
    gives an unknown risk; a customer who cost nothing carries none. Raises UsageError for missing columns.
    """
    frame = require(customers, ["customer_id", "cac", "margin"], name="acquired customer").sort_values("customer_id")
    cost, earned = numbers_of(frame, "cac"), pd.to_numeric(frame["margin"]).astype("float64").fillna(0.0)
    open_share = (1 - earned / cost.where(cost > 0)).clip(0, 1).where(cost > 0, cost)
    return shaped(frame.assign(acquisition_risk=open_share), {"customer_id": "string", "acquisition_risk": "Float64"})


def credit_risks(lines: pd.DataFrame, *, end: date) -> pd.DataFrame | NotEnoughEvidence:
    """CREDIT_DTYPES sorted: the chance that a customer's next order fails, drawn towards everybody's by beta-binomial.

    An order fails that is refunded to nothing, refused on delivery (is_refused) or paid late (is_overdue). Lines hold
    nothing but BOOK_COLUMNS: a risk of credit is an automated decision about a person, and what the person said in
    public has no place in it. Raises UsageError for any further column or a missing one.
    """
    if further := sorted(set(lines.columns) - set(BOOK_COLUMNS)):
        raise UsageError(f"a credit risk is told from the order book alone; not from {', '.join(further)}")
    net = net_orders(lines, end=end)
    bad = lines[flags_of(lines, "is_refused") | flags_of(lines, "is_overdue")][["customer_id", "order_id"]]
    key = pd.MultiIndex.from_frame(net[["customer_id", "order_id"]])
    gross = lines[pd.to_numeric(lines["amount"]) > 0].groupby("customer_id")["order_id"].unique().explode()
    paid = pd.MultiIndex.from_arrays([gross.index, gross.to_numpy()])
    is_failed = key.isin(pd.MultiIndex.from_frame(bad)) | (~net["is_purchase"] & key.isin(paid))
    counted = net[key.isin(paid)].assign(failed=is_failed[key.isin(paid)].astype("int64"))
    table = counted.groupby("customer_id").agg(order_count=("failed", "size"), failed_count=("failed", "sum"))
    prior = share_prior(table["failed_count"], table["order_count"])
    if isinstance(prior, NotEnoughEvidence):
        return prior
    table["credit_risk"] = prior.expected(table["failed_count"], table["order_count"])
    return shaped(table.sort_index().reset_index(), CREDIT_DTYPES)


def retention_risks(attempts: pd.DataFrame) -> pd.DataFrame | NotEnoughEvidence:
    """RETENTION_DTYPES, one row per cell: the chance that the next attempt to keep a customer fails.

    attempts: cell (tier, type of churn, or both), is_kept, cost_amount, value_amount (what the customer was worth).
    overspend_amount: the cost beyond chance of success times value, over all attempts of the cell. The chance is drawn
    towards all attempts' as if ten more had gone like them. Raises UsageError for missing columns.
    """
    frame = require(attempts, ["cell", "is_kept", "cost_amount", "value_amount"], name="retention attempt")
    frame = frame.dropna(subset=["cell", "is_kept"])
    if len(frame) < MIN_ATTEMPT_COUNT:
        return NotEnoughEvidence(what="retention attempts", n=len(frame), needed=MIN_ATTEMPT_COUNT)
    for name in ("cost_amount", "value_amount"):
        frame[name] = numbers_of(frame, name).fillna(0.0)
    frame["failed"] = (~frame["is_kept"].astype(bool)).astype("int64")
    table = frame.groupby("cell").agg(attempt_count=("failed", "size"), failed_count=("failed", "sum"))
    weight = table["attempt_count"] + ATTEMPT_PRIOR
    table["retention_risk"] = (table["failed_count"] + ATTEMPT_PRIOR * float(frame["failed"].mean())) / weight
    chance = 1 - frame["cell"].map(table["retention_risk"])
    frame["over"] = (frame["cost_amount"] - chance * frame["value_amount"]).clip(lower=0)
    sums = frame.groupby("cell")[["cost_amount", "over"]].sum().rename(columns={"over": "overspend_amount"})
    return shaped(table.join(sums).sort_index().reset_index(), RETENTION_DTYPES)


def _month(days: pd.Series) -> pd.Series:
    first: pd.Series = days_of(days).dt.to_period("M").dt.start_time.astype(DATE)
    return first
