"""The emotion engine: its promises, its feelings, its evidence, damaged weights."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from nlp import emotion
from nlp.emotion import _weights
from nlp.emotion._weights import LABELS
from nlp.engine import Engine
from records.errors import DamagedArtefact, UsageError

ODD = ["", "  \n", "好", "😂", "hello", "\ud800坏", "差" * 20_000, "\x00", "今日は晴れです", "1234567", "後悔買了這個"]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return emotion.load()


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("今天生日，爸妈做了一桌菜，好幸福", "happy"),
        ("终于考上了，太开心了哈哈哈", "happy"),
        ("客服态度太差了，气死我了", "angry"),
        ("这帮骗子太无耻了，滚", "angry"),
        ("小猫走了，我哭了一整天，好难过", "sad"),
        ("半夜听到怪声吓得不敢动", "fear"),
        ("好害怕，一个人在家慌得不行", "fear"),
        ("天哪居然中了一等奖，完全没想到", "surprise"),
        ("公司将于5月20日召开年度股东大会", "neutral"),
    ],
)
def test_feelings(engine: Engine, text: str, label: str) -> None:
    assert engine.read([text]).names() == [label]


def test_traditional_characters_are_read_as_simplified(engine: Engine) -> None:
    pair = engine.read(["氣死我了，這個騙子", "气死我了，这个骗子"])
    np.testing.assert_allclose(pair.probabilities[0], pair.probabilities[1], atol=1e-6)


def test_it_keeps_the_promise_of_engines(engine: Engine) -> None:
    assert isinstance(engine, Engine)
    assert (engine.name, engine.labels) == ("linear", LABELS)
    verdicts = engine.read(ODD)
    assert len(verdicts) == len(ODD)
    assert np.isfinite(verdicts.probabilities).all()
    np.testing.assert_allclose(verdicts.probabilities.sum(axis=1), 1, atol=1e-4)
    backward = engine.read(ODD[::-1])
    np.testing.assert_allclose(backward.probabilities[::-1], verdicts.probabilities, atol=1e-5)
    assert len(engine.read([])) == 0
    assert engine.explain([]) == []


def test_it_abstains_where_nothing_is_said_in_chinese(engine: Engine) -> None:
    assert engine.read(["", " \n", "hello there", "1234567", "きょうははれです"]).is_abstained.all()
    assert engine.read([""]).names() == ["neutral"]
    assert not engine.read(["气死我了"]).is_abstained.any()


def test_evidence_lies_in_the_text_and_holds_the_words(engine: Engine) -> None:
    for text, pieces in zip(ODD, engine.explain(ODD), strict=True):
        assert all(0 <= piece.start < piece.end <= len(text) for piece in pieces)
    text = "快递昨天到的，气死我了，包装盒是蓝色的"
    (pieces,) = engine.explain([text])
    assert any("气死" in text[piece.start : piece.end] for piece in pieces)


def test_offsets_may_choose_a_class_that_is_not_the_likeliest(engine: Engine) -> None:
    offsets = _weights.load().offsets
    by_label = dict(zip(LABELS, offsets.tolist(), strict=True))
    assert min(by_label["fear"], by_label["surprise"]) > max(by_label["happy"], by_label["angry"])


def test_unknown_engines_and_damaged_weights_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="available: linear"):
        emotion.load("oracle")
    with pytest.raises(DamagedArtefact, match=r"python -m nlp\.emotion\.train"):
        emotion.load(model=str(tmp_path / "nowhere"))
    shutil.copytree(_weights.FOLDER, tmp_path / "model")
    weights = tmp_path / "model" / _weights.WEIGHTS
    weights.write_bytes(weights.read_bytes()[:-1] + b"x")
    with pytest.raises(DamagedArtefact, match="damaged"):
        emotion.load(model=str(tmp_path / "model"))


def test_weights_are_small_and_come_with_a_card() -> None:
    assert sum(file.stat().st_size for file in _weights.FOLDER.iterdir()) < 2_000_000
    assert _weights.load().version in (_weights.FOLDER / "card.md").read_text("utf-8")


def test_published_test_file(engine: Engine, shared_data: Path) -> None:
    from nlp.labelled import read_sheet
    from nlp.scores import macro_f1, per_label, truth_of

    sheet = read_sheet(shared_data / "eval" / "emotion" / "weibo_virus_eval.tsv")
    truth = truth_of(sheet.labels, LABELS)
    chosen = engine.read(sheet.texts).label_index.astype(np.intp)
    assert macro_f1(per_label(chosen, truth, LABELS, np.arange(len(LABELS)))) >= 0.57
