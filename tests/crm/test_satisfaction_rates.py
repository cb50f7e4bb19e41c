"""美誉度, 指名度, 回头率, 投诉率, 购买额: rows of fact_satisfaction."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from crm.satisfaction.complaint_rate import complaint_rates
from crm.satisfaction.intervals import poisson, wilson
from crm.satisfaction.naming import naming_shares
from crm.satisfaction.repurchase import repurchase_shares
from crm.satisfaction.reputation import reputation
from crm.satisfaction.rows import SATISFACTION_DTYPES
from crm.satisfaction.spend import customer_spend, spend_per_buyer
from crm.value.evidence import NotEnoughEvidence
from records.errors import UsageError

MARCH = date(2026, 3, 1)


def told(found: pd.DataFrame | NotEnoughEvidence) -> pd.DataFrame:
    assert isinstance(found, pd.DataFrame)
    assert {name: str(dtype) for name, dtype in found.dtypes.items()} == SATISFACTION_DTYPES
    assert not found[["numerator", "denominator", "evidence_count", "measure", "evidence_grade"]].isna().any(axis=None)
    value = found["numerator"] / found["denominator"]
    assert ((found["value_low"] <= value + 1e-12) & (value <= found["value_high"] + 1e-12)).fillna(True).all()
    return found


def reasons(found: pd.DataFrame | NotEnoughEvidence) -> str:
    assert isinstance(found, NotEnoughEvidence)
    return found.reason


def opinions(*sides: str, aspect: str | None = "口味", **more: object) -> pd.DataFrame:
    rows = [{"brand_id": "tea", "month": date(2026, 3, 9), "aspect": aspect, "sentiment": side} for side in sides]
    return pd.DataFrame(rows, columns=["brand_id", "month", "aspect", "sentiment"]).assign(**more)


def test_repute_is_of_those_who_take_a_side() -> None:
    found = told(reputation(opinions(*["positive"] * 6, *["negative"] * 2, *["neutral"] * 9)))
    share, net = found.to_dict("records")
    assert (share["measure"], share["numerator"], share["denominator"]) == ("reputation_share_proxy", 6, 8)
    assert (net["measure"], net["numerator"], net["denominator"]) == ("net_reputation_proxy", 4, 8)
    assert (share["month"], share["evidence_count"], share["evidence_grade"]) == (MARCH, 8, "own")
    assert share["is_proxy"]
    low, high = wilson([6], [8])
    assert (share["value_low"], net["value_high"]) == pytest.approx((low[0], 2 * high[0] - 1))
    assert pd.isna(share["aspect"]), "not broken down: the total over aspects"


def test_repute_of_an_aspect_leaves_out_what_names_none() -> None:
    frame = pd.concat([opinions("positive", "negative"), opinions("positive", aspect=None)])
    found = told(reputation(frame, by=["aspect"]))
    assert found["aspect"].tolist() == ["口味", "口味"]
    assert found["denominator"].tolist() == [2, 2]


def test_abstained_opinions_take_no_side() -> None:
    assert reasons(reputation(opinions("positive", is_abstained=True))) == (
        "not enough evidence: n = 0 opinions that take a side, 1 needed"
    )
    assert "n = 0" in reasons(reputation(opinions()))


def test_an_unknown_breakdown_is_refused() -> None:
    with pytest.raises(UsageError, match="no breakdown by colour"):
        reputation(opinions("positive"), by=["colour"])
    with pytest.raises(UsageError, match="lacks channel"):
        reputation(opinions("positive"), by=["channel"])


def test_asked_for_by_name() -> None:
    rows = [("r1", "tea"), ("r1", "milk"), ("r2", "tea"), ("r3", None), ("r4", "milk"), ("r4", "milk")]
    requests = pd.DataFrame(rows, columns=["request_id", "brand_id"]).assign(month=MARCH)
    april = pd.DataFrame({"request_id": ["r9"], "brand_id": [None], "month": [date(2026, 4, 2)]})
    found = told(naming_shares(pd.concat([requests, april])))
    march = found[found["month"] == MARCH].set_index("brand_id")
    assert march["numerator"].to_dict() == {"milk": 2, "tea": 2}
    assert march["denominator"].tolist() == [4, 4]
    assert found[found["month"] != MARCH]["numerator"].tolist() == [0, 0], "demand without the brand is a share of 0"
    assert told(naming_shares(requests, is_proxy=True))["measure"].unique().tolist() == ["naming_share_proxy"]
    assert "n = 0 requests" in reasons(naming_shares(requests.head(0)))


def orders(*rows: tuple[str, str, str, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["customer_id", "order_id", "day", "amount"])
    return frame.assign(brand_id="tea")


def test_coming_back_waits_until_the_window_is_over() -> None:
    lines = orders(
        ("a", "1", "2026-01-05", 10), ("a", "2", "2026-02-01", 10),
        ("b", "3", "2026-01-06", 10), ("b", "4", "2026-01-07", -10),
        ("c", "5", "2026-01-31", 10), ("c", "6", "2026-04-01", 10),
        ("d", "7", "2026-03-01", 10), ("d", "8", "2026-03-02", 10),
    )  # fmt: skip
    found = told(repurchase_shares(lines, end=date(2026, 3, 31), window_days=30))
    assert found[["month", "numerator", "denominator"]].to_numpy().tolist() == [[date(2026, 1, 1), 1, 3]]
    assert reasons(repurchase_shares(lines, end=date(2026, 1, 31))) == "not enough evidence: n = 0 buyers, 1 needed"
    assert "n = 0" in reasons(repurchase_shares(lines.head(0), end=MARCH))


def test_cdnow_comes_back_as_published(shared_data: Path) -> None:
    names = ["master", "customer_id", "day", "quantity", "amount"]
    file = shared_data / "crm" / "cdnow_sample.txt"
    rows = pd.read_csv(file, sep=r"\s+", header=None, names=names, dtype={"customer_id": str, "day": str})
    lines = rows.assign(day=pd.to_datetime(rows["day"]), brand_id="cdnow")
    lines["order_id"] = lines["customer_id"] + rows["day"]
    lines = lines[lines["day"] <= "1997-09-30"]
    # The published share is of 39 weeks of calendar time, the same end for every buyer: a window as long as the sample.
    found = told(repurchase_shares(lines, end=date(1999, 1, 1), window_days=400, zero_is_purchase=True))
    assert (found["numerator"].sum(), found["denominator"].sum()) == (946, 2357)


def test_complaints_per_thousand_orders() -> None:
    rows = [("tea", MARCH, "杯", 3, 900), ("tea", date(2026, 3, 20), "杯", 1, 1100), ("tea", MARCH, "壶", 2, 0)]
    counts = pd.DataFrame(rows, columns=["brand_id", "month", "product_id", "complaint_count", "order_count"])
    found = told(complaint_rates(counts, by=["product_id"]))
    low, high = poisson([4], [2.0])
    assert found[["product_id", "numerator", "denominator", "evidence_count"]].to_numpy().tolist() == [
        ["杯", 4, 2, 2000]
    ]
    assert found[["value_low", "value_high"]].to_numpy().tolist() == [[pytest.approx(low[0]), pytest.approx(high[0])]]
    assert reasons(complaint_rates(counts.tail(1))) == "not enough evidence: n = 0 orders, 1 needed"


def test_spending_adds_up_to_the_order_lines() -> None:
    lines = orders(
        ("a", "1", "2026-03-01", 30), ("a", "1", "2026-03-01", 12.5), ("a", "2", "2026-04-02", -12.5),
        ("b", "3", "2026-03-09", 40),
    )  # fmt: skip
    spent = customer_spend(lines, end=date(2026, 4, 30))
    assert spent["net_amount"].sum() == lines["amount"].sum()
    assert spent.set_index(["customer_id", "month"])["net_amount"].to_dict() == {
        ("a", MARCH): 42.5, ("a", date(2026, 4, 1)): -12.5, ("b", MARCH): 40,
    }  # fmt: skip
    march = told(spend_per_buyer(lines, end=date(2026, 3, 31))).iloc[0]
    assert (march["numerator"], march["denominator"]) == (82.5, 2)
    assert march["value_low"] < 41.25 < march["value_high"]
    alone = told(spend_per_buyer(lines.tail(1), end=date(2026, 3, 31))).iloc[0]
    assert pd.isna(alone["value_low"]), "one buyer has no spread"
    assert customer_spend(lines.head(0), end=MARCH).empty
    assert "n = 0" in reasons(spend_per_buyer(lines.head(0), end=MARCH))
