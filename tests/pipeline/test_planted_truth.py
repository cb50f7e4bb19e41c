"""What the pipeline finds of what the demonstration world plants."""

from collections import defaultdict
from datetime import datetime, timedelta

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score, roc_auc_score

from crm.value.leads import calibration_error
from pipeline.textbook import methods
from tests.pipeline.conftest import DemoRun

pytestmark = pytest.mark.slow


def own_mentions(demo_run: DemoRun) -> dict[str, dict]:
    """Truth of mentions with an id of the platform's own (JD reviews have none)."""
    return {name: row for name, row in demo_run.truth["mentions"].items() if ":text:" not in name}


def test_every_mention_arrives_once(demo_run: DemoRun) -> None:
    replies = demo_run.truth["counts"]["heimao"]["replies"]
    contents = demo_run.ask("select count(*), count(distinct mention_id) from dim_content where content_key > 0")
    assert contents == [(demo_run.truth["mention_count"] + replies,) * 2]


def test_refused_rows_are_counted_where_they_were_planted(demo_run: DemoRun) -> None:
    refused = dict(demo_run.ask("select source, sum(refused_count) from v_coverage group by 1"))
    assert refused == {name: counts["refused"] for name, counts in demo_run.truth["counts"].items()}


def test_overlapping_exports_give_one_mention_and_two_observations(demo_run: DemoRun) -> None:
    rows = demo_run.ask(
        "select c.mention_id, count(*) from fact_engagement e join dim_content c using (content_key) group by 1"
    )
    twice = {name for name, count in rows if count == 2}
    assert twice == set(demo_run.truth["overlaps"])


def test_the_crisis_is_found_within_three_hours_and_hardly_anything_else(demo_run: DemoRun) -> None:
    """At most one false alarm in eight weeks over all brands."""
    crisis = demo_run.truth["crisis"]
    began_at = datetime.fromisoformat(crisis["began_at"])
    swarms = demo_run.ask("select brand_id, opened_at from v_alert where kind = 'swarm'")
    delays = [opened_at - began_at for brand_id, opened_at in swarms if brand_id == crisis["brand"]]
    found = [delay for delay in delays if timedelta(0) <= delay <= timedelta(hours=3)]
    assert len(found) == 1
    assert len(swarms) - len(found) <= 1


def test_the_alert_says_about_what_who_spreads_it_and_when_the_brand_spoke(demo_run: DemoRun) -> None:
    crisis = demo_run.truth["crisis"]
    product = crisis["product"].partition("/")[2]
    rows = demo_run.ask(
        "select v.alert_id, p.product_id, complaint_type, topic is not null, first_own_post_at, baseline_negative_count"
        " from v_alert v join dim_product p on p.name = v.product and p.brand_id = v.brand_id"
        f" where kind = 'swarm' and v.brand_id = '{crisis['brand']}' order by severity desc limit 1"
    )
    alert_id, *told, usual = rows[0]
    assert told == [product, "food_safety", True, datetime.fromisoformat(crisis["apology_at"])]
    assert 0 < usual < min(crisis["negative_by_day"][day] for day in (crisis["day"], "2026-08-26"))
    first = demo_run.ask(f"select author_id from v_alert_spreader where alert_id = '{alert_id}' and rank = 1")
    assert first == [(demo_run.author_id(demo_run.truth["influencer"]["author"]),)]


def test_single_posts_in_a_swarm_are_not_counted_twice(demo_run: DemoRun) -> None:
    inside = "kind = 'post' and swarm_alert_id is not null"
    assert demo_run.ask(f"select sum(negative_count) from v_alert where {inside}") == [(0,)]
    assert demo_run.ask("select count(*) from v_alert where kind = 'post' and mention_id is null") == [(0,)]


def test_the_water_army_is_marked_and_nobody_else(demo_run: DemoRun) -> None:
    planted = {name for name, row in own_mentions(demo_run).items() if row["is_water_army"]}
    marked = {name for (name,) in demo_run.ask("select distinct mention_id from v_mention where is_water_army")}
    others = len(demo_run.truth["mentions"]) - len(planted)
    assert len(planted & marked) >= 0.95 * len(planted)
    assert len(marked - planted) <= 0.01 * others


