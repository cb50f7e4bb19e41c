import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from crm.personas.build import MEMBERSHIP_DTYPES, PERSONA_DTYPES, PersonaResult, personas
from crm.personas.evidence import Evidence, evidence_of, name_of, naming_features
from crm.personas.settings import UNGROUPED_ID, UNGROUPED_NAME, PersonaSettings
from records.errors import ConfigError, UsageError

Frames = Callable[..., pd.DataFrame]
Members = Callable[..., tuple[pd.DataFrame, pd.DataFrame, pd.Series]]
Period = dict[str, date]

WORDS = (
    ["优惠", "打折", "满减", "券码", "便宜"],
    ["新品", "口味", "联名", "尝鲜", "限定"],
    ["排队", "店员", "服务", "等候", "门店"],
    ["健康", "低糖", "热量", "减脂", "配料"],
)


QUICK = PersonaSettings(bootstrap_count=4, final_bootstrap_count=4, cluster_counts=(3, 4, 5))
"""For tests of what happens around the grouping."""


def agreement(result: PersonaResult, truth: pd.Series) -> float:
    """Adjusted Rand index between planted groups and personas."""
    from sklearn.metrics import adjusted_rand_score

    members = result.memberships
    planted = truth[members["author_id"].astype(object)]
    return float(adjusted_rand_score(planted, members["persona_id"].astype(object)))


@pytest.mark.parametrize(
    "groups",
    [
        pytest.param([{"words": words, "purity": 0.25} for words in WORDS], id="words only, diluted"),
        pytest.param([{"topic": f"话题{i}"} for i in range(4)], id="topics only, words say nothing"),
        pytest.param([{"hours": h} for h in ([20, 21, 22], [7, 8, 9], [13, 14], [1, 2, 3])], id="hours only"),
        pytest.param([{"words": w} for w in WORDS] + [{"hours": [1, 2, 3]}], id="words, and one group by hours"),
    ],
)
def test_planted_groups_are_recovered(group_members: Members, period: Period, groups: list[dict[str, Any]]) -> None:
    posts, terms, truth = group_members(groups, 45)
    result = personas(posts, author_terms=terms, **period)
    assert result.reason is None
    assert agreement(result, truth) >= 0.8
    assert len(result.personas) == len(groups)
    assert result.stability is not None
    assert result.stability >= 0.8


def test_names_come_from_evidence(group_members: Members, period: Period) -> None:
    hours = ([20, 21, 22], [7, 8, 9], [13, 14])
    posts, terms, truth = group_members([{"words": w, "hours": h} for w, h in zip(WORDS, hours, strict=False)], 40)
    result = personas(posts, author_terms=terms, settings=QUICK, **period)
    table = result.personas
    assert table.author_count.tolist() == [40, 40, 40]
    for words, hour in zip(WORDS, ("晚间", "上午", "午后"), strict=False):
        (name,) = [n for n in table.name if n.endswith(f"·{hour}")]
        assert name.split("·")[0] in words
    evidence = json.loads(table.evidence.iloc[0])
    assert evidence[0]["zh"] == table.name.iloc[0].split("·")[0]
    assert all(item["lift"] >= 1.2 and item["n"] >= 10 and 0 < item["share"] <= 1 for item in evidence)
    assert result.memberships.probability.between(0, 1).all()
    assert set(result.memberships.persona_id) == set(table.persona_id)
    assert truth.size == len(result.memberships)


def test_the_order_of_rows_changes_nothing_and_ids_outlive_the_month(group_members: Members, period: Period) -> None:
    groups = [{"words": words[:1] * 3, "topic": words[0]} for words in WORDS[:3]]
    posts, terms, _ = group_members(groups, 30)
    first = personas(posts, author_terms=terms, settings=QUICK, **period)
    mixed, mixed_terms = (frame.sample(frac=1, random_state=1) for frame in (posts, terms))
    again = personas(mixed, author_terms=mixed_terms, settings=QUICK, **period)
    pd.testing.assert_frame_equal(first.personas, again.personas)
    pd.testing.assert_frame_equal(first.memberships, again.memberships)
    posts, terms, _ = group_members(groups, 30, seed=9)
    later = personas(posts, author_terms=terms, settings=QUICK, **period)
    assert set(first.personas.persona_id) == set(later.personas.persona_id)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_authors_who_differ_by_chance_alone_make_no_personas(group_members: Members, period: Period, seed: int) -> None:
    posts, terms, _ = group_members([{}], 120, seed=seed)
    result = personas(posts, author_terms=terms, **period)
    assert result.reason is not None
    assert result.personas.empty
    assert result.memberships.empty


def test_too_few_authors_give_a_reason(group_members: Members, period: Period) -> None:
    posts, _, _ = group_members([{}], 49)
    result = personas(posts, **period)
    assert (result.reason, result.author_count) == ("not enough evidence: n = 49 authors, 50 needed", 49)
    assert result.personas.dtypes.astype(str).index.tolist() == list(PERSONA_DTYPES)
    assert list(result.memberships.columns) == list(MEMBERSHIP_DTYPES)


