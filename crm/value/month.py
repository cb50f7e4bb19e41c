"""The customer's month: what every method of value says about each customer at the end of a month, as one frame."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, TypeVar

import numpy as np
import pandas as pd

from crm.frames import DATE, shaped
from crm.value.bg_nbd import fit_bg_nbd
from crm.value.cells import value_cells
from crm.value.clv import CLV_DTYPES, ValueSettings, lifetime_values
from crm.value.engagement_value import PARTS, engagement_values
from crm.value.evidence import NotEnoughEvidence
from crm.value.fit import Fit
from crm.value.fitting import FitFailed
from crm.value.gamma_gamma import GammaGamma, fit_gamma_gamma
from crm.value.histories import Histories, histories_of
from crm.value.orders import net_orders, purchase_days, repeat_buying
from crm.value.pyramid import DEFAULT_PYRAMID, Pyramid, value_tiers
from crm.value.rfm import RFM_DTYPES, SCORE_DTYPES, rfm, rfm_scores
from records.ids import version_of


def _without_key(dtypes: dict[str, str]) -> dict[str, str]:
    return {name: dtype for name, dtype in dtypes.items() if name != "customer_id"}


MONTH_DTYPES: Final = {
    "customer_id": "string", "month": DATE, "order_count": "Int64", "net_amount": "Float64",
    **_without_key(RFM_DTYPES), **_without_key(SCORE_DTYPES),
    "p_alive": "Float64", "expected_order_count": "Float64", "clv": "Float64", "crv": "Float64", "civ": "Float64",
    "ckv_index": "Float64", "cev": "Float64", "profit": "Float64", "tier": "string", "value_rank": "Int64",
    "value_cell": "string", "model_version": "string",
}  # fmt: skip
FitFunction = Callable[[Histories], Fit[Any] | NotEnoughEvidence]
"""fit_bg_nbd, fit_mbg_nbd or fit_pareto_nbd."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherParts:
    """What other feeds say of customers in that month; None where the feed does not exist, so that it stays unknown."""

    referral: pd.DataFrame | None = None
    """customer_id, crv (crm.value.referral_value)."""
    influence: pd.DataFrame | None = None
    """customer_id, civ (crm.value.influence) of everybody whose accounts are known, 0 where nobody follows them."""
    knowledge: pd.DataFrame | None = None
    """customer_id, ckv_index (crm.value.knowledge) of every customer whose accounts are known."""
    profit: pd.DataFrame | None = None
    """customer_id, profit (crm.value.profit)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerMonth:
    """The frame, and what it could not say."""

    frame: pd.DataFrame
    """MONTH_DTYPES, one row per customer with a purchase until the month's end, sorted by id; NULL is unknown."""
    lacks: dict[str, NotEnoughEvidence] = field(default_factory=dict)
    """Method -> why its columns are NULL: rfm, repeat_buying, money, value_cell, tier."""
    fit: Fit[Any] | None = None
    money: GammaGamma | None = None


def _amounts(table: pd.DataFrame) -> GammaGamma | NotEnoughEvidence:
    """Gamma-Gamma; amounts whose likelihood has no maximum are no evidence, and leave the other columns standing."""
    try:
        return fit_gamma_gamma(table)
    except FitFailed as error:
        count = int((table["x"] > 0).sum())
        return NotEnoughEvidence(what="repeat buyers", n=count, needed=count, because=str(error))


def customer_month(
    orders: pd.DataFrame,
    *,
    month: date,
    parts: OtherParts | None = None,
    settings: ValueSettings | None = None,
    fit_model: FitFunction = fit_bg_nbd,
    pyramid: Pyramid = DEFAULT_PYRAMID,
    tier_by: str = "clv",
) -> CustomerMonth:
    """The state at the end of the month that `month` lies in, from all order lines until then (crm.value.orders).

    `month` of the frame is the month's first day. A month without orders has a state all the same: recency grows, and
    P(alive) falls. tier_by: clv, cev or profit. Raises UsageError for missing columns, FitFailed where a likelihood
    has no maximum.
    """
    chosen = settings or ValueSettings()
    end = (pd.Timestamp(month) + pd.offsets.MonthEnd(0)).date()
    lacks: dict[str, NotEnoughEvidence] = {}
    net = net_orders(orders, end=end)
    table = repeat_buying(purchase_days(net), end=end, unit_days=chosen.unit_days)
    histories = histories_of(table)
    fit = _noted("repeat_buying", fit_model(histories), lacks)
    money = _noted("money", _amounts(table), lacks)
    frame = table[["customer_id"]].astype({"customer_id": "string"}).assign(month=end.replace(day=1))
    frame = _joined(frame, _within(net, end.replace(day=1)), ["order_count", "net_amount"], fill=0)
    activity = rfm(net, end=end)
    frame = _joined(frame, activity, list(_without_key(RFM_DTYPES)))
    frame = _joined(frame, _noted("rfm", rfm_scores(activity), lacks), list(_without_key(SCORE_DTYPES)))
    values = _finite(lifetime_values(table, histories, fit.model, money, chosen)) if fit and money else None
    frame = _joined(frame, values, list(_without_key(CLV_DTYPES)))
    frame = frame.assign(model_version=_version(fit, money) if values is not None else None)
    found = CustomerMonth(frame=frame, lacks=lacks, fit=fit, money=money)
    return completed(found, parts or OtherParts(), pyramid=pyramid, tier_by=tier_by)