def test_the_influencer_is_first_in_the_week_of_each_spike(demo_run: DemoRun) -> None:
    influencer = demo_run.truth["influencer"]
    days = (demo_run.truth["crisis"]["day"], influencer.get("spike_day", demo_run.truth["crisis"]["day"]))
    for day in days:
        first = demo_run.ask(
            f"select author_id from v_influencer where brand_id = '{influencer['brand']}' and rank = 1 "
            f"and date '{day}' between period_start and period_end"
        )
        assert first == [(demo_run.author_id(influencer["author"]),)]


def test_the_influencer_moved_the_sentiment_of_the_crisis_week(demo_run: DemoRun) -> None:
    influencer, day = demo_run.truth["influencer"], demo_run.truth["crisis"]["day"]
    where = f"brand_id = '{influencer['brand']}' and date '{day}' between period_start and period_end"
    first = demo_run.ask(
        f"select author_id, sum(points), sum(caused_points) from v_sentiment_mover where {where} "
        "and author_id is not null group by 1 order by abs(sum(points)) desc limit 1"
    )
    assert first[0][0] == demo_run.author_id(influencer["author"])
    assert first[0][2] < 0.5 * first[0][1] < 0, "most of it came through those who passed it on"


def test_points_of_all_movers_are_the_change_of_net_sentiment(demo_run: DemoRun) -> None:
    net = dict(
        demo_run.ask(
            "select (brand_id, date_trunc('week', day)::date), 100.0 * (sum(positive_count) - sum(negative_count)) / "
            "sum(positive_count + neutral_count + negative_count) from v_insight_day "
            "where brand_id is not null and day is not null group by 1"
        )
    )
    moved = demo_run.ask("select brand_id, period_start, sum(points) from v_sentiment_mover group by 1, 2")
    assert len(moved) >= 7
    for brand_id, start, points in moved:
        change = net[brand_id, start] - net[brand_id, start - timedelta(days=7)]
        assert points == pytest.approx(change, abs=1e-6)


def test_the_planted_stories_are_the_largest_trees(demo_run: DemoRun) -> None:
    influencer = demo_run.truth["influencer"]
    found = demo_run.ask(
        f"select mention_id from v_cascade where brand_id = '{influencer['brand']}' order by repost_count desc limit 3"
    )
    assert {name for (name,) in found} == {influencer["spike_post"], *influencer["crisis_posts"]}


def test_complaint_milestones_are_right(demo_run: DemoRun) -> None:
    rows = demo_run.ask(
        "select complaint_id, opened_at, first_replied_at, resolved_at from v_complaint where platform = 'heimao'"
    )
    found = {row[0]: row[1:] for row in rows}
    right = 0
    for complaint in demo_run.truth["complaints"]:
        wanted = tuple(
            datetime.fromisoformat(complaint[name]) if complaint[name] else None
            for name in ("opened_at", "first_replied_at", "resolved_at")
        )
        right += found.get(complaint["id"]) == wanted
    assert right >= 0.95 * len(demo_run.truth["complaints"])


def test_only_who_agreed_is_addressed(demo_run: DemoRun) -> None:
    kinds = dict(demo_run.ask("select kind, count(*) from fact_customer_action group by 1"))
    assert set(kinds) >= {"winback", "retention", "care", "abandon"}
    asked = """select count(*) from fact_customer_action a where kind <> 'abandon' and (not is_permitted or not exists (
        select 1 from fact_consent c where c.customer_id = a.customer_id and c.is_granted
        and c.decided_at < a.proposed_at + interval '1' day))"""
    assert demo_run.ask(asked) == [(0,)]


def test_personas_are_the_same_people_four_weeks_later(demo_run: DemoRun) -> None:
    rows = demo_run.ask("select state, jaccard from fact_persona_drift")
    assert len(rows) >= 4
    assert {state for state, _ in rows} == {"kept"}
    assert min(jaccard for _, jaccard in rows) >= 0.9


