from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from crm.service.causes import root_causes
from crm.service.classes import CLASSES, class_table
from crm.service.desk import desk_figures
from crm.service.periods import DTYPES, service_periods
from crm.service.rates import answer_rates, breaches, with_rates
from crm.service.recovery import recovery_effects, recovery_groups
from crm.service.times import waiting_times
from records.errors import UsageError
from records.time import SHANGHAI

START = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
END = START + timedelta(days=30)


def complaints(*rows: dict[str, Any]) -> pd.DataFrame:
    base = {
        "brand_id": "tea", "status": "open", "opened_at": START, "first_replied_at": None, "resolved_at": None,
        "reply_due_on": None, "resolution_due_on": None,
    }  # fmt: skip
    filled = [{**base, "complaint_id": f"c{n}", **row} for n, row in enumerate(rows)]
    return pd.DataFrame(filled, columns=list(dict.fromkeys([*base, "complaint_id", *(k for row in rows for k in row)])))


def after(**span: float) -> datetime:
    return START + timedelta(**span)


SIX_MP = [(6, 1)] * 3 + [(7, 1), (10, 1), (13, 1), (16, 1), (22, 1), (23, 1)] + [
    (t, 0) for t in (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
]  # fmt: skip
"""Remission in weeks of the 21 patients on 6-MP (Freireich et al. 1963); 0 is censored."""


def test_waiting_is_estimated_with_those_who_still_wait() -> None:
    """The published curve, weeks read as hours: who is censored was opened so much before the end."""
    rows = [
        {"status": "replied", "first_replied_at": after(hours=t)} if event else {"opened_at": END - timedelta(hours=t)}
        for t, event in SIX_MP
    ]
    table = waiting_times(complaints(*rows), end=END).set_index("milestone")
    reply, resolution = table.loc["reply"], table.loc["resolution"]
    assert (reply.case_count, reply.event_count, reply.censored_count) == (21, 9, 12)
    assert reply.median_minutes == 23 * 60
    assert round(reply.within_24h_share, 3) == round(1 - 0.448, 3)
    assert reply.median_low < reply.median_minutes
    assert pd.isna(reply.within_72h_share)
    assert (resolution.event_count, resolution.censored_count) == (0, 21)
    assert pd.isna(resolution.median_minutes)


def test_what_cannot_be_timed_is_left_out_and_counted() -> None:
    frame = complaints(
        {"status": "replied", "first_replied_at": None},
        {"status": None},
        {"opened_at": None},
        {"status": "replied", "first_replied_at": after(hours=-1)},
        {"status": "closed", "first_replied_at": after(minutes=30), "reply_count": 1},
    )
    reply = waiting_times(frame, end=END).set_index("milestone").loc["reply"]
    assert (reply.case_count, reply.left_out_count, reply.median_minutes) == (1, 4, 30)
    assert reply.within_24h_share == reply.within_72h_share == 1.0
    assert waiting_times(complaints(), end=END).empty


def test_business_minutes_are_taken_from_whoever_knows_opening_hours() -> None:
    frame = complaints(
        {"status": "replied", "first_replied_at": after(days=3), "reply_business_minutes": 90},
        {"open_business_minutes": 500},
    ).reindex(columns=[*complaints().columns, "reply_business_minutes", "open_business_minutes"])
    frame["resolution_business_minutes"] = None
    reply = waiting_times(frame, end=END, clock="business").set_index("milestone").loc["reply"]
    assert (reply.case_count, reply.event_count, reply.median_minutes) == (2, 1, 90)
    with pytest.raises(UsageError, match="business_minutes"):
        waiting_times(complaints({}), end=END, clock="business")
    with pytest.raises(UsageError, match="unknown clock"):
        waiting_times(complaints({}), end=END, clock="lunar")  # type: ignore[arg-type]


def test_published_rates_are_reproduced() -> None:
    """黑猫投诉 up to May 2023, in units of 10,000: 1,393 valid, 1,077 replied, 900 resolved."""
    counts = pd.DataFrame({"complaint_count": [1393], "valid_count": [1393], "replied_count": [1077]})
    row = with_rates(counts.assign(resolved_count=900)).iloc[0]
    assert (round(row.reply_rate, 3), round(row.resolution_rate, 3)) == (0.773, 0.646)
    assert row.reply_low < row.reply_rate < row.reply_high


def test_rates_by_class_count_only_whose_state_is_known() -> None:
    frame = complaints(
        {"status": "resolved", "theme": "refund"},
        {"status": "closed", "theme": "refund", "reply_count": 0},
        {"status": "replied", "theme": "refund"},
        {"status": None, "theme": "refund"},
        {"status": None, "theme": "service"},
    )
    table = answer_rates(frame, by=["brand_id", "theme"]).set_index("theme")
    refund = table.loc["refund"]
    counts = ["complaint_count", "valid_count", "replied_count", "resolved_count"]
    assert refund[counts].tolist() == [4, 3, 2, 1]
    assert refund.resolution_rate == pytest.approx(1 / 3)
    assert table.loc["service", counts].tolist() == [1, 0, 0, 0]
    assert pd.isna(table.loc["service", "reply_rate"])
    assert answer_rates(complaints(), by=["brand_id"]).empty


def test_a_breach_is_what_came_late_or_is_overdue() -> None:
    due = {"reply_due_on": date(2026, 3, 4)}
    frame = complaints(
        {**due, "status": "replied", "first_replied_at": datetime(2026, 3, 4, 23, 59, tzinfo=SHANGHAI)},
        {**due, "status": "replied", "first_replied_at": datetime(2026, 3, 5, 0, 1, tzinfo=SHANGHAI)},
        {**due},
        {"reply_due_on": date(2026, 12, 1)},
        {**due, "status": "replied"},
        {},
        {**due, "status": None},
    )
    reply = breaches(frame, as_of=date(2026, 3, 20)).set_index("milestone").loc["reply"]
    assert (reply.decided_count, reply.late_count, reply.pending_count, reply.unknown_count) == (3, 2, 1, 3)
    assert reply.late_share == pytest.approx(2 / 3)
    on_the_day = breaches(frame, as_of=date(2026, 3, 4)).set_index("milestone").loc["reply"]
    assert (on_the_day.late_count, on_the_day.pending_count) == (1, 2)


def test_the_cause_of_a_product_is_found_with_its_lift() -> None:
    cells = {("cup", "leak"): 30, ("cup", "price"): 10, ("tea", "leak"): 10, ("tea", "price"): 50, ("tea", "rare"): 2}
    rows = [{"product": p, "aspect": a} for (p, a), n in cells.items() for _ in range(n)]
    table = root_causes(complaints(*rows))
    first = table.iloc[0]
    assert (first["where"], first["cause"], first["rank"]) == ("cup", "leak", 1)
    assert (first["complaint_count"], first["where_count"], first["cause_count"]) == (30, 40, 40)
    assert first["total_count"] == 102
    assert first["lift"] == pytest.approx(30 * 102 / (40 * 40))
    assert 1 < first["lift_low"] < first["lift"] < first["lift_high"]
    assert first["q_value"] < 1e-6
    assert "rare" not in set(table["cause"])
    assert table.loc[table["lift"] <= 1, "rank"].isna().all()


def test_one_product_or_no_complaint_has_nothing_to_compare() -> None:
    table = root_causes(complaints(*[{"product": "cup", "aspect": "leak"}] * 6))
    assert table["lift"].tolist() == [1.0]
    assert table["rank"].isna().all()
    assert root_causes(complaints({"product": None, "aspect": None})).empty


def monthly(count: int, product: str | None, **more: Any) -> list[dict[str, Any]]:
    """Complaints about a product, half of them answered after two hours, none resolved."""
    clocks = {"reply_business_minutes": None, "resolution_business_minutes": None, "open_business_minutes": 900.0}
    base = {"product": product, "day": START.date(), "category": None, **clocks, **more}
    answered = {"status": "replied", "first_replied_at": after(hours=2), "reply_business_minutes": 60.0}
    return [{**base, **(answered if n % 2 else {})} for n in range(count)]


def test_months_tell_totals_and_products_with_enough_complaints() -> None:
    due = {"reply_due_on": date(2026, 3, 11), "resolution_due_on": date(2026, 12, 1)}
    table = service_periods(complaints(*monthly(8, "latte", **due), *monthly(3, "cake"), *monthly(1, None)), end=END)
    assert [(row.product, row.milestone) for row in table.itertuples() if not pd.isna(row.product)] == [
        ("latte", "reply"), ("latte", "resolution")
    ]  # fmt: skip
    total, latte = table.iloc[0], table[table["product"] == "latte"].iloc[0]
    assert (total.complaint_count, latte.complaint_count, latte.month) == (12, 8, date(2026, 3, 1))
    assert (latte.done_count, latte.ended_count, latte.censored_count) == (4, 4, 4)
    assert (latte.median_minutes, latte.business_median_minutes) == (120, 60)
    assert (latte.late_count, latte.decided_count) == (4, 8), "those without an answer are late by now"
    resolution = table[(table["product"] == "latte") & (table["milestone"] == "resolution")].iloc[0]
    assert (resolution.late_count, resolution.pending_count) == (0, 8)
    assert pd.isna(resolution.median_minutes)


def test_no_complaint_gives_a_typed_table() -> None:
    assert list(service_periods(complaints(*monthly(1, "x")).iloc[:0], end=END).columns) == list(DTYPES)


def test_a_planted_paradox_is_measured_per_outcome() -> None:
    """As in the meta-analysis: satisfaction higher, repurchase not."""
    rng = np.random.default_rng(4)
    means = {"satisfaction": (4.0, 4.4, 2.5), "repurchase": (0.5, 0.5, 0.2)}
    parts = []
    for outcome, levels in means.items():
        for group, level in zip(("none", "recovered", "unrecovered"), levels, strict=True):
            draws = rng.normal(level, 0.8, 300) if outcome == "satisfaction" else rng.binomial(1, level, 300)
            parts.append(pd.DataFrame({"outcome": outcome, "group": group, "value": draws}))
    table = recovery_effects(pd.concat(parts)).set_index(["outcome", "comparison"])
    paradox = table.loc[("satisfaction", "paradox")]
    assert 0 < paradox.low < paradox.difference < paradox.high
    assert paradox.difference == pytest.approx(0.4, abs=0.2)
    assert paradox.finding == "higher"
    assert table.loc[("repurchase", "paradox")].finding == "no difference shown"
    assert (table.xs("recovery", level="comparison")["finding"] == "higher").all()


def test_few_customers_are_no_evidence_and_equal_ones_have_no_spread() -> None:
    frame = pd.DataFrame({"outcome": "satisfaction", "group": ["none"] * 30 + ["recovered"] * 30, "value": 5})
    table = recovery_effects(frame).set_index("comparison")
    assert table.loc["paradox", ["difference", "low", "high"]].tolist() == [0, 0, 0]
    assert table.loc["recovery", "finding"] == "not enough evidence"
    assert "n = 30 recovered and 0 unrecovered" in table.loc["recovery", "reason"]
    assert recovery_effects(frame.iloc[:0]).empty


def test_customers_are_grouped_by_what_became_of_their_complaints() -> None:
    people = pd.DataFrame({"customer_id": ["a", "b", "c", "d", "e", "f"]}, index=[9, 8, 7, 6, 5, 4])
    cases = pd.DataFrame(
        [("b", "resolved", False), ("c", "resolved", True), ("d", "closed", False), ("e", "open", None),
         ("f", "resolved", False), ("f", "closed", False)],
        columns=["customer_id", "status", "is_reopened"],
    )  # fmt: skip
    groups = recovery_groups(people, cases)
    assert groups.fillna("?").tolist() == ["none", "recovered", "unrecovered", "unrecovered", "?", "unrecovered"]
    assert groups.index.tolist() == people.index.tolist()


def test_the_classes_of_12315_add_up_to_the_published_table() -> None:
    """遂宁, 2022: 8,875 problems, of which the page's first four are 70.2%."""
    published = {
        ("after_sales", None): 2057, ("quality", None): 1721, ("safety", "food_safety"): 1641, ("price", None): 811,
        ("contract", None): 742, ("measurement", None): 170, ("false_advertising", None): 145, ("safety", None): 79,
        ("counterfeit", None): 18, ("other", None): 1022,
    }  # fmt: skip
    counts = np.repeat(np.arange(len(published)), list(published.values()))
    keys = list(published)
    frame = pd.DataFrame(
        {
            "brand_id": "suining",
            "complaint_id": np.arange(len(counts)),
            "category": [keys[n][0] for n in counts],
            "theme": [keys[n][1] for n in counts],
        }
    )
    table = class_table(frame).set_index("class")
    assert list(table.index) == list(CLASSES)
    assert table["complaint_count"].sum() == 8875 - 469  # unfair competition is no consumer's complaint: never mapped
    assert table.loc["food_safety", "complaint_count"] == 1641
    assert table.loc["unfair_competition", "complaint_count"] == 0
    assert table["share"].sum() == pytest.approx(1)
    first_four = table.loc[["after_sales", "quality", "food_safety", "price"], "complaint_count"].sum()
    assert round(first_four / 8875, 3) == 0.702


def test_complaints_of_several_or_no_types_are_counted_right() -> None:
    rows = [("c1", "quality", "defect"), ("c1", "price", "overcharge"), ("c1", "quality", "odour"), ("c2", None, None)]
    frame = pd.DataFrame(rows, columns=["complaint_id", "category", "theme"]).assign(brand_id="tea")
    table = class_table(frame).set_index("class")
    assert table.loc["quality", ["complaint_count", "classified_count", "total_count"]].tolist() == [1, 1, 2]
    assert table["share"].sum() == 2.0
    assert class_table(frame.iloc[3:])["share"].isna().all()
    assert class_table(frame.iloc[:0]).empty


def _contact(day: float, **more: Any) -> dict[str, Any]:
    return {"customer_id": "p", "reason": "refund", "channel": "phone", "contacted_at": after(days=day), **more}


def test_first_contact_resolution_counts_issues_not_contacts() -> None:
    frame = pd.DataFrame([
        _contact(0, handling_minutes=4.0, first_response_minutes=1.0),
        _contact(3, handling_minutes=8.0),
        _contact(15),
        _contact(16, reason="invoice", is_resolved=False),
        _contact(1, customer_id="q"),
        _contact(29, customer_id="r"),
        _contact(5, customer_id=None, contact_count=20, first_response_minutes=3.0, handling_minutes=500.0),
    ])  # fmt: skip
    row = desk_figures(frame, end=END).iloc[0]
    assert (row.issue_count, row.first_contact_count, row.open_issue_count) == (4, 2, 1)
    assert row.fcr == 0.5
    assert row.fcr_low < 0.5 < row.fcr_high
    assert (row.contact_count, row.handled_count, row.handling_minutes) == (26, 2, 6.0)
    assert (row.answered_count, row.answer_minutes) == (21, pytest.approx((1 + 20 * 3) / 21))


def test_a_desk_without_customers_or_times_has_no_figures() -> None:
    bare = pd.DataFrame([{"channel": None, "contacted_at": after(days=1)}])
    row = desk_figures(bare, end=END).iloc[0]
    assert (row.contact_count, row.issue_count, row.handled_count) == (1, 0, 0)
    assert row[["fcr", "fcr_low", "handling_minutes", "answer_minutes"]].isna().all()
    assert desk_figures(bare.iloc[:0], end=END).empty


def test_real_complaints_about_cars_have_causes(shared_data: Path) -> None:
    frame = pd.read_csv(shared_data / "complaints" / "car_complaints.csv", dtype="string")
    frame = frame.assign(brand_id="cars", complaint_id=frame["id"], aspect=frame["problem"].str.split(","))
    frame = frame.explode("aspect")
    frame = frame[frame["aspect"].str.fullmatch(r"[A-Z]\d+").fillna(False).astype(bool)]  # some rows are shifted
    table = root_causes(frame, where="brand")
    assert len(table) > 20
    assert (table.loc[table["rank"] <= 5, "lift_low"] > 1).all()
    assert (table["complaint_count"] <= table[["where_count", "cause_count"]].min(axis=1)).all()