def completed(
    found: CustomerMonth, parts: OtherParts, *, pyramid: Pyramid = DEFAULT_PYRAMID, tier_by: str = "clv"
) -> CustomerMonth:
    """The month with these other parts in place of any it had, and what follows from them: cev, cell, tier and rank.

    Nothing is fitted anew, so parts that need a lifetime value (referral, influence) can be told in a second step.
    tier_by: clv, cev or profit.
    """
    lacks = {name: lack for name, lack in found.lacks.items() if name not in ("value_cell", "tier")}
    frame = _with_parts(found.frame, parts)
    frame = _joined(frame, _noted("value_cell", value_cells(frame), lacks), ["value_cell"])
    tiers = _noted("tier", value_tiers(frame, by=tier_by, pyramid=pyramid), lacks)
    frame = _joined(frame, tiers, ["tier", "value_rank"])
    return replace(found, frame=shaped(frame, MONTH_DTYPES), lacks=lacks)


def _finite(values: pd.DataFrame) -> pd.DataFrame:
    """Unknown where a model at the edge of its parameters (next to nobody lost so far) overflows for a customer."""
    numbers = values.select_dtypes("number").columns
    return values.assign(**{name: values[name].where(np.isfinite(values[name].astype(float))) for name in numbers})


def _version(fit: Fit[Any] | None, money: GammaGamma | None) -> str:
    """Name of the model and a hash of all that was fitted: two months of one version have the same parameters."""
    model = fit.model if fit else None
    return f"{type(model).__name__}-{version_of(repr(model), repr(money))}"


def _within(net: pd.DataFrame, first_day: date) -> pd.DataFrame:
    """customer_id, order_count and net_amount (refunds off) of the orders from `first_day` on."""
    rows = net[net["day"] >= pd.Timestamp(first_day)]
    table = rows.groupby("customer_id").agg(order_count=("is_purchase", "sum"), net_amount=("amount", "sum"))
    return table.reset_index()


def _with_parts(frame: pd.DataFrame, parts: OtherParts) -> pd.DataFrame:
    """Adds crv (0 for whom no existing feed of referrals names), civ, ckv_index and profit (NULL then) and cev."""
    frame = _joined(frame, parts.referral, ["crv"], fill=0.0)
    frame = _joined(frame, parts.influence, ["civ"])
    frame = _joined(frame, parts.knowledge, ["ckv_index"])
    frame = _joined(frame, parts.profit, ["profit"])
    total = engagement_values(frame[["customer_id", *PARTS, "ckv_index"]])
    return frame.assign(cev=total["cev"])


def _joined(
    frame: pd.DataFrame, other: pd.DataFrame | None, columns: list[str], *, fill: float | None = None
) -> pd.DataFrame:
    """The columns of `other` by customer, in place of those there are; all NULL where there is none."""
    frame = frame.drop(columns=columns, errors="ignore")
    if other is None:
        return frame.assign(**{column: pd.array([pd.NA] * len(frame), dtype="Float64") for column in columns})
    keyed = other.astype({"customer_id": "string"}).drop_duplicates("customer_id")
    joined = frame.merge(keyed[["customer_id", *columns]], on="customer_id", how="left")
    return joined if fill is None else joined.fillna(dict.fromkeys(columns, fill))


def _noted(name: str, found: T | NotEnoughEvidence, lacks: dict[str, NotEnoughEvidence]) -> T | None:
    if isinstance(found, NotEnoughEvidence):
        lacks[name] = found
        return None
    return found