def test_an_author_has_the_tier_of_the_time(demo_run: DemoRun) -> None:
    author = demo_run.author_id(demo_run.truth["tier_change"]["author"])
    tiers = demo_run.ask(
        f"select tier, valid_from, valid_to from dim_author where author_id = '{author}' order by valid_from"
    )
    assert [row[0] for row in tiers] == ["tail", "waist"]
    changed_at = datetime.fromisoformat(demo_run.truth["tier_change"]["changed_at"])
    assert tiers[0][2] == tiers[1][1]
    assert abs(tiers[1][1] - changed_at) < timedelta(hours=1)  # an export takes its minutes


def test_homonyms_belong_to_no_brand(demo_run: DemoRun) -> None:
    linked = {name for (name,) in demo_run.ask("select mention_id from v_mention where brand_id is not null")}
    assert not linked & set(demo_run.truth["homonyms"])


def test_brands_are_linked_with_precision_and_recall(demo_run: DemoRun) -> None:
    found = defaultdict(set)
    for name, brand in demo_run.ask("select mention_id, brand_id from v_mention where brand_id is not null"):
        found[name].add(brand)
    truth = own_mentions(demo_run)
    right = sum(len(found[name] & set(row["brands"])) for name, row in truth.items())
    assert right / sum(len(found[name]) for name in truth) >= 0.95
    assert right / sum(len(row["brands"]) for row in truth.values()) >= 0.95


def test_judged_tone_agrees_with_the_truth(demo_run: DemoRun) -> None:
    found = dict(demo_run.ask("select distinct mention_id, sentiment from v_mention where sentiment is not null"))
    polar = {n: r["sentiment"] for n, r in own_mentions(demo_run).items() if r["sentiment"] in ("positive", "negative")}
    judged = [name for name in polar if name in found]
    assert len(judged) >= 0.6 * len(polar)
    assert sum(found[name] == polar[name] for name in judged) >= 0.85 * len(judged)


def test_customer_groups_are_recovered_as_personas(demo_run: DemoRun) -> None:
    groups = {
        demo_run.author_id(name): row["persona"] for name, row in demo_run.truth["authors"].items() if row["persona"]
    }
    rows = demo_run.ask(
        "select a.author_id, p.persona_id from fact_persona_membership m "
        "join dim_author a using (author_key) join dim_persona p using (persona_key) where m.probability is not null"
    )
    known = [(groups[author], persona) for author, persona in rows if author in groups]
    assert len(known) >= 0.7 * len(groups)
    assert adjusted_rand_score([group for group, _ in known], [persona for _, persona in known]) >= 0.8


def customer_truth(demo_run: DemoRun) -> dict[str, dict]:
    """Pseudonym -> truth of every customer."""
    return {demo_run.author_id(f"own:{name}"): row for name, row in demo_run.truth["books"]["customers"].items()}


def test_customers_have_the_money_that_their_orders_left(demo_run: DemoRun) -> None:
    rows = demo_run.ask("select customer_id, monetary from fact_customer_month where month = '2026-08-01'")
    found = {customer: float(money) for customer, money in rows if money is not None}
    assert found == pytest.approx({name: row["net_amount"] for name, row in customer_truth(demo_run).items()})
    tiers = demo_run.ask("select distinct tier from fact_customer_month where tier is not null")
    assert {tier for (tier,) in tiers} == {"key", "major", "ordinary", "small"}


def test_churners_are_warned_of(demo_run: DemoRun) -> None:
    truth = customer_truth(demo_run)
    rows = demo_run.ask(
        "select customer_id, churn_probability from fact_customer_month "
        "where month = '2026-08-01' and churn_probability is not null"
    )
    is_lost = np.array([truth[customer]["churned_at"] is not None for customer, _ in rows])
    told = np.array([probability for _, probability in rows])
    assert len(rows) >= 200
    assert roc_auc_score(is_lost, told) >= 0.8
    assert calibration_error(told, is_lost) <= 0.05


def test_the_keen_have_the_highest_lead_scores(demo_run: DemoRun) -> None:
    """They would buy after the world's end."""
    keen = {demo_run.author_id(f"own:{name}") for name in demo_run.truth["books"]["keen_prospects"]}
    rows = demo_run.ask("select customer_id, lead_score from fact_customer_month where lead_score is not null")
    is_keen = np.array([customer in keen for customer, _ in rows])
    assert is_keen.sum() >= 0.9 * len(keen) >= 20
    assert roc_auc_score(is_keen, [score for _, score in rows]) >= 0.8


