"""The desk by hour and channel, recoveries, the journey and the audit of parity, from the books."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from pydantic import ValidationError

from crm.service.erlang import agents_needed
from crm.service.hours import desk_hours
from crm.value.evidence import NotEnoughEvidence
from pipeline.findings.books import Books
from pipeline.findings.desk import desk_results
from pipeline.findings.journeys import journey_months
from pipeline.findings.parity import parity
from pipeline.findings.result import Result, table_of_frame
from pipeline.settings.journey import JourneySection
from tests.pipeline.test_customers import books_of, sale

JUNE = date(2026, 6, 1)
DESK_COLUMNS = (
    "contacted_at channel customer_id reason contact_count is_resolved first_response_minutes handling_minutes"
    " is_answered knowledge_id knowledge_kind"
)
REASONS = ["退款"]
STAGES = JourneySection.model_validate({"stages": [
    {"stage": "看见", "touches": ["浏览"]},
    {"stage": "考虑", "touches": ["加购"], "contacts": True},
    {"stage": "下单", "order_from": 1},
    {"stage": "复购", "order_from": 2},
]})  # fmt: skip


def desk_of(*rows: tuple[Any, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=DESK_COLUMNS.split())


def call(day: int, hour: int, *, channel: str | None = "电话", answered: bool = True, item: str | None = None,
         kind: str | None = None) -> tuple[Any, ...]:  # fmt: skip
    """At that hour in China."""
    at = datetime(2026, 6, day, hour - 8, 30, tzinfo=UTC)
    minutes = 6.0 if answered else None
    first_response = 0.5 if answered else None
    resolved = True if answered else None
    return (at, channel, f"c{day}", "退款", 1, resolved, first_response, minutes, answered, item, kind)


def frame_of(result: Result) -> pd.DataFrame:
    return result.tables["all"].to_pandas()


def test_an_hour_needs_the_agents_of_its_mean_load() -> None:
    desk = desk_of(*(call(day, 10) for day in range(1, 11) for _ in range(3)), call(10, 20))
    found = frame_of(desk_results(desk, books_of(), REASONS)["desk_hours"]).set_index("hour")
    assert list(found.index) == [10, 20]
    assert found.loc[10, ["contact_count", "day_count"]].tolist() == [30, 10], "the month has ten days so far"
    assert found.loc[10, "load_erlang"] == pytest.approx(3 * 6 / 60)
    assert found.loc[10, "agent_count"] == agents_needed(0.3, handling_seconds=360, target_seconds=20)
    assert set(found["month"]) == {JUNE}
    thin = desk_hours(desk_of(call(1, 10)), end=JUNE)
    assert isinstance(thin, NotEnoughEvidence)
    assert thin.reason == "not enough evidence: n = 1 contacts of known length, 5 needed"


def test_a_channels_month_adds_up() -> None:
    desk = desk_of(call(1, 10), call(2, 11), call(3, 12, answered=False), call(20, 12, channel=None))
    found = frame_of(desk_results(desk, books_of(), REASONS)["desk_months"]).set_index("channel")
    assert found["contact_count"].to_dict() == {"unknown": 1, "电话": 3}
    assert found["unanswered_count"].to_dict() == {"unknown": 0, "电话": 1}
    told = found.loc["电话", ["issue_count", "first_contact_count", "handled_count", "handling_minutes"]]
    assert told.tolist() == [3, 3, 2, 12.0]
    assert found["open_issue_count"].to_dict() == {"unknown": 1, "电话": 0}
    empty = desk_results(desk_of(), books_of(), REASONS)
    assert {name: result.reason for name, result in empty.items()} == {
        "desk_hours": "not enough evidence: n = 0 contacts, 1 needed",
        "desk_months": "not enough evidence: n = 0 contacts",
        "knowledge_months": "not enough evidence: n = 0 contacts that name what they were answered from, 1 needed",
        "recoveries": "no month with orders is over",
    }


def complained(customer: str, *, is_resolved: bool) -> tuple[Any, ...]:
    day = date(2026, 4, 1)
    return (customer, day, 1, None, None, "退款", "inbound", True, None, None, is_resolved, "电话")


@pytest.fixture(scope="module")
def wronged() -> Books:
    """Whose complaint was settled buys again, whose was not does not, of the others every second one."""
    groups = {name: [f"{name}{n:02d}" for n in range(30)] for name in ("good", "bad", "none")}
    orders = [sale(each, 1, date(2026, 3, 1)) for each in [*groups["good"], *groups["bad"], *groups["none"]]]
    orders += [sale(each, 2, date(2026, 6, 20)) for each in [*groups["good"], *groups["none"][::2]]]
    orders += [sale("late", 1, date(2026, 6, 28))]
    contacts = [complained(each, is_resolved=True) for each in groups["good"]]
    contacts += [complained(each, is_resolved=False) for each in groups["bad"]]
    answers = [(each, "tea", date(2026, 5, 1), "csat", 5.0, 5.0) for each in groups["good"][:3]]
    return books_of(orders=orders, contacts=contacts, answers=answers)


def test_the_desk_tells_which_knowledge_it_answered_from() -> None:
    desk = desk_of(
        call(1, 10, item="k1"), call(2, 23, item="k2", kind="from"), call(3, 10, item="k1"), call(30, 10)
    )  # fmt: skip
    found = frame_of(desk_results(desk, books_of(), REASONS)["knowledge_months"]).set_index("kind")
    assert set(found["month"]) == {JUNE}
    assert found["use_count"].to_dict() == {"for": 2, "from": 1}
    assert found["contact_count"].tolist() == [4, 4]
    silent = desk_results(desk_of(call(1, 10)), books_of(), REASONS)["knowledge_months"]
    assert (silent.row_count, silent.reason is not None) == (0, True)


def test_who_was_helped_is_compared_with_who_was_not_and_who_never_complained(wronged: Books) -> None:
    result = desk_results(desk_of(), wronged, REASONS)["recoveries"]
    found = frame_of(result).set_index(["outcome", "comparison"])
    again = found.loc["repurchase"]
    assert again["customer_count"].tolist() == again["reference_count"].tolist() == [30, 30]
    assert again["difference"].to_dict() == {"paradox": 0.5, "recovery": 1.0}
    assert set(again["finding"]) == {"higher"}
    assert set(found.loc["satisfaction", "finding"]) == {"not enough evidence"}
    assert "n = 3 recovered" in str(result.reason)


def test_the_journey_is_told_by_the_month_it_began_in() -> None:
    touches = [(name, date(2026, 5, 3), "小程序", "浏览", None) for name in "abcd"]
    touches += [("a", date(2026, 5, 5), "小程序", "加购", None), ("e", date(2026, 6, 2), "小程序", "浏览", None)]
    touches += [("f", date(2026, 6, 2), "小程序", "加购", None)]
    asked = [("b", date(2026, 5, 9), 1, None, None, "咨询", "inbound", True)]
    called = [("c", date(2026, 5, 9), 1, None, None, "回访", "outbound", True, "care")]
    orders = [sale("a", 1, date(2026, 5, 10)), sale("b", 1, date(2026, 5, 8)), sale("a", 2, date(2026, 6, 3))]
    books = books_of(orders=sorted(orders, key=lambda line: line[3]), touches=touches, contacts=[*asked, *called])
    found = frame_of(journey_months(books, STAGES))
    may = found[found["month"] == date(2026, 5, 1)].set_index("stage")
    assert may["customer_count"].to_dict() == {"看见": 4, "考虑": 2, "下单": 1, "复购": 1}, "b bought before asking"
    assert may["wait_days"].dropna().to_dict() == {"考虑": 4.0, "下单": 5.0, "复购": 24.0}
    june = found[found["month"] == JUNE].set_index("stage")
    assert june["customer_count"].tolist() == [1, 0, 0, 0]
    assert journey_months(books, JourneySection()).reason == "no `journey:` in the configuration"
    assert "n = 0" in str(journey_months(books_of(), STAGES).reason)


@pytest.mark.parametrize(
    ("stages", "message"),
    [
        ([{"stage": "看见", "touches": ["浏览"]}], "two stages or more"),
        ([{"stage": "看见", "touches": ["浏览"]}, {"stage": "看见", "contacts": True}], "each named once"),
        ([{"stage": "看见"}, {"stage": "下单", "order_from": 1}], "say its"),
    ],
)
def test_a_journey_that_makes_no_sense_is_refused(stages: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        JourneySection.model_validate({"stages": stages})


def line(customer: str, number: int, day: date, price: float, channel: str) -> tuple[Any, ...]:
    return (*sale(customer, number, day, 2 * price)[:10], "奶茶", 2.0, channel)


def test_old_customers_who_pay_more_and_tiers_who_are_not_heard_are_found() -> None:
    orders = [line("old", 1, date(2025, 7, 1), 10.0, "门店")]
    for n in range(40):
        day = date(2026, 5, 1) + timedelta(days=n)
        orders += [line("old", n + 2, day, 11.0, "门店"), line(f"new{n}", 1, day, 10.0, "门店")]
    contacts = [complained(f"k{n}", is_resolved=True) for n in range(40)]
    contacts += [complained(f"s{n}", is_resolved=n % 2 == 0) for n in range(40)]
    tiers = {f"{kind}{n}": tier for kind, tier in (("k", "key"), ("s", "small")) for n in range(40)}
    months = pd.DataFrame({"customer_id": list(tiers), "tier": list(tiers.values())})
    books = books_of(orders=sorted(orders, key=lambda each: each[3]), contacts=contacts)
    result = parity(books, Result("customer_months", {"2026-06": table_of_frame(months)}), REASONS)
    found = frame_of(result).set_index(["audit", "audit_group"])
    dear = found.loc[("price_by_tenure", "regular")]
    assert dear["gap"] == pytest.approx(0.1)
    assert (dear["reference"], bool(dear["needs_review"])) == ("new", True)
    unheard = found.loc[("settled_by_tier", "small")]
    assert (unheard["case_count"], unheard["granted_count"], unheard["reference"]) == (40, 20, "key")
    assert bool(unheard["needs_review"])
    assert "price_by_channel" in str(result.reason), "one channel has nobody to be compared with"
    assert "settled_by_channel" in str(result.reason)
    assert parity(books_of(), Result("customer_months"), REASONS).reason == "no month with orders is over"
