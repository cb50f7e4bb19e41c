"""Aspects by industry, the polarity of terms, and triples."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from nlp import aspects
from nlp.aspects import opinions, terms, triples
from nlp.aspects.found import AspectEngine
from nlp.aspects.links import IMPLICIT, linked
from nlp.aspects.taxonomy import taxonomy
from nlp.aspects.triples import spans_of
from nlp.engine import SENTIMENT_LABELS
from records.errors import UsageError

ODD = [
    "",
    "  \n",
    "好",
    "😂😂",
    "hello world",
    "\ud800坏",
    "屏幕差" * 20_000,
    "\x00\x01",
    "このスマホはとても良いです",
    "這輛車的油耗太高了，空間倒是挺大",
]
SHEET = Path(__file__).with_name("aspect_sheet.tsv")


@pytest.fixture(params=aspects.industries())
def engine(request: pytest.FixtureRequest) -> AspectEngine:
    return aspects.load(request.param)


def test_an_engine_says_who_it_is(engine: AspectEngine) -> None:
    assert isinstance(engine, AspectEngine)
    assert engine.version
    assert engine.name == ("linear" if engine.industry in ("automobile", "restaurant") else "rules")
    assert all(name.startswith(f"{engine.industry}.") for name in engine.aspects)
    assert len(set(engine.aspects)) == len(engine.aspects)


def test_every_text_is_answered_within_its_bounds(engine: AspectEngine) -> None:
    found = engine.read(ODD)
    assert len(found) == len(ODD)
    assert found[0] == found[1] == []
    for text, mine in zip(ODD, found, strict=True):
        assert [one.aspect for one in mine] == sorted({one.aspect for one in mine}, key=engine.aspects.index)
        for one in mine:
            assert one.label in SENTIMENT_LABELS
            assert one.probability is not None
            assert 0 <= one.probability <= 1
            assert all(0 <= span.start < span.end <= len(text) for span in (*one.spans, *one.opinion))
    assert engine.read([]) == []


def test_company_does_not_matter(engine: AspectEngine) -> None:
    together = engine.read(ODD)
    alone = [engine.read([text])[0] for text in ODD]
    for one, other in zip(together, alone, strict=True):
        assert [(x.aspect, x.label, x.spans, x.opinion) for x in one] == [
            (x.aspect, x.label, x.spans, x.opinion) for x in other
        ]


def _said(industry: str, text: str) -> dict[str, str]:
    return {one.aspect.partition(".")[2]: one.label for one in aspects.load(industry).read([text])[0]}


def test_a_car_is_judged_by_aspects() -> None:
    said = _said("automobile", "油耗太高了，一百公里十五个油，受不了")
    assert said["fuel_consumption"] == "negative"
    assert "space" not in said
    assert _said("automobile", "这车空间很大，后排坐三个人也很宽敞")["space"] == "positive"


def test_traditional_characters_read_as_simplified_ones() -> None:
    assert _said("automobile", "這車空間很大，後排坐三個人也很寬敞") == _said(
        "automobile", "这车空间很大，后排坐三个人也很宽敞"
    )


def test_a_restaurant_is_judged_by_aspects() -> None:
    said = _said("restaurant", "味道很好，服务员态度也热情，就是排队等了两个小时，停车也不方便")
    assert said["taste"] == "positive"
    assert said["waiters_attitude"] == "positive"


def test_a_keyword_is_no_piece_of_other_words() -> None:
    assert "size" not in _said("ecommerce", "这位大小姐的新歌真不错")
    assert "stability" not in _said("app", "debugger")


def test_a_judging_keyword_is_turned_round_where_it_is_denied() -> None:
    assert _said("phone", "玩半天游戏也不发热")["heat"] == "positive"
    assert _said("phone", "打一会儿电话就发热")["heat"] == "negative"


def test_a_question_judges_nothing() -> None:
    assert _said("phone", "请问电池容量是多少") == {"battery": "neutral"}


def test_an_unknown_industry_is_refused() -> None:
    with pytest.raises(UsageError, match="ecommerce"):
        aspects.load("bank")


@pytest.mark.parametrize("industry", aspects.industries())
def test_a_taxonomy_names_each_aspect_once_in_both_languages(industry: str) -> None:
    mine = taxonomy(industry).aspects
    words = Counter(word for one in mine for word in one.keywords)
    assert all(one.zh and one.en and one.keywords for one in mine)
    assert [word for word, count in words.items() if count > 1] == []
    assert {"automobile": 10, "restaurant": 20}.get(industry, len(mine)) == len(mine)


def test_the_sheet_of_industries_without_labelled_data() -> None:
    """Self-written cases; the bounds lie below what was measured (docs/models.md)."""
    hits = Counter[str]()
    for line in SHEET.read_text("utf-8").splitlines()[1:]:
        industry, listed, text = line.split("\t")
        gold = dict(pair.split(":") for pair in listed.split(",") if pair)
        said = _said(industry, text)
        hits["there"] += len(gold)
        hits["said"] += len(said)
        hits["found"] += len(gold.keys() & said.keys())
        hits["right"] += len(gold.items() & said.items())
    assert hits["there"] >= 120
    assert 2 * hits["found"] / (hits["there"] + hits["said"]) >= 0.9
    assert 2 * hits["right"] / (hits["there"] + hits["said"]) >= 0.8


def test_terms_of_one_text_are_judged_apart() -> None:
    text = "屏幕非常清晰，电池太差了"
    verdicts = terms.load().read(["屏幕", "电池"], [text, text])
    assert verdicts.names() == ["positive", "negative"]


def test_a_term_that_stands_nowhere_is_judged_by_the_text() -> None:
    verdicts = terms.load().read(["售后", ""], ["太差劲了，后悔买它"] * 2)
    assert verdicts.names() == ["negative", "negative"]


def test_terms_of_odd_texts_have_verdicts() -> None:
    verdicts = terms.load().read(["屏幕"] * len(ODD), ODD)
    assert len(verdicts) == len(ODD)
    np.testing.assert_allclose(verdicts.probabilities.sum(axis=1), 1, atol=1e-4)
    assert verdicts.is_abstained[:2].all()
    assert len(terms.load().read([], [])) == 0


def test_terms_and_texts_go_together() -> None:
    with pytest.raises(UsageError, match="2 terms for 1"):
        terms.load().read(["a", "b"], ["a"])


def test_opinion_words_come_with_what_weighs_them() -> None:
    text = "价格实惠，味道非常不错，环境一般"
    found = [text[span.start : span.end] for span in opinions.load().within(text, 5, len(text))]
    assert "非常不错" in found
    assert all(word in text[5:] for word in found)


def test_a_triple_names_aspect_opinion_and_polarity() -> None:
    text = "味道不错，服务态度很差。"
    found = {
        (text[one.aspect.start : one.aspect.end] if one.aspect else "", one.label)
        for one in triples.load().read([text])[0]
    }
    assert ("味道", "positive") in found
    assert any(label == "negative" and aspect.startswith("服务") for aspect, label in found)


def test_triples_of_odd_texts_lie_within_them() -> None:
    found = triples.load().read(ODD)
    assert len(found) == len(ODD)
    assert found[0] == []
    for text, mine in zip(ODD, found, strict=True):
        for one in mine:
            assert 0 <= one.opinion.start < one.opinion.end <= len(text)
            assert one.aspect is None or 0 <= one.aspect.start < one.aspect.end <= len(text)


def test_a_text_of_a_megabyte_is_read_as_far_as_it_is_read() -> None:
    text = "味道不错，服务很差，" * 100_000
    found = triples.load().read([text])[0]
    assert found
    assert max(one.opinion.end for one in found) <= triples.LONGEST


def test_tags_become_spans() -> None:
    assert spans_of(np.array([1, 2, 0, 3, 4, 4, 1, 3], np.int8)) == ([(0, 2), (6, 7)], [(3, 6), (7, 8)])


def test_an_opinion_without_an_aspect_is_about_what_is_not_named() -> None:
    assert linked("好吃", [], [(0, 2)], np.zeros(16)) == [(IMPLICIT, (0, 2))]
