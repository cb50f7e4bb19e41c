"""The hand-written books of a shop: orders, answers, referrals, points, journeys, costs, consents; results of crm."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from records import (
    Consent,
    Cost,
    LoyaltyTransaction,
    Order,
    Referral,
    SurveyResponse,
    Touchpoint,
)
from records.arrow import table_of
from records.time import SHANGHAI


class Writer(Protocol):
    """Writes a table as Parquet files."""

    def write(self, name: str, table: pa.Table) -> tuple[Path, ...]: ...


def at(day: int, hour: int = 12, month: int = 3) -> datetime:
    """A moment of 2026 in Shanghai."""
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


SEEN = at(1, month=5)


def line(order_id: str, customer_id: str, when: datetime, amount: float, number: int = 1, **more: Any) -> Order:
    """An order line of one unit."""
    given: dict[str, Any] = {
        "quantity": 1.0,
        "product": "岩盐拿铁 大杯",
        "channel": "茉里茶小程序",
        "observed_at": SEEN,
    }
    return Order(
        source="orders", order_id=order_id, line_number=number, customer_id=customer_id, ordered_at=when, amount=amount,
        **(given | more),
    )  # fmt: skip


def orders() -> list[Order]:
    """Sales, one seen twice, a refund by words, one booked as a row, a cancelled, an unpaid and a foreign order."""
    return [
        line("o1", "k1", at(5, month=2), 20.0, quantity=2.0, discount_amount=5.0, coupon="新客券", region="广东"),
        line("o1", "k1", at(5, month=2), 30.1, 2, product="云朵蛋糕"),
        line("o2", "k1", at(10), 99.0, status="待付款", observed_at=at(10)),
        line("o2", "k1", at(10), 40.0, status="交易成功"),
        line("o3", "k2", at(11), 50.0, status="退款成功", region="广西"),
        line("o4", "k2", at(12), 60.0, status="退款成功"),
        line("o4", "k2", at(13), -60.0, 2, quantity=-1.0, status="退款成功"),
        line("o5", "k3", at(14), 70.0, status="交易关闭"),
        line("o6", "k3", at(15), 80.0, status="等待买家付款"),
        line("o7", "k3", at(16), 15.0, currency="USD", product="手冲壶", channel=None),
        line("o8", "k1", at(2, month=4), 25.0, status="退款关闭", product=None),
    ]


def surveys() -> list[SurveyResponse]:
    """Three NPS answers, one of them changed later, a CSAT answer, words, and an anonymous one."""

    def answer(response_id: str, question: str, score: float | None, customer_id: str | None, **more: Any) -> Any:
        given: dict[str, Any] = {"answered_at": at(20), "observed_at": SEEN, "scale": 10.0 if score else None}
        return SurveyResponse(
            source="surveys", response_id=response_id, question=question, customer_id=customer_id, score=score,
            **(given | more),
        )  # fmt: skip

    return [
        answer("r1", "nps", 3.0, "k1", observed_at=at(20)),
        answer("r1", "nps", 9.0, "k1"),
        answer("r2", "nps", 6.0, "k2"),
        answer("r3", "nps", 8.0, None),
        answer("r1", "csat", 4.0, "k1", scale=5.0, product="云朵蛋糕"),
        answer("r2", "csat", 3.0, "k2", scale=5.0),
        answer("r3", "您还有什么建议", None, None, text="不进仓库的回答"),
    ]


def referrals() -> list[Referral]:
    """One that worked, seen before and after, and one that has not yet."""

    def one(referral_id: str, referred_id: str | None, observed_at: datetime = SEEN, **more: Any) -> Referral:
        return Referral(
            source="referrals", referral_id=referral_id, referrer_id="k1", referred_at=at(1), referred_id=referred_id,
            observed_at=observed_at, **more,
        )  # fmt: skip

    return [
        one("f1", "k2", at(2)),
        one("f1", "k2", joined_at=at(11), reward_amount=10.0, would_join_anyway=False),
        one("f2", None),
    ]


def loyalty() -> list[LoyaltyTransaction]:
    """An account with all four kinds and a gap in its stated balances."""

    def move(number: int, when: datetime, kind: str, points: float, balance: float | None) -> LoyaltyTransaction:
        return LoyaltyTransaction(
            source="loyalty", transaction_id=f"t{number}", customer_id="k1", occurred_at=when, observed_at=SEEN,
            kind=kind, points=points, balance=balance, value_amount=5.0 if kind == "redeem" else None,
        )  # fmt: skip

    return [
        move(1, at(5, month=2), "earn", 50, 150),
        move(2, at(6, month=2), "redeem", -30, 120),
        move(3, at(1), "expire", -20, 100),
        move(4, at(2), "adjust", 5, 95),
        move(5, at(2, month=4), "earn", 25, None),
    ]


def touchpoints() -> list[Touchpoint]:
    """A click on a campaign that led to an order, and an unidentified visitor."""
    shared: dict[str, Any] = {"source": "touchpoints", "observed_at": SEEN}
    return [
        Touchpoint(
            touchpoint_id="h1", touched_at=at(3), customer_id="k1", channel="朋友圈广告", kind="点击",
            campaign="春日上新", product="云朵蛋糕", order_id="o2", **shared,
        ),
        Touchpoint(touchpoint_id="h2", touched_at=at(4), channel="门店", kind="到访", touch_count=3, **shared),
    ]  # fmt: skip


def costs() -> list[Cost]:
    """A campaign's advertisement, a creator, and money that came back."""
    shared: dict[str, Any] = {"source": "costs", "observed_at": SEEN}
    return [
        Cost(cost_id="c1", spent_at=at(2), amount=1000.0, kind="广告投放", campaign="春日上新", **shared),
        Cost(
            cost_id="c2", spent_at=at(3), amount=500.5, kind="达人合作", platform="weibo", author_id="a1",
            campaign="没有配置的活动", brand="松烟咖啡", **shared,
        ),
        Cost(cost_id="c3", spent_at=at(4), amount=-100.0, kind="广告投放", **shared),
    ]  # fmt: skip


