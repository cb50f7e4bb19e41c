"""Referral programmes: how far invitations carry. K = invitations a customer x share of invitations that convert."""

import pandas as pd

from crm.frames import days_of, numbers_of, require, shaped

INVITATION_COLUMNS = ("campaign_id", "day", "referrer_id", "invite_count", "converted_count")
"""One row per inviting customer and day: invitations sent and customers who joined by them."""
PROGRAMME_DTYPES = {
    "campaign_id": "string", "week": "date32[day][pyarrow]", "customer_count": "Int64", "inviter_count": "Int64",
    "invite_count": "Int64", "converted_count": "Int64", "invites_per_customer": "Float64", "conversion": "Float64",
    "k_factor": "Float64", "is_growing": "boolean",
}  # fmt: skip
PROGRAMME_MONTH_DTYPES = {
    ("month" if name == "week" else name): dtype for name, dtype in PROGRAMME_DTYPES.items()
}  # fmt: skip


def programme_weeks(invitations: pd.DataFrame, eligible: pd.DataFrame) -> pd.DataFrame:
    """PROGRAMME_DTYPES, one row per campaign and week (its Monday) with an invitation.

    `eligible` has campaign_id and customer_count, the customers who could have invited. k_factor above 1 means that
    each customer brings more than one further: growth without advertising (is_growing). Ratios are NULL where nothing
    was sent or nobody was eligible; more conversions than invitations are kept as counted, with conversion NULL,
    since then invitations are missing from the feed. Raises UsageError for missing columns.
    """
    frame = _invited(invitations)
    day = frame["day"]
    table = _counted(frame.assign(week=day - pd.to_timedelta(day.dt.day_of_week, unit="D")), "week")
    sizes = require(eligible, ["campaign_id", "customer_count"], name="eligible").set_index("campaign_id")
    table["customer_count"] = table["campaign_id"].map(sizes["customer_count"])
    table = _rates(table).assign(week=table["week"].dt.date)
    return shaped(table.sort_values(["campaign_id", "week"]), PROGRAMME_DTYPES)


def programme_months(invitations: pd.DataFrame, eligible: pd.DataFrame) -> pd.DataFrame:
    """PROGRAMME_MONTH_DTYPES, one row per campaign and month (its first day) with an invitation, else as above.

    `eligible` has month (its first day) and customer_count: who could have invited in it. Raises UsageError for
    missing columns.
    """
    frame = _invited(invitations)
    table = _counted(frame.assign(month=frame["day"].dt.to_period("M").dt.to_timestamp()), "month")
    sizes = require(eligible, ["month", "customer_count"], name="eligible")
    counts = sizes.set_index(days_of(sizes["month"]))["customer_count"]
    table["customer_count"] = table["month"].map(counts)
    table = _rates(table).assign(month=table["month"].dt.date)
    return shaped(table.sort_values(["campaign_id", "month"]), PROGRAMME_MONTH_DTYPES)


def _invited(invitations: pd.DataFrame) -> pd.DataFrame:
    frame = require(invitations, INVITATION_COLUMNS, name="invitation").dropna(subset=["campaign_id", "day"])
    counts = {name: numbers_of(frame, name).fillna(0) for name in ("invite_count", "converted_count")}
    return frame.assign(day=days_of(frame["day"]), **counts)


def _counted(frame: pd.DataFrame, period: str) -> pd.DataFrame:
    """Invitations, conversions and inviting customers by campaign and period."""
    keys = ["campaign_id", period]
    sent = frame[frame["invite_count"] > 0].groupby(keys)["referrer_id"].nunique()
    table = frame.groupby(keys)[["invite_count", "converted_count"]].sum()
    return table.assign(inviter_count=sent.reindex(table.index).fillna(0)).reset_index()


def _rates(table: pd.DataFrame) -> pd.DataFrame:
    size = pd.to_numeric(table["customer_count"]).astype("float64")
    per_customer = table["invite_count"] / size.where(size > 0)
    conversion = table["converted_count"] / table["invite_count"].where(table["invite_count"] > 0)
    conversion = conversion.where(conversion <= 1)
    k_factor = per_customer * conversion
    is_growing = (k_factor > 1).astype("boolean").where(k_factor.notna())
    rates = {"invites_per_customer": per_customer, "conversion": conversion, "k_factor": k_factor}
    return table.assign(**rates, is_growing=is_growing)
