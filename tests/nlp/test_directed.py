"""Whole texts: what the rules put right, what they leave alone, and that any text is answered."""

import re
import tomllib
from pathlib import Path

import numpy as np
import pytest

import nlp.directed
from nlp import sentiment
from nlp.directed import engine as directed
from nlp.directed.hits import hits
from nlp.directed.lexicon import lexicon
from nlp.directed.reading import reading
from nlp.engine import SENTIMENT_LABELS, Engine
from nlp.text.fold import fold

ODD = ["", "  \n", "好", "😂", "hello", "\ud800坏", "差" * 20_000, "\x00", "とても美味しい", "12345", "？！", "[微笑]"]
FOLDER = Path(nlp.directed.__file__).parent


@pytest.fixture(scope="module")
def engine() -> directed.DirectedSentiment:
    return directed.load()


def _evidence(text: str) -> float:
    return sum(hit.weight for hit in hits(fold(text), lexicon()))


def test_it_is_a_sentiment_engine(engine: directed.DirectedSentiment) -> None:
    assert isinstance(engine, Engine)
    assert engine.labels == SENTIMENT_LABELS
    assert engine.version != sentiment.load("linear").version


def test_every_text_is_answered_and_each_by_itself(engine: directed.DirectedSentiment) -> None:
    forward, backward = engine.read(ODD), engine.read(ODD[::-1])
    assert np.isfinite(forward.probabilities).all()
    np.testing.assert_allclose(forward.probabilities.sum(axis=1), 1, atol=1e-4)
    np.testing.assert_allclose(forward.probabilities, backward.probabilities[::-1], atol=1e-5)
    assert len(engine.read([])) == 0
    assert engine.read(["", " "]).is_abstained.all()
    for text, pieces in zip(ODD, engine.explain(ODD), strict=True):
        assert all(0 <= piece.start < piece.end <= len(text) for piece in pieces)


def test_a_long_text_keeps_the_linear_verdict(engine: directed.DirectedSentiment) -> None:
    texts = ["这台风扇不吵也不费电，" * 60]
    np.testing.assert_array_equal(engine.read(texts).probabilities, sentiment.load("linear").read(texts).probabilities)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("好用", 1),
        ("不好用", -1),
        ("不是不好用", 1),
        ("没有人不喜欢", 1),
        ("没有人喜欢", -1),
        ("谁会推荐", -1),
        ("怎么可能不满意", 1),
        ("没有异味、色差", 1),
        ("不得不退货", -1),
        ("差不多得了", 0),
        ("从没吃过这么难吃的", -1),
        ("没退款", 0),
        ("投诉电话", 0),
        ("太咸", -1),
        ("快得飞起", 1),
    ],
)
def test_negators_are_counted(text: str, sign: int) -> None:
    assert np.sign(_evidence(text)) == sign


def test_a_negator_does_not_reach_across_a_mark() -> None:
    assert _evidence("不贵，好用") > 1.5
    assert _evidence("没有，难吃") < -1.5


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("虽然包装难看，但是很好用", 1),
        ("虽然好看，但是难用", -1),
        ("本来很满意，没想到用一周就坏了", -1),
        ("除了噪音，都满意", 1),
        ("号称静音，开了窗才知道有多吵", -1),
    ],
)
def test_the_clause_that_counts_decides(text: str, sign: int) -> None:
    assert np.sign(reading(text, lexicon()).total()) == sign


@pytest.mark.parametrize(
    "text", ["请问充电线要单独买吗？", "有没有人知道怎么退押金？", "地址在中山路三号楼二层。", "店家说“周三补货”。"]
)
def test_what_only_asks_or_states_is_neutral(engine: directed.DirectedSentiment, text: str) -> None:
    assert engine.read([text]).names() == ["neutral"]


def test_a_reproach_in_the_form_of_a_question_is_none_for_facts(engine: directed.DirectedSentiment) -> None:
    assert engine.read(["你们包装的时候是不是闭着眼睛做的？"]).names() == ["negative"]


def test_ironic_smiles_blame_where_nothing_is_praised() -> None:
    assert reading("第三次改签了🙂", lexicon()).total() < 0
    assert reading("座位很舒服🙂", lexicon()).total() > 0


def test_traditional_characters_are_read_alike() -> None:
    simplified, traditional = (reading(text, lexicon()) for text in ("没有异味，质量好", "沒有異味，質量好"))
    assert simplified.total() == traditional.total() > 0


def test_evidence_points_at_words() -> None:
    text = "快递慢，不过杯子很漂亮"
    spans = reading(text, lexicon()).spans(1.0)
    assert [text[span.start : span.end] for span in spans] == ["漂亮"]


FRAMES = tomllib.loads((FOLDER / "frames.toml").read_text("utf-8"))["frame"]


@pytest.mark.parametrize("entry", FRAMES, ids=lambda entry: entry["name"])
def test_every_frame_finds_its_example(entry: dict[str, str]) -> None:
    assert any(key in entry["example"] for key in entry["keys"])
    assert re.search(entry["pattern"], entry["example"])


def test_no_word_is_on_two_sides() -> None:
    content = tomllib.loads((FOLDER / "lexicon.toml").read_text("utf-8"))
    words = content["words"]
    sides = {side: {word for entries in words[side].values() for word in entries} for side in ("positive", "negative")}
    assert not sides["positive"] & sides["negative"]
    assert all(entry["meaning"] for entry in content["slang"])
    marks = content["marks"]
    kinds = [{*marks[side], *marks[f"emoji_{side}"]} for side in ("positive", "negative", "ironic")]
    assert sum(map(len, kinds)) == len(set().union(*kinds))
