"""Whether programmes pay, and the scorecard: from books, credits and what a firm aims at."""

from datetime import date
from typing import Any

import pandas as pd
import pytest
from pydantic import ValidationError

from pipeline.findings.books import Books
from pipeline.findings.credits import attribution
from pipeline.findings.programmes import programme_months
from pipeline.findings.result import Result, table_of_frame
from pipeline.findings.scorecard import scorecard
from pipeline.findings.spending import Spending
from pipeline.settings.customers import CustomersSection
from pipeline.settings.scorecard import ScorecardSection
from tests.pipeline.test_decisions import APRIL, MARCH, books_of, order, touch

TERMS = CustomersSection(margin_share=0.5, annual_rate=0.0)


def spending_of(
    costs: list[tuple[Any, ...]] | None = None, invitations: list[tuple[Any, ...]] | None = None
) -> Spending:
    sent = ["campaign_id", "day", "referrer_id", "invite_count", "converted_count"]
    return Spending(
        costs=pd.DataFrame(costs or [], columns=["brand_id", "day", "channel", "currency", "cost"]),
        invitations=pd.DataFrame(invitations or [], columns=sent),
    )


def advertised() -> Books:
    """Of three orders of 20 yuan, one in March and one in April follow the advertisement."""
    return books_of(
        orders=[order("a", date(2026, 3, 20)), order("a", date(2026, 4, 10)), order("b", date(2026, 4, 30))],
        touches=[touch("a", date(2026, 3, 18), "广告"), touch("b", date(2026, 4, 29), "广告")],
    )


def test_a_channel_is_told_by_its_margin_and_costs_to_date() -> None:
    books = advertised()
    spent = spending_of([("tea", date(2026, month, 2), "广告", "CNY", 8.0) for month in (2, 3, 4)])
    found = programme_months(books, spent, attribution(books), TERMS)
    told = found.tables["all"].to_pandas().set_index("month")
    assert told["spent_amount"].tolist() == [8.0, 8.0], "February's orders were touched by nothing that is known"
    assert told["benefit_amount"].tolist() == pytest.approx([10.0, 10.0])
    assert told["npv"].tolist() == pytest.approx([2.0, 4.0])
    assert told.loc[APRIL, "roi"] == pytest.approx(0.25)
    assert told["period_count"].tolist() == [1, 2]


def test_costs_of_channels_nobody_was_touched_by_are_named_as_left_out() -> None:
    books = advertised()
    found = programme_months(
        books, spending_of([("tea", date(2026, 3, 2), "达人", "CNY", 8.0)]), attribution(books), TERMS
    )
    assert (found.row_count, found.reason) == (0, "no programme with both costs and what they may have brought")


def test_referrals_bring_the_orders_of_those_who_would_not_have_come() -> None:
    books = books_of(
        orders=[
            order("a", date(2026, 3, 2)), order("b", date(2026, 3, 20)), order("c", date(2026, 3, 21)),
            order("d", date(2026, 4, 30), amount=40.0),
        ],
        referrals=[
            ("a", "b", date(2026, 3, 20), False, 5.0), ("a", "c", date(2026, 3, 21), True, 5.0),
            ("a", "d", date(2026, 4, 30), None, 5.0),
        ],
    )  # fmt: skip
    sent = [(None, date(2026, 3, 5), "a", 1, 1), (None, date(2026, 3, 5), "a", 1, 1),
            (None, date(2026, 4, 5), "b", 1, 1), (None, date(2026, 4, 5), "c", 1, 0)]  # fmt: skip
    told = programme_months(books, spending_of(invitations=sent), Result("attribution"), TERMS).tables["all"]
    rows = told.to_pandas().set_index("month")
    assert rows["brand_id"].isna().all(), "invitations name no brand"
    assert rows[["spent_amount", "benefit_low", "benefit_amount", "benefit_high"]].to_numpy().tolist() == [
        [10.0, 10.0, 10.0, 20.0], [5.0, 0.0, 20.0, 20.0],
    ]  # fmt: skip
    assert rows["k_factor"].tolist() == pytest.approx([2 / 3, 2 / 4 * 1 / 2])
    assert rows["customer_count"].tolist() == [3, 4]


