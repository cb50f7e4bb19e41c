"""What programmes cost, what they brought, and whether they pay: advertising by channel, and referrals."""

from typing import TYPE_CHECKING, Any

from pipeline.findings.books import Books
from pipeline.findings.result import Result, table_of_frame
from pipeline.findings.spending import Spending
from pipeline.settings.customers import CustomersSection

if TYPE_CHECKING:
    import pandas as pd

VERSION = "programme-1"
UNKNOWN_CHANNEL = "(none)"
"""What crm.decisions.paths calls orders without a known touch."""
UNNAMED = "referral"
TOLD_BY = "linear"
"""Rule whose credits are the benefit; the lowest and the highest of all rules are its band."""
KEYS = ["brand_id", "programme", "month"]
BENEFITS = ["benefit_amount", "benefit_low", "benefit_high"]


def programme_months(books: Books, spending: Spending, credits: Result, section: CustomersSection) -> Result:
    """Rows of `fact_programme_month`, from the first month on in which a programme can be credited with anything."""
    import pandas as pd

    channels, referrals = _channels(books, spending, credits), _referrals(books, spending)
    margin, rate = section.margin_share or 1.0, (1 + section.annual_rate) ** (1 / 12) - 1
    frames = [valued for frame in (channels, referrals) if len(frame) and len(valued := _valued(frame, margin, rate))]
    if not frames:
        return Result("programme_months", reason="no programme with both costs and what they may have brought")
    told = pd.concat(frames, ignore_index=True)
    told = told.assign(is_margin=section.margin_share is not None, model_version=VERSION)
    spent = set(spending.costs["channel"]) - set(told["programme"])
    reason = f"no touchpoints of {len(spent)} channels that cost money" if spent else None
    return Result("programme_months", {"all": table_of_frame(told)}, reason)


def _channels(books: Books, spending: Spending, credits: Result) -> "pd.DataFrame":
    """KEYS, kind, spent_amount and BENEFITS as revenue: credits x what an order of the month brought on average."""
    import pandas as pd

    if not credits.tables or not len(spending.costs):
        return pd.DataFrame(columns=KEYS)
    rows = pd.concat([table.to_pandas() for table in credits.tables.values()])
    rows = rows[rows["channel"] != UNKNOWN_CHANNEL].rename(columns={"channel": "programme"})
    rows = rows.assign(month=pd.to_datetime(rows["month"])).merge(_order_amounts(books), on=["brand_id", "month"])
    rows["revenue"] = rows["credit_count"].astype("float64") * rows["order_amount"]
    by = rows.groupby(KEYS)["revenue"]
    told = pd.DataFrame({"benefit_low": by.min(), "benefit_high": by.max()})
    told["benefit_amount"] = rows[rows["model"] == TOLD_BY].groupby(KEYS)["revenue"].sum()
    costs = _monthly(spending.costs).rename(columns={"channel": "programme"}).groupby(KEYS)["cost"].sum()
    costs = costs[costs.index.get_level_values("month") >= rows["month"].min()]
    told = told.join(costs.rename("spent_amount"), how="left").fillna(0.0).reset_index()
    return told[told["programme"].isin(spending.costs["channel"])].assign(kind="channel")


def _order_amounts(books: Books) -> "pd.DataFrame":
    paid = _monthly(books.orders[books.orders["amount"] > 0].dropna(subset=["brand_id"]))
    sums = paid.groupby(["brand_id", "month"]).agg(amount=("amount", "sum"), orders=("order_id", "nunique"))
    return (sums["amount"].astype("float64") / sums["orders"]).rename("order_amount").reset_index()