def test_accounts_are_linked_to_the_customers_whose_they_are(demo_run: DemoRun) -> None:
    """Only those who agreed to it; the recall is among them, and a third of their accounts left no telephone."""
    truth = {name: row["account"] for name, row in customer_truth(demo_run).items() if row["account"]}
    linked = dict(demo_run.ask("select customer_id, author_id from bridge_customer_author where is_active"))
    agreed = demo_run.ask(
        "select customer_id from fact_consent where purpose = '账号关联'"
        " qualify row_number() over (partition by customer_id order by decided_at desc) = 1 and is_granted"
    )
    able = {customer for (customer,) in agreed} & truth.keys()
    right = {name for name, author in linked.items() if name in truth and demo_run.author_id(truth[name]) == author}
    assert linked.keys() <= {customer for (customer,) in agreed}
    assert len(right) >= 0.9 * len(linked)
    assert len(right) >= 0.5 * len(able)


def test_bargain_hunters_are_a_segment_of_their_own(demo_run: DemoRun) -> None:
    truth = customer_truth(demo_run)
    rows = demo_run.ask("select customer_id, segment, segment_name from fact_customer_month where segment is not null")
    groups = defaultdict(list)
    for customer, segment, name in rows:
        groups[segment, name].append(truth[customer]["group"])
    (_, name), members = max(groups.items(), key=lambda item: item[1].count("student") / len(item[1]))
    assert "折扣多" in name
    assert members.count("student") >= 0.8 * len(members)
    assert members.count("student") >= 0.8 * sum(each.count("student") for each in groups.values())


def test_the_study_tells_the_planted_paths_gaps_and_kinds(demo_run: DemoRun) -> None:
    study = demo_run.truth["books"]["study"]
    latest = "month = (select max(month) from v_satisfaction where measure = 'acsi')"
    rows = demo_run.ask(f"select measure, aspect, numerator / denominator from v_satisfaction where {latest}")
    told = {(measure, aspect): value for measure, aspect, value in rows}
    for effect in ("value", "satisfaction", "loyalty"):
        causes = study["paths"][effect]
        found = {cause: told[f"ccsi_path_{cause}_{effect}", None] for cause in causes}
        assert max(found, key=found.__getitem__) == max(causes, key=causes.__getitem__)
    for aspect, gap in study["gaps"].items():
        assert abs(told["expectation_gap", f"ecommerce.{aspect}"] - gap) < 0.3
    for aspect, kind in study["kano_kinds"].items():
        assert told[f"kano_{kind}_share", f"ecommerce.{aspect}"] > 0.5


def test_knowledge_was_used_as_often_as_planted(demo_run: DemoRun) -> None:
    kinds = {"服务知识": "for", "客户反馈": "from", "客户画像": "about"}
    planted = {kinds[kind]: count for kind, count in demo_run.truth["books"]["knowledge_uses"].items()}
    told = demo_run.ask("select kind, sum(use_count) from v_knowledge_month where use_count > 0 group by 1")
    assert {kind: int(count) for kind, count in told} == planted


def test_the_accounts_articles_have_an_index_of_both_months(demo_run: DemoRun) -> None:
    rows = demo_run.ask(
        "select account, article_count, headline_count, wci > 0, lacking from v_wechat_month order by month"
    )
    planted = demo_run.truth["articles"]
    assert {row[0] for row in rows} == {demo_run.author_id(planted["account"])}
    assert sum(row[1] for row in rows) == planted["count"]
    assert [row[2:] for row in rows] == [(4, True, None), (4, True, None)]


def test_points_balance(demo_run: DemoRun) -> None:
    assert demo_run.ask("select count(*) from fact_loyalty_txn where is_balanced = false") == [(0,)]


def test_the_demonstration_fills_what_the_map_of_the_textbooks_promises(demo_run: DemoRun) -> None:
    places = {place for method in methods() for place in method.star}
    empty = [place for place in sorted(places) if not demo_run.ask(_filled(place))[0][0]]
    assert empty == []


def _filled(place: str) -> str:
    """How many rows of a table, or values of its column, there are."""
    table, _, column = place.partition(".")
    return f"select count({column or '*'}) from {table}"
