"""A naive SUM is right: every additive column of every view against a count taken elsewhere."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from tests.warehouse.conftest import rows_of
from tests.warehouse.viewcontract import CONTRACT
from tests.warehouse.written import coverage
from warehouse.views import VIEWS
from warehouse.views.brief import V_MENTION_BRIEF

# Counted by hand from tests/warehouse/written.py. Content x brand: moli 12 (own 10, through a thread 2), songyan 3
# (m2, m4, m17), no tracked brand 4 (m5, m6, and m9, m10: answers to a complaint).
PAIRS = 12 + 3 + 4
EXPECTED: dict[str, dict[str, float | None]] = {
    # whole texts: m1 m6 (corrected) m7 m13 positive, m15 neutral, m2 m8 m11 m16 negative, m4 declined; of a brand:
    # m2 positive of songyan, m7 as corrected neutral of moli and positive of its taste
    "v_sentiment_history": {},
    "v_sentiment": {
        "verdict_count": 13,
        "positive_count": 6,
        "neutral_count": 2,
        "negative_count": 4,
        "abstained_count": 1,
    },
    "v_mention": {"mention_count": PAIRS, "organic_weight": PAIRS - 1 - 0.9},
    "v_voice": {"mention_count": PAIRS, "deduplicated_count": PAIRS - 2, "organic_weight": PAIRS - 1 - 0.9},
    "v_insight_day": {
        "mention_count": PAIRS,
        "deduplicated_count": PAIRS - 2,  # m13 repeats m1, m3 is a bare repost
        "organic_count": PAIRS - 1 - 0.9,
        # positive: m1 m13, m2 of the brand it prefers, m6 as corrected; negative: m2 of the other, m8 m11 m16;
        # neutral: m15, and m7 as corrected for its brand; declined: m4
        "positive_count": 4,
        "neutral_count": 2,
        "negative_count": 4,
        "abstained_count": 1,
        "unjudged_count": 8,
        "complaint_count": 3,
        "engagement_count": 19 + 2 * 2,
        "deduplicated_positive_count": 4 - 1,  # without m13
        "deduplicated_neutral_count": 2,
        "deduplicated_negative_count": 4,
        "deduplicated_complaint_count": 3,
        "organic_positive_count": 4 - 0.9,  # m13 is of a water army
        "organic_neutral_count": 2,
        "organic_negative_count": 4,
        "organic_complaint_count": 3,
    },
    "v_brand_day": {
        "complaint_count": 3,
        "order_count": 6,
        "promoter_count": 1,  # r1
        "detractor_count": 1,  # r2
        "nps_count": 3,
        "satisfied_count": 1,
        "csat_count": 2,
    },
    # m1 twice, m2 by two sources and of two brands, m13; only m1 was seen again by the same source
    "v_engagement": {
        "observation_count": 2 + 2 * 2 + 1,
        "like_delta": 5,
        "comment_delta": 1,
        "share_delta": 2,
        "favorite_delta": 2,
        "view_delta": 900,
    },
    "v_complaint": {"complaint_count": 3},
    "v_complaint_event": {"event_count": 3 + 1 + 1},  # m8 opened, replied, resolved; m11 and m16 opened
    "v_backlog": {"open_day_count": 1 + 27},  # m8 on the day it was opened, m11 from then to the last day, 1 April
    "v_influencer": {
        "mention_count": 2,
        "reach_count": 15_900,
        "engagement_count": 19,
        "positive_count": 1,
        "negative_count": 0,
        "repost_count": 1,
    },
    "v_sentiment_mover": {
        "positive_count": 1,
        "neutral_count": 1,
        "negative_count": 0,
        "previous_positive_count": 1,
        "previous_neutral_count": 0,
        "previous_negative_count": 0,
        "own_points": 12.5 - 20,  # the second by somebody unknown
        "caused_points": 0,
        "points": 12.5 - 20,
    },
    "v_watch": {"mention_count": 0},
    "v_cascade": {"repost_count": 1, "direct_count": 1, "negative_lag_count": 0},  # not the tree of what is gone
    # m3 of moli through its thread, m4 of songyan, m5 (no brand), m9 and m10 (answers), m17 of both brands
    "v_propagation": {"propagation_count": 7},
    "v_circle": {
        "member_count": 2,
        "inner_pair_count": 1,
        "mutual_pair_count": 0,
        "inner_passing_count": 1,
        "top_passing_count": 1,
        "kept_count": 0,
    },
    "v_audience_sign": {},
    # a1: m1, but not m15 (news); a2, likelier in p2: m2 m14, but not m6 (no tracked brand) and m17 (through its thread)
    "v_persona": {
        "author_count": 2,
        "share_numerator": 2,
        "mention_count": 3,
        "positive_count": 1,
        "negative_count": 1,
        "neutral_count": 0,
    },
    "v_persona_member": {"author_count": 2},
    "v_persona_drift": {"common_count": 12},
    "v_risk_register": {},
    "v_tier_migration": {"customer_count": 2},  # k1 from February to March, and to April
    "v_cohort": {"ending_count": 1},
    "v_alert": {"negative_count": 4},  # the post came in the swarm, which counts it
    "v_alert_spreader": {"negative_count": 2},
    "v_service_period": {},
    "v_root_cause": {"complaint_count": 5},
    "v_correction": {"correction_count": 1, "agreed_count": 0},  # m7: positive to the model, neutral to a person
    "v_aspect": {"opinion_count": 1, "positive_count": 1, "neutral_count": 0, "negative_count": 0},
    "v_event": {},
    "v_term_day": {},
    "v_mention_brief": {"mention_count": PAIRS},
    "v_customer": {"order_count": 5, "net_amount": 115.1, "contact_count": 2, "complaint_count": 1},
    "v_customer_action": {"action_count": 2, "expected_gain": 25.0, "cost_amount": 6.0},
    # of tests/warehouse/books.py; money of o7 is in another currency, o6 was never paid for
    "v_order_line": {
        "order_count": 6,
        "first_order_count": 3,
        "line_count": 10,
        "quantity": 9,
        "returned_quantity": 2,
        "cancelled_quantity": 1,
        "gross_amount": 295.1,
        "refund_amount": 110,
        "cancelled_amount": 70,
        "net_amount": 115.1,
        "discount_amount": 5,
    },
    "v_satisfaction": {},
    "v_improvement": {},
    "v_attribution": {},
    "v_loyalty_month": {"earned_points": 50, "redeemed_points": 30, "expired_points": 20, "adjusted_points": 5},
    "v_association": {},
    "v_recommendation": {},
    "v_scorecard": {},
    "v_programme_month": {},
    "v_model_drift": {},
    "v_desk_hour": {"contact_count": 62},
    "v_desk_month": {
        "contact_count": 62,
        "unanswered_count": 2,
        "issue_count": 50,
        "first_contact_count": 40,
        "handling_minutes": 360,
        "answer_minutes": 30,
    },
    "v_knowledge_month": {"use_count": 9},
    "v_wechat_month": {
        "article_count": 3,
        "headline_count": 2,
        "view_count": 6000,
        "wow_count": 45,
        "like_count": 90,
        "share_count": 120,
    },
    "v_recovery": {},
    "v_journey_month": {},
    "v_parity": {},
    "v_coverage": {
        name: sum(getattr(run, name) for run in coverage())
        for name in ("page_count", "row_count", "mention_count", "author_count", "refused_count", "skipped_count")
    },
}
EXPECTED["v_insight_topic_day"] = EXPECTED["v_insight_day"]
# followers: m1 900, m15 15,000, six rows of a2 (m2 m17 of two brands, m6, m14) 2 million each
EXPECTED["v_mention_measure"] = EXPECTED["v_insight_day"] | {
    "like_count": 10 + 2 * 2,
    "comment_count": 2,
    "share_count": 3,
    "favorite_count": 4,
    "view_count": 1000 + 50,
    "replied_complaint_count": 1,  # m8, in time, solved, never reopened
    "ended_complaint_count": 1,
    "reopened_complaint_count": 0,
    "followed_complaint_count": 1,
    "late_reply_count": 0,
    "timed_reply_count": 1,
    "late_resolution_count": 0,
    "timed_resolution_count": 1,
    **{f"known_{name}_count": 1 for name in ("comment", "share", "favorite")},
    "known_like_count": 1 + 2,
    "known_view_count": 1 + 1,
    "known_engagement_count": 1 + 2,
    "followed_engagement_count": 19 + 2 * 2,
    "engaged_follower_count": 900 + 2 * 2_000_000,
    "viewed_engagement_count": 19,
    "engaged_view_count": 1000,
    "engagement_at_72h_count": None,  # nothing was seen on its third day
    "known_at_72h_count": 0,
    "reach_count": 900 + 15_000 + 6 * 2_000_000,
    "known_reach_count": 8,
    "likely_impression_count": 0.15 * 15_900 + 6 * 2_000_000 * (0.15 - 0.09 * 19 / 99),
    "classified_count": 4,
    "ugc_count": 2,
    "pgc_count": 0,
    "bgc_count": 0,
    "paid_count": 1,
    "water_army_count": 1,
    "reposting_count": 2,
    "authored_count": PAIRS - 1,  # all but m7
}

each_view = pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)


@each_view
def test_sum_of_every_additive_column(star: sa.Connection, view: Any) -> None:
    expected = EXPECTED[view.name]
    assert set(view.additive) == set(expected)
    for name in view.additive:
        ((found,),) = rows_of(star, f"select sum({name}) from {view.name}")
        assert (None if found is None else float(found)) == pytest.approx(expected[name]), name


@each_view
def test_columns_of_the_contract(view: Any) -> None:
    assert set(CONTRACT[view.name].split()) <= {column.name for column in view.columns}


def test_the_brief_rows_are_those_of_the_mention(star: sa.Connection) -> None:
    shared = ", ".join(column.name for column in V_MENTION_BRIEF.columns)
    short, long = (rows_of(star, f"select {shared} from {view}") for view in ("v_mention_brief", "v_mention"))
    assert sorted(map(repr, short)) == sorted(map(repr, long))


def test_what_is_counted_by_is_that_of_the_mention(star: sa.Connection) -> None:
    shared = """content_key, day, published_at, platform, platform_name, source, kind, brand_id, brand, region,
        sentiment, is_complaint, is_water_army, mention_count, organic_weight"""
    short, long = (rows_of(star, f"select {shared} from {view}") for view in ("v_voice", "v_mention"))
    assert sorted(map(repr, short)) == sorted(map(repr, long))
    assert {row[10] for row in short} == {None, "negative", "neutral", "positive"}
    assert {row[11] for row in short} == {row[12] for row in short} == {True, False}


def test_totals_per_brand_equal_the_mentions_behind_them(star: sa.Connection) -> None:
    behind = """select brand_id, day, count(*), count(*) filter (sentiment = 'negative'),
        count(*) filter (is_complaint), sum(engagement_count) from v_mention group by 1, 2"""
    totals = """select brand_id, day, sum(mention_count), sum(negative_count), sum(complaint_count),
        sum(engagement_count) from v_insight_day group by 1, 2"""
    assert sorted(map(repr, rows_of(star, behind))) == sorted(
        repr((*row[:2], *(None if cell is None else int(cell) for cell in row[2:]))) for row in rows_of(star, totals)
    )


def test_a_complaint_is_counted_for_its_brand_and_answers_are_not(star: sa.Connection) -> None:
    sql = "select complaint_id, brand_id, complaint_type, channel, reply_minutes from v_complaint order by 1"
    assert rows_of(star, sql) == [
        ("heimao:m11", "moli", None, "complaint_platform", None),
        ("heimao:m8", "moli", "food_safety", "complaint_platform", 120),
        ("weibo:m16", "moli", "quality", "post", None),
    ]


def test_content_without_brand_topic_or_product_shows_null(star: sa.Connection) -> None:
    sql = "select brand_id, brand, product, topic, topic_id, sentiment from v_mention where mention_id = 'weibo:m6'"
    assert rows_of(star, sql) == [(None, "未涉及品牌", None, None, None, "positive")]
    sql = "select sentiment, is_abstained, sentiment_score from v_mention where mention_id = 'weibo:m4'"
    assert rows_of(star, sql) == [(None, True, 0.0)]


def test_the_first_product_stands_for_the_content(star: sa.Connection) -> None:
    sql = "select product, count(*) from v_mention where mention_id = 'weibo:m15' group by 1"
    assert rows_of(star, sql) == [("云朵蛋糕", 1)]


def test_region_is_the_province_where_known(star: sa.Connection) -> None:
    sql = "select distinct author_id, region from v_mention where author_id in ('a1', 'a2', 'a3') order by 1"
    assert rows_of(star, sql) == [("a1", "广东"), ("a2", "四川"), ("a3", "美国")]


def test_an_open_alert_has_no_end(star: sa.Connection) -> None:
    sql = "select brand, opened_on, peak_on, closed_on, state, topic from v_alert where kind = 'swarm'"
    assert rows_of(star, sql) == [("茉里茶", date(2026, 3, 4), date(2026, 3, 5), None, "open", "口味")]


def test_service_months_tell_totals_from_products(star: sa.Connection) -> None:
    sql = "select product, is_total, median_minutes from v_service_period order by is_total"
    assert rows_of(star, sql) == [("云朵蛋糕", False, 120.0), (None, True, 120.0)], "an unknown product has no row"


def test_an_alert_says_about_what_and_a_post_which_one(star: sa.Connection) -> None:
    sql = "select kind, product, complaint_type_name, mention_id, negative_count from v_alert order by kind"
    assert rows_of(star, sql) == [
        ("post", "云朵蛋糕", "质量", "weibo:m16", 0), ("swarm", "云朵蛋糕", "质量", None, 4)
    ]  # fmt: skip
    sql = "select alert_id, author_id, tier, follower_count from v_alert_spreader"
    assert rows_of(star, sql) == [("al1", "a2", "head", 2_000_000)]


def test_answers_and_views_agree_on_columns() -> None:
    from warehouse.answers import views as declared

    real = {view.name: {column.name for column in view.columns} for view in VIEWS}
    for name, table in declared.METADATA.tables.items():
        assert set(table.c.keys()) <= real[name], name