def consents() -> list[Consent]:
    """One withdrawn for one purpose and kept for another."""

    def one(number: int, when: datetime, is_granted: bool, purpose: str) -> Consent:
        return Consent(
            source="consents", consent_id=f"g{number}", customer_id="k1", decided_at=when, observed_at=SEEN,
            is_granted=is_granted, purpose=purpose, basis="同意",
        )  # fmt: skip

    return [one(1, at(1), True, "营销"), one(2, at(9), False, "营销"), one(3, at(1), True, "账号关联")]


def inputs(lake: Writer) -> dict[str, tuple[Path, ...]]:
    """The files of all books, by the names of `Inputs`."""
    books: dict[str, tuple[type, list[Any]]] = {
        "orders": (Order, orders()),
        "surveys": (SurveyResponse, surveys()),
        "referrals": (Referral, referrals()),
        "loyalty": (LoyaltyTransaction, loyalty()),
        "touchpoints": (Touchpoint, touchpoints()),
        "costs": (Cost, costs()),
        "consents": (Consent, consents()),
    }
    return {name: lake.write(name, table_of(kind, rows)) for name, (kind, rows) in books.items()}


def months() -> list[dict[str, Any]]:
    """k1 rises after March; April says nothing new of it. k2 has one month; k3 has none."""
    return [
        {"customer_id": "k1", "month": date(2026, 2, 1), "tier": "普通", "stage": "形成", "region": "广东",
         "order_count": 1, "net_amount": 50.1, "contact_count": 1, "complaint_count": 0, "churn_risk": 0.2,
         "clv": 300.0, "customer_class": "actual", "profit": 30.0},
        {"customer_id": "k1", "month": date(2026, 3, 1), "tier": "主要", "stage": "稳定", "region": "广东",
         "order_count": 1, "net_amount": 40.0, "churn_risk": 0.1, "clv": 420.0, "customer_class": "actual",
         "profit": 50.0},
        {"customer_id": "k1", "month": date(2026, 4, 1), "tier": None, "stage": "稳定", "region": None,
         "order_count": 1, "net_amount": 25.0, "churn_risk": 0.1, "clv": 430.0},
        {"customer_id": "k2", "month": date(2026, 3, 1), "tier": "小", "stage": "考察", "region": "广西",
         "order_count": 2, "net_amount": 0.0, "contact_count": 1, "complaint_count": 1, "churn_risk": 0.9, "clv": 1.0},
    ]  # fmt: skip