def _referrals(books: Books, spending: Spending) -> "pd.DataFrame":
    """As of channels, with counts of invitations; of all brands, since invitations name none."""
    import pandas as pd

    from crm.value.programme import programme_months as counted

    months = [pd.Timestamp(month) for month in books.months(limit=10_000)]
    if not len(spending.invitations) or not months:
        return pd.DataFrame(columns=KEYS)
    first = _monthly(books.orders[books.orders["amount"] > 0]).groupby("customer_id")["month"].min()
    eligible = pd.DataFrame({"month": months, "customer_count": [int((first <= month).sum()) for month in months]})
    sent = spending.invitations.assign(campaign_id=spending.invitations["campaign_id"].astype("string").fillna(UNNAMED))
    told = counted(sent, eligible).rename(columns={"campaign_id": "programme", "converted_count": "joined_count"})
    told["month"] = pd.to_datetime(told["month"].astype("string"))
    only = told["programme"].unique()
    money = _referral_money(books, months)
    if len(only) == 1:  # who joined names no campaign: with several, nobody knows which one brought the money
        money = money[money["month"] >= told["month"].min()]
        told = money.assign(programme=only[0]).merge(told, on=["programme", "month"], how="left")
    else:
        told = told.assign(**dict.fromkeys(("spent_amount", *BENEFITS), float("nan")))
    counts = ["invite_count", "inviter_count", "joined_count", "customer_count", "k_factor"]
    return told[["programme", "month", "spent_amount", *BENEFITS, *counts]].assign(brand_id=None, kind="referral")


def _referral_money(books: Books, months: "list[pd.Timestamp]") -> "pd.DataFrame":
    """month, spent_amount (rewards) and BENEFITS: orders of who joined, less those who would have come anyway.

    The low end counts only those who said that they would not have come, the high end all.
    """
    import pandas as pd

    joined = books.referrals.assign(joined=pd.to_datetime(books.referrals["day"]))
    says = joined["would_join_anyway"].astype("boolean")
    ends = {
        "benefit_amount": ~says.fillna(False),
        "benefit_low": ~says.fillna(True),
        "benefit_high": says.isna() | True,
    }
    bought = _monthly(books.orders).assign(bought=lambda frame: pd.to_datetime(frame["day"]))
    told = {"spent_amount": _monthly(joined).groupby("month")["reward"].sum()}
    for name, is_counted in ends.items():
        own = bought.merge(joined.loc[is_counted, ["referred_id", "joined"]], left_on="customer_id",
                           right_on="referred_id")  # fmt: skip
        told[name] = own[own["bought"] >= own["joined"]].groupby("month")["amount"].sum()
    frame = pd.DataFrame(told).reindex(months).astype("float64").fillna(0.0)
    return frame.rename_axis("month").reset_index()


def _valued(frame: "pd.DataFrame", margin: float, rate: float) -> "pd.DataFrame":
    """With benefits as margin and, to date, what programme_value says; programmes that never cost anything go."""
    import pandas as pd

    frame = frame.assign(**{name: frame[name] * margin for name in BENEFITS}).sort_values("month")
    parts = []
    for _, own in frame.groupby(["brand_id", "programme"], dropna=False):
        value = [_to_date(own.iloc[: count + 1], rate) for count in range(len(own))]
        parts.append(own.assign(**pd.DataFrame(value, index=own.index)))
    told = pd.concat(parts)
    told["month"] = told["month"].dt.date
    return told


def _to_date(own: "pd.DataFrame", rate: float) -> dict[str, Any]:
    from crm.decisions.programme_value import programme_value
    from crm.value.evidence import NotEnoughEvidence

    start = own["month"].dt.to_period("M")
    flows = own.rename(columns={"benefit_amount": "benefit", "spent_amount": "cost"}).assign(
        period=(start - start.iloc[0]).map(lambda step: step.n)
    )
    flows = flows[["period", "benefit", "cost", "benefit_low", "benefit_high"]]
    found = NotEnoughEvidence(what="known money", n=0, needed=1) if flows.isna().any(axis=None) else (
        programme_value(flows, rate=rate)
    )  # fmt: skip
    names = ("roi", "npv", "npv_low", "npv_high")
    if isinstance(found, NotEnoughEvidence):
        return {"period_count": len(own), "payback_months": None, **dict.fromkeys(names)}
    return {"period_count": found.period_count, "payback_months": found.payback_periods,
            **{name: getattr(found, name) for name in names}}  # fmt: skip


def _monthly(frame: "pd.DataFrame") -> "pd.DataFrame":
    import pandas as pd

    return frame.assign(month=pd.to_datetime(frame["day"]).dt.to_period("M").dt.start_time)