def test_several_campaigns_share_no_money_that_nobody_can_divide() -> None:
    books = books_of(orders=[order("a", date(2026, 3, 30))], referrals=[("a", "b", date(2026, 3, 30), False, 5.0)])
    sent = [("春", date(2026, 3, 5), "a", 1, 1), ("夏", date(2026, 3, 6), "a", 1, 0)]
    found = programme_months(books, spending_of(invitations=sent), Result("attribution"), TERMS)
    rows = found.tables["all"].to_pandas()
    assert rows["spent_amount"].isna().all()
    assert rows["roi"].isna().all()
    assert rows.set_index("programme")["k_factor"].to_dict() == {"春": 1.0, "夏": 0.0}


def aims(**more: Any) -> ScorecardSection:
    return ScorecardSection.model_validate(
        {
            "indicators": [
                {"name": "net_amount", "view": "finance", "floor": 0, "target": 80},
                {"name": "nps", "view": "customer", "floor": 0, "target": 1},
                {"name": "new_buyer_count", "view": "learning", "floor": 0, "target": 2},
            ],
            **more,
        }
    )


def told_nps(*shares: float) -> Result:
    rows = [
        {"brand_id": "tea", "product_id": product, "aspect": None, "channel": None, "month": month, "measure": "nps",
         "numerator": 10 * share, "denominator": 10.0}
        for month, share in zip((MARCH, APRIL), shares, strict=False)
        for product in (None, "cold")
    ] + [
        {"brand_id": "milk", "product_id": None, "aspect": None, "channel": None, "month": MARCH, "measure": "nps",
         "numerator": 1.0, "denominator": 10.0}
    ]  # fmt: skip
    return Result("satisfaction", {"all": table_of_frame(pd.DataFrame(rows))})


JUDGED = [[1, 0.5, 1], [2, 1, 2], [1, 0.5, 1]]


def test_judged_weights_make_the_whole_of_its_parts() -> None:
    found = scorecard(advertised(), told_nps(0.5, 0.6), Result("customer_months"), aims(judgements=JUDGED))
    rows = found.tables["all"].to_pandas()
    april = rows[rows["month"] == APRIL].set_index(["perspective", "indicator"])
    assert april["weight"].to_dict() == pytest.approx(
        {("finance", "net_amount"): 0.25, ("customer", "nps"): 0.5, ("learning", "new_buyer_count"): 0.25,
         ("finance", "all"): 0.25, ("customer", "all"): 0.5, ("learning", "all"): 0.25, ("all", "all"): 1.0}
    )  # fmt: skip
    assert april.loc[("finance", "net_amount"), "score"] == pytest.approx(50.0)
    parts = april[april.index.get_level_values("indicator") != "all"]["weighted_score"].sum()
    assert parts == pytest.approx(april.loc[("all", "all"), "score"]) == pytest.approx(12.5 + 30 + 12.5)
    assert set(rows["weighting"]) == {"judged"}
    assert set(rows["brand_id"]) == {"tea"}, "the firm's aims are not its competitors'"


def test_what_is_unknown_of_a_month_shows_in_the_known_weight() -> None:
    rows = scorecard(advertised(), told_nps(0.5), Result("customer_months"), aims(judgements=JUDGED)).tables["all"]
    whole = rows.to_pandas().query("perspective == 'all'").set_index("month")
    assert whole["weight_known"].to_dict() == pytest.approx({MARCH: 1.0, APRIL: 0.5})
    assert whole.loc[APRIL, "score"] == pytest.approx(50.0)


def test_without_judgements_two_months_are_too_few_for_entropy() -> None:
    found = scorecard(advertised(), told_nps(0.5, 0.6), Result("customer_months"), aims())
    assert set(found.tables["all"].to_pandas()["weighting"]) == {"equal"}


def test_indicators_that_nothing_tells_are_named() -> None:
    found = scorecard(advertised(), Result("satisfaction"), Result("customer_months"), aims(judgements=JUDGED))
    assert found.reason == "no figures for nps"
    assert scorecard(advertised(), Result("satisfaction"), Result("customer_months"), ScorecardSection()).reason == (
        "no indicators are configured"
    )


def test_judgements_that_contradict_one_another_are_refused_by_the_configuration() -> None:
    with pytest.raises(ValidationError, match="contradict"):
        aims(judgements=[[1, 9, 1 / 9], [1 / 9, 1, 9], [9, 1 / 9, 1]])
    with pytest.raises(ValidationError, match="named twice"):
        aims(indicators=[{"name": "nps", "view": "customer", "floor": 0, "target": 1}] * 2)