def test_only_known_own_and_genuine_words_count(mentions: Frames, period: Period) -> None:
    pairs = [
        [{}, {"kind": "repost"}],
        [{}, {"content_class": "BGC"}],
        [{}, {"brand_id": None}],
        [{}, {"is_water_army": True}],
        [{}, {"day": None}],
        [{}],
        [{"mention_id": "weibo:x"}, {"mention_id": "weibo:x", "brand_id": "coffee"}],
    ]
    for rows in pairs:
        assert personas(mentions(*rows), **period).author_count == 0
    assert personas(mentions({}, {}), **period).author_count == 1
    commented = {"kind": "repost", "has_own_text": True}
    assert personas(mentions(commented, commented), **period).author_count == 1
    assert personas(mentions(commented, {"has_own_text": False}), **period).author_count == 0
    assert personas(mentions({"organic_weight": 0.5}, {"organic_weight": 1.0}), **period).author_count == 0


def test_no_mentions_at_all(mentions: Frames, period: Period) -> None:
    assert personas(mentions(), **period).reason == "not enough evidence: n = 0 authors, 50 needed"


def test_a_group_below_the_floor_dissolves(group_members: Members, period: Period) -> None:
    large, large_terms, _ = group_members(
        [{"words": w, "hours": h} for w, h in zip(WORDS, ([21], [8], [14]), strict=False)], 40
    )
    small, small_terms, _ = group_members(
        [{}, {}, {}, {"words": WORDS[3], "hours": [2], "purity": 1.0, "topic": "罕见"}], 7
    )
    small = small[small["author_id"].str.startswith("a_3_")]
    terms = pd.concat([large_terms, small_terms[small_terms["author_id"].str.startswith("a_3_")]])
    result = personas(pd.concat([large, small]), author_terms=terms, settings=QUICK, **period)
    remainder = result.personas[result.personas["persona_id"] == UNGROUPED_ID]
    assert remainder[["name", "author_count", "evidence"]].to_numpy().tolist() == [[UNGROUPED_NAME, 7, "[]"]]
    inside = result.memberships[result.memberships["persona_id"] == UNGROUPED_ID]
    assert inside.probability.isna().all()
    assert inside.author_id.str.startswith("a_3_").all()
    assert result.personas.author_count.sum() == len(result.memberships) == 127


def test_sensitive_words_neither_group_nor_name(group_members: Members, period: Period) -> None:
    posts, terms, _ = group_members([{"words": ["糖尿病"]}, {"words": ["怀孕"]}, {"words": ["小学生"]}], 40)
    assert personas(posts, author_terms=terms, settings=QUICK, **period).reason is not None


def test_features_that_are_unknown_for_all_do_no_harm(group_members: Members, period: Period) -> None:
    posts, terms, truth = group_members([{"words": words} for words in WORDS], 30)
    blank = posts.assign(published_at=None, sentiment=None, engagement_count=None, topic_id=None, topic=None)
    result = personas(blank, author_terms=terms, settings=QUICK, **period)
    assert agreement(result, truth) >= 0.8
    assert result.personas.top_topic.isna().all()


def test_wrong_calls_are_refused(mentions: Frames, group_members: Members, period: Period) -> None:
    posts, terms, _ = group_members([{}], 60)
    with pytest.raises(UsageError, match="author term frame lacks count"):
        personas(posts, author_terms=terms.drop(columns="count"), **period)
    with pytest.raises(UsageError, match="lacks kind"):
        personas(posts.drop(columns="kind"), **period)
    with pytest.raises(UsageError, match="before it begins"):
        personas(posts, period_start=period["period_end"], period_end=period["period_start"])
    with pytest.raises(ConfigError, match="min_cluster_size"):
        PersonaSettings(min_cluster_size=1)
    with pytest.raises(ConfigError, match="cluster_counts"):
        PersonaSettings(cluster_counts=())
    with pytest.raises(ConfigError, match="bootstrap_count"):
        PersonaSettings(bootstrap_count=1)
    with pytest.raises(ConfigError, match="final_bootstrap_count"):
        PersonaSettings(final_bootstrap_count=1)


def fact(feature: str, zh: str, lift: float = 2.0, share: float = 0.5) -> Evidence:
    return Evidence(feature=feature, zh=zh, lift=lift, share=share, n=20)


def test_a_name_joins_the_first_interest_and_the_first_habit() -> None:
    found = [
        fact("term:优惠", "优惠"),
        fact("topic:t_1", "优惠"),
        fact("hour:evening", "晚间"),
        fact("tone:negative", "差评"),
    ]
    assert name_of(naming_features(found, [])) == "优惠·晚间"
    assert name_of(naming_features(found, [frozenset({"晚间", "优惠"})])) == "优惠·晚间·差评"
    assert name_of(naming_features(found[:1], [])) == "优惠"
    assert naming_features(found[:1], [frozenset({"优惠"})]) == []
    assert naming_features([], []) == []


def test_evidence_needs_lift_share_authors_and_more_than_chance() -> None:
    summary = pd.DataFrame(
        {
            "share": [0.6, 0.6, 0.05, 0.6, 0.3, 0.9],
            "everybody": [0.2, 0.55, 0.01, 0.2, 0.24, 0.3],
            "n": [20, 20, 20, 9, 20, 20],
        },
        index=["term:甲", "term:乙", "term:丙", "term:丁", "term:戊", "term:癌症"],
    )
    found = evidence_of(summary, {}, group_size=30, min_author_count=10)
    assert [(item.zh, item.lift) for item in found] == [("甲", pytest.approx(3.0))]