def profiles(lake: Writer) -> dict[str, tuple[Path, ...]]:
    """Results of crm about customers, by the names of `ProfileInputs`."""
    seen = datetime(2026, 4, 1, tzinfo=UTC)
    link = {
        "customer_id": "k1", "platform": "weibo", "author_id": "a1", "valid_from": seen, "valid_to": None,
        "match_probability": 0.97, "is_active": True, "method": "splink", "reason": "phone",
    }  # fmt: skip
    withdrawn = link | {"customer_id": "k2", "author_id": "a2", "is_active": False, "valid_to": at(9, month=4)}
    action = {
        "action_id": "x1", "customer_id": "k2", "complaint_id": None, "brand_id": "moli", "product_id": "cake",
        "kind": "winback", "action": "寄出试用装", "channel": "短信", "reason": "{}", "state": "proposed",
        "is_permitted": True, "proposed_at": at(3, month=4), "taken_at": None, "expected_gain": 12.5,
        "cost_amount": 3.0, "success_probability": 0.4,
    }  # fmt: skip
    case = action | {"action_id": "x2", "customer_id": None, "complaint_id": "heimao:m8", "kind": "product_fix"}
    measured = {
        "brand_id": "moli", "product_id": None, "aspect": None, "channel": None, "month": date(2026, 3, 1),
        "measure": "nps", "numerator": 0.0, "denominator": 3.0, "value_low": -0.5, "value_high": 0.5,
        "evidence_count": 3, "evidence_grade": "published", "is_proxy": False, "model_version": "1",
    }  # fmt: skip
    detail = measured | {"product_id": "cake", "aspect": "ecommerce.taste", "channel": "门店", "measure": "csat"}
    watch = {
        "brand_id": "moli", "period_start": date(2026, 3, 1), "period_end": date(2026, 3, 31), "platform": "weibo",
        "author_id": "a2", "reason": "tier", "mention_count": 0, "is_silent": True,
    }  # fmt: skip
    improvement = {
        "brand_id": "moli", "product_id": "cake", "aspect": "ecommerce.taste", "month": date(2026, 3, 1),
        "impact_rank": 1, "mention_count": 6, "negative_count": 4, "all_mention_count": 12, "review_count": 20,
        "mean_rating": 3.5, "rating_gap": 0.5, "gap_low": 0.1, "gap_high": 0.9, "impact": 0.25, "is_sure": True,
        "part_worth_proxy": None, "kano_kind_proxy": "must_be", "model_version": "1",
    }  # fmt: skip
    credit = {
        "brand_id": "moli", "channel": "朋友圈广告", "month": date(2026, 3, 1), "model": "last", "credit_count": 1.0,
        "conversion_count": 2, "path_count": 3, "model_version": "1",
    }  # fmt: skip
    ledger = {
        "program": "all", "month": date(2026, 3, 1), "opening_points": 20.0, "earned_points": 50.0,
        "redeemed_points": 30.0, "expired_points": 20.0, "adjusted_points": 5.0, "closing_points": 25.0,
        "member_count": 1, "redeemer_count": 1, "redeemer_low": 0.2, "redeemer_high": 1.0, "liability_amount": 1.25,
        "model_version": "1",
    }  # fmt: skip
    rule = {
        "brand_id": "moli", "month": date(2026, 3, 1), "basis": "customer", "antecedent": "岩盐拿铁",
        "consequent": "云朵蛋糕", "basket_count": 10, "antecedent_count": 5, "rule_count": 4, "confidence_low": 0.4,
        "confidence_high": 0.96, "lift": 1.6, "lift_low": 0.8, "is_sure": False, "model_version": "1",
    }  # fmt: skip
    offer = {
        "customer_id": "k1", "brand_id": "moli", "month": date(2026, 3, 1), "item_rank": 1, "product_name": "手冲壶",
        "score": 0.4, "basis": "similar", "model_version": "1",
    }  # fmt: skip
    card = {
        "brand_id": "moli", "month": date(2026, 3, 1), "perspective": "customer", "indicator": "nps",
        "indicator_value": 0.4, "floor_value": 0.0, "target_value": 0.8, "score": 50.0, "weight": 0.25,
        "weighted_score": 12.5, "weight_known": 1.0, "indicator_count": 1, "weighting": "judged", "model_version": "1",
    }  # fmt: skip
    whole = {**card, "perspective": "all", "indicator": "all", "weight": 1.0, "weighted_score": 50.0,
             "indicator_value": None, "floor_value": None, "target_value": None}  # fmt: skip
    advert = {
        "brand_id": "moli", "programme": "朋友圈广告", "month": date(2026, 3, 1), "kind": "channel",
        "spent_amount": 100.0, "benefit_amount": 150.0, "benefit_low": 80.0, "benefit_high": 160.0, "is_margin": True,
        "period_count": 1, "roi": 0.5, "npv": 50.0, "npv_low": -20.0, "npv_high": 60.0, "payback_months": 0.0,
        "model_version": "1",
    }  # fmt: skip
    drifted = {
        "task": "sentiment", "engine": "linear", "version": "v1", "measure": "label_psi", "week_end": date(2026, 3, 31),
        "observed": 0.31, "bound": 0.2, "recent_count": 400, "baseline_count": 1600, "is_alert": True,
    }  # fmt: skip
    return {
        "model_drifts": lake.write("model_drifts", pa.Table.from_pylist([drifted])),
        **desk(lake),
        "scorecard": lake.write("scorecard", pa.Table.from_pylist([card, whole])),
        "programme_months": lake.write("programme_months", pa.Table.from_pylist([advert])),
        "attribution": lake.write("attribution", pa.Table.from_pylist([credit])),
        "loyalty_months": lake.write("loyalty_months", pa.Table.from_pylist([ledger])),
        "associations": lake.write("associations", pa.Table.from_pylist([rule])),
        "recommendations": lake.write("recommendations", pa.Table.from_pylist([offer])),
        "improvements": lake.write("improvements", _typed([improvement], part_worth_proxy=pa.float64())),
        "customer_months": lake.write("customer_months", pa.Table.from_pylist(months())),
        "customer_links": lake.write("customer_links", _typed([link, withdrawn], valid_to=pa.timestamp("us", "UTC"))),
        "customer_actions": lake.write(
            "customer_actions",
            _typed([action, case], taken_at=pa.timestamp("us", "UTC"), complaint_id=pa.string()),
        ),
        "satisfaction": lake.write("satisfaction", pa.Table.from_pylist([measured, detail])),
        "watches": lake.write("watches", pa.Table.from_pylist([watch])),
    }


