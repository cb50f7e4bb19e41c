"""Intents on self-written posts."""

import numpy as np
import pytest

from nlp import intent
from nlp.engine import Engine

ODD = ["", "  \n", "好", "😂", "hello", "\ud800坏", "差评" * 20_000, "\x00", "求问哪个好", "1234567", "絕對不推薦"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("今天天气真好", "none"),
        ("", "none"),
        ("请问这个杯子能进洗碗机吗？", "ask"),
        ("已经下单了，等发货", "buy"),
        ("打算买一台回家试试", "buy"),
        ("用了两天就漏水，客服还不给退", "complain"),
        ("强烈推荐给大家，闭眼入", "recommend"),
        ("不推荐，味道奇怪", "complain"),
        ("别推荐这家了", "complain"),
        ("再也不买他家的了", "leave"),
        ("垃圾软件，已卸载", "leave"),
        ("失望，以後不買了", "leave"),
        ("没有异味，也没有掉色", "none"),
        ("五星红旗升起来了", "none"),
    ],
)
def test_the_foremost_intent(text: str, label: str) -> None:
    assert intent.load().read([text]).names() == [label]


def test_a_text_can_have_several() -> None:
    (several, none) = intent.load().intents(["投诉没人理，已卸载，求推荐别家", "散步"])
    assert several == ("ask", "complain", "leave")
    assert none == ()


def test_it_is_an_engine() -> None:
    engine = intent.load()
    assert isinstance(engine, Engine)
    assert engine.version
    assert engine.labels == ("ask", "buy", "complain", "recommend", "leave", "none")


def test_every_text_is_answered_whatever_stands_beside_it() -> None:
    engine = intent.load()
    verdicts = engine.read(ODD)
    assert len(verdicts) == len(ODD)
    np.testing.assert_allclose(verdicts.probabilities.sum(axis=1), 1, atol=1e-4)
    np.testing.assert_allclose(verdicts.probabilities, engine.read(ODD[::-1]).probabilities[::-1], atol=1e-6)
    assert len(engine.read([])) == 0


def test_the_words_that_spoke_are_shown() -> None:
    text = "客服不回复，漏水也没人管，再也不买了"
    (spans,) = intent.load().explain([text])
    assert [text[span.start : span.end] for span in spans] == ["再也不买"]
    assert intent.load().explain(["散步"]) == [()]
    for odd, pieces in zip(ODD, intent.load().explain(ODD), strict=True):
        assert all(0 <= piece.start < piece.end <= len(odd) for piece in pieces)


def test_a_negation_reaches_no_further_than_its_clause() -> None:
    assert intent.load().read(["不算贵，推荐"]).names() == ["recommend"]


def test_words_do_not_reach_from_one_text_into_the_next() -> None:
    assert intent.load().read(["再也不", "买它"]).names() == ["none", "none"]


def test_asking_for_a_way_to_service_and_for_a_return() -> None:
    found = intent.load().read(["怎么联系客服", "我要退货", "劝退，别看了"])
    assert found.names() == ["ask", "complain", "complain"]
