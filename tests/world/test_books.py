"""The own brand's books: what the truth says of customers is what the files hold."""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.world.reading import csv_rows


@pytest.fixture(scope="module")
def books(truth: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = truth["books"]
    return told


@pytest.fixture(scope="module")
def order_lines(exports: Path, truth: dict[str, Any]) -> list[dict[str, str]]:
    lines = []
    for path in sorted(exports.glob("orders_*.csv")):
        lines += csv_rows(path, truth["files"][f"exports/{path.name}"]["encoding"])
    return [line for line in lines if line["下单时间"][0].isdigit()]


def kept(lines: list[dict[str, str]]) -> dict[str, float]:
    """Order -> money that was neither given back nor called off."""
    money: dict[str, float] = defaultdict(float)
    for line in lines:
        if float(line["实付金额"]) < 0 or line["订单状态"] == "交易成功":
            money[line["订单编号"]] += float(line["实付金额"])
    return money


def test_orders_span_twelve_months_and_add_up_to_the_truth(
    books: dict[str, Any], order_lines: list[dict[str, str]]
) -> None:
    assert len({line["下单时间"][:7] for line in order_lines}) == 12
    assert len(order_lines) == books["order_line_count"]
    mine: dict[str, list[dict[str, str]]] = defaultdict(list)
    for line in order_lines:
        mine[line["会员编号"]].append(line)
    assert mine.keys() == books["customers"].keys()
    for number, fact in books["customers"].items():
        money = kept(mine[number])
        assert sum(money.values()) == pytest.approx(fact["net_amount"])
        assert sum(each > 0 for each in money.values()) == fact["order_count"]


def test_lines_of_an_order_have_numbers_of_their_own(order_lines: list[dict[str, str]]) -> None:
    keys = Counter((line["订单编号"], line["行项目"]) for line in order_lines)
    assert max(keys.values()) == 1
    assert any(float(line["实付金额"]) < 0 for line in order_lines)


def test_a_churner_buys_last_when_the_truth_says(books: dict[str, Any], order_lines: list[dict[str, str]]) -> None:
    last: dict[str, str] = {}
    for line in order_lines:
        if float(line["实付金额"]) > 0:
            last[line["会员编号"]] = max(last.get(line["会员编号"], ""), line["下单时间"])
    for number, churned_at in books["churners"].items():
        assert last[number] == f"{datetime.fromisoformat(churned_at):%Y-%m-%d %H:%M:%S}"
    assert 0.3 < len(books["churners"]) / len(books["customers"]) < 0.6
    assert not set(books["best"]) & books["churners"].keys()


def test_service_is_why_some_are_lost_and_it_shows(books: dict[str, Any], exports: Path) -> None:
    low = {row["会员编号"] for row in csv_rows(exports / "contacts.csv") if row["满意度"] in ("1", "2")}
    reasons = {number: fact["reason"] for number, fact in books["customers"].items()}
    assert {reasons[number] for number in low} == {"service"}
    assert len(low) >= 0.6 * sum(reason == "service" for reason in reasons.values())


def test_calls_to_the_lost_fail_and_words_of_the_wronged_stay_unanswered(books: dict[str, Any], exports: Path) -> None:
    rows = csv_rows(exports / "contacts.csv")
    churned = {number: at[:19].replace("T", " ") for number, at in books["churners"].items()}
    lost = [row["会员编号"] in churned and churned[row["会员编号"]] < row["接入时间"] for row in rows]
    calls = [(row["外呼目的"], is_lost) for row, is_lost in zip(rows, lost, strict=True)]
    share = {name: [is_lost for purpose, is_lost in calls if purpose == name] for name in ("挽留", "赢回", "关怀")}
    assert min(len(each) for each in share.values()) >= 100
    assert sum(share["赢回"]) / len(share["赢回"]) > 0.6 > 0.4 > sum(share["挽留"]) / len(share["挽留"])
    ignored = Counter(
        books["customers"][row["会员编号"]]["reason"]
        for row in rows
        if row["呼叫方向"] == "呼入" and row["是否接通"] == "否"
    )
    assert ignored["service"] >= 0.8 * ignored.total() >= 20
    agreed: dict[str, str] = {}
    for row in csv_rows(exports / "consents.csv"):
        if row["授权目的"] == "营销短信" and row["授权状态"] == "已同意":
            agreed[row["会员编号"]] = row["授权时间"]
    assert all(agreed[row["会员编号"]] <= row["接入时间"] for row in rows if row["外呼目的"] == "关怀")


def test_prospects_look_and_do_not_buy_and_the_keen_look_oftener(
    books: dict[str, Any], exports: Path, order_lines: list[dict[str, str]]
) -> None:
    looks = Counter(row["会员编号"] for row in csv_rows(exports / "touchpoints.csv") if row["会员编号"].startswith("V"))
    assert len(looks) == books["prospect_count"]
    assert looks.keys().isdisjoint(line["会员编号"] for line in order_lines)
    keen = [looks[number] for number in books["keen_prospects"]]
    others = [count for number, count in looks.items() if number not in set(books["keen_prospects"])]
    assert sum(keen) / len(keen) > 2 * sum(others) / len(others)


def test_nobody_is_brought_in_a_circle(books: dict[str, Any]) -> None:
    referrer = {number: fact["referrer"] for number, fact in books["customers"].items() if fact["referrer"]}
    assert len(referrer) == books["joined_referral_count"]
    for number in referrer:
        seen, at = {number}, referrer[number]
        while at in referrer:
            assert at not in seen
            seen.add(at)
            at = referrer[at]
    joined = {number: fact["joined_at"] for number, fact in books["customers"].items()}
    assert all(joined[brought_by] < joined[number] for number, brought_by in referrer.items())


def test_points_balance_and_are_never_short(exports: Path) -> None:
    accounts: dict[str, int] = defaultdict(int)
    kinds = Counter()
    for row in csv_rows(exports / "loyalty.csv"):
        accounts[row["会员编号"]] += int(row["积分变动"])
        kinds[row["变动类型"]] += 1
        assert accounts[row["会员编号"]] == int(row["积分余额"]) >= 0
    assert min(kinds[name] for name in ("消费获得", "积分兑换", "积分过期")) >= 50


def test_answers_come_from_customers_and_are_on_their_scales(books: dict[str, Any], exports: Path) -> None:
    rows = csv_rows(exports / "surveys.csv")
    assert {row["会员编号"] for row in rows} <= books["customers"].keys()
    assert {int(row["NPS"]) for row in rows} <= set(range(11))
    assert {row["满意度(1-5分)"] for row in rows} <= set("12345")
    assert {row["轻松程度(1-7分)"] for row in rows} <= {"", *"1234567"}


def test_consents_are_asked_after_joining_and_some_are_withdrawn(books: dict[str, Any], exports: Path) -> None:
    rows = csv_rows(exports / "consents.csv")
    assert sum(row["授权状态"] == "已撤回" for row in rows) == books["withdrawn_consent_count"] >= 20
    for row in rows:
        joined = datetime.fromisoformat(books["customers"][row["会员编号"]]["joined_at"]).replace(tzinfo=None)
        assert datetime.fromisoformat(row["授权时间"]) > joined


def test_touchpoints_and_costs_lie_within_the_books(exports: Path, order_lines: list[dict[str, str]]) -> None:
    orders = {line["订单编号"] for line in order_lines}
    touches = csv_rows(exports / "touchpoints.csv")
    assert {row["关联订单号"] for row in touches} - {""} <= orders
    members = [row for row in touches if row["会员编号"].startswith("M")]
    assert min(row["触达时间"] for row in members if row["触点类型"] in ("发送", "曝光")) >= "2026-07-06"
    costs = csv_rows(exports / "costs.csv")
    days = [date.fromisoformat(row["费用日期"]) for row in costs]
    assert date(2026, 8, 30) - min(days) > timedelta(days=330)
    assert {row["费用类型"] for row in costs} == {"广告投放", "短信", "客服", "会员权益", "达人合作"}


def test_the_study_is_answered_as_its_model_says(books: dict[str, Any], exports: Path) -> None:
    rows = csv_rows(exports / "study.csv")
    assert len(rows) == books["study"]["answer_count"]
    assert min(Counter(row["提交时间"][:7] for row in rows).values()) >= 40, "enough of each wave for a path model"
    gaps = [int(row["服务:实际(1-10分)"]) - int(row["服务:期望(1-10分)"]) for row in rows]
    assert sum(gaps) / len(gaps) == pytest.approx(books["study"]["gaps"]["service"], abs=0.2)
    delighted = [row for row in rows if row["包装做得好,您觉得(1-5)"] == "5" and row["包装做得不好,您觉得(1-5)"] == "3"]
    assert books["study"]["kano_kinds"]["packaging"] == "attractive"
    assert len(delighted) > 0.6 * len(rows)
    assert any(row["品牌形象好(1-10分)"] == "" for row in rows), "some leave a question out"