def desk(lake: Any) -> dict[str, Any]:
    """The desk, its recoveries, a journey and an audit."""
    month = {"month": date(2026, 3, 1), "model_version": "1"}
    hour = {
        **month, "hour": 10, "contact_count": 62, "day_count": 31, "handling_minutes": 6.0, "load_erlang": 0.2,
        "agent_count": 2, "service_level": 0.98, "average_wait_seconds": 3.6, "occupancy": 0.1,
    }  # fmt: skip
    channel = {
        **month, "channel": "phone", "contact_count": 62, "unanswered_count": 2, "issue_count": 50,
        "first_contact_count": 40, "open_issue_count": 3, "handled_count": 60, "handling_minutes": 360.0,
        "answered_count": 60, "answer_minutes": 30.0,
    }  # fmt: skip
    knowledge = {
        **month, "kind": "for", "contact_count": 62, "use_count": 9, "used_item_count": 4, "item_count": 5,
        "fresh_item_count": 4, "decided_item_count": 4, "reused_item_count": 3, "reuse_low": 0.3, "reuse_high": 0.95,
        "median_days_to_use": 6.0,
    }  # fmt: skip
    account = {
        **month, "account": "a1", "article_count": 3, "headline_count": 2, "view_count": 6000, "wow_count": 45,
        "like_count": 90, "share_count": 120, "headline_view_count": 5100, "most_view_count": 3000, "wci": 480.5,
    }  # fmt: skip
    effect = {
        **month, "outcome": "repurchase", "comparison": "paradox", "customer_count": 30, "reference_count": 200,
        "mean": 0.6, "reference_mean": 0.5, "difference": 0.1, "difference_low": -0.1, "difference_high": 0.3,
        "finding": "no difference shown",
    }  # fmt: skip
    stage = {
        **month, "brand_id": "moli", "stage": "下单", "stage_number": 2, "customer_count": 20, "before_count": 50,
        "drop_count": 30, "pass_low": 0.28, "pass_high": 0.54, "wait_days": 6.0,
    }  # fmt: skip
    group = {
        **month, "audit": "price_by_tenure", "audit_group": "regular", "reference": "new", "case_count": 400,
        "gap": 0.01, "gap_low": -0.02, "gap_high": 0.04, "needs_review": False,
    }  # fmt: skip
    rows = {
        "desk_hours": hour, "desk_months": channel, "knowledge_months": knowledge,
        "wechat_months": account, "recoveries": effect, "journey_months": stage, "parity": group,
    }  # fmt: skip
    return {name: lake.write(name, pa.Table.from_pylist([row])) for name, row in rows.items()}


def _typed(rows: list[dict[str, Any]], **types: pa.DataType) -> pa.Table:
    """A table of which some columns may hold nothing but unknowns."""
    schema = pa.Table.from_pylist(rows).schema
    for name, type_ in types.items():
        schema = schema.set(schema.get_field_index(name), pa.field(name, type_))
    return pa.Table.from_pylist(rows, schema=schema)
