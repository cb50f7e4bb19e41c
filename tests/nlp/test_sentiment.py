"""What every reader of sentiment relies on: labels, probabilities, abstention, evidence, odd input, damage."""

import math
from pathlib import Path

import numpy as np
import pytest

from nlp import sentiment
from nlp.engine import Engine, Verdicts, by_size
from nlp.hashed import artefact
from nlp.sentiment import _weights, linear
from records.errors import DamagedArtefact, UsageError

PRAISE = "第二次买了，味道特别好，包装也很用心，强烈推荐给大家"
BLAME = "太失望了，用了两天就坏，客服一直不理人，再也不会来了"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return sentiment.load("linear")


def test_plain_judgements(engine: Engine) -> None:
    verdicts = engine.read([PRAISE, BLAME])
    assert verdicts.names() == ["positive", "negative"]
    assert not verdicts.is_abstained.any()
    assert verdicts.balance()[0] > 0.5 > -0.5 > verdicts.balance()[1]


def test_a_text_is_judged_alone(engine: Engine) -> None:
    alone = [engine.read([text]).probabilities[0] for text in (PRAISE, BLAME, "好")]
    together = engine.read([PRAISE, BLAME, "好"]).probabilities
    np.testing.assert_allclose(np.stack(alone), together, rtol=1e-6)


def test_many_texts_are_judged_as_few(engine: Engine) -> None:
    texts = [PRAISE, "", BLAME, "好" * 300] * 500
    few = engine.read(texts[:4]).probabilities
    np.testing.assert_array_equal(engine.read(texts).probabilities, np.tile(few, (500, 1)))


def test_traditional_and_wide_forms_are_read_as_simplified_and_narrow(engine: Engine) -> None:
    first, second = engine.read(["这间酒店的服务态度很差OK", "這間酒店的服務態度很差ＯＫ"]).probabilities
    np.testing.assert_allclose(first, second, rtol=1e-5)


@pytest.mark.parametrize("text", ["", "   \n\t"])
def test_a_blank_text_is_not_judged(engine: Engine, text: str) -> None:
    verdicts = engine.read([text])
    assert verdicts.is_abstained[0]
    assert verdicts.names() == ["neutral"]
    assert verdicts.probabilities[0] == pytest.approx([1 / 3] * 3)
    assert engine.explain([text]) == [()]


@pytest.mark.parametrize("text", ["12345 !!!", "I really love this phone", "とても美味しいですね"])
def test_what_is_not_chinese_is_a_guess_that_abstains(engine: Engine, text: str) -> None:
    assert engine.read([text]).is_abstained[0]


def test_a_repeated_sign_says_no_more_than_one(engine: Engine) -> None:
    few, many = engine.read(["这次又白跑一趟[允悲][允悲]", "这次又白跑一趟" + "[允悲]" * 3]).probabilities
    assert few == pytest.approx(many, abs=0.05)


@pytest.mark.parametrize("text", ["好", "😂😂😂", "\ud800坏了\udfff", "\x00很\x00好", "差" * 1_000_000, PRAISE * 3_000])
def test_odd_texts_are_answered(engine: Engine, text: str) -> None:
    verdicts = engine.read([text])
    assert math.isclose(float(verdicts.probabilities.sum()), 1.0, abs_tol=1e-5)
    for span in engine.explain([text])[0]:
        assert 0 <= span.start < span.end <= len(text)


def test_no_texts() -> None:
    empty = sentiment.load("linear").read([])
    assert len(empty) == 0
    assert empty.names() == []
    assert empty.probabilities.shape == (0, 3)


def test_abstains_below_its_bound(engine: Engine) -> None:
    verdicts = engine.read([PRAISE, BLAME, "好", "今天开会", "还行吧，一般般，凑合能用"])
    np.testing.assert_array_equal(verdicts.is_abstained, verdicts.confidence() < linear.ABSTAIN_BELOW)


def test_evidence_is_where_the_judgement_is(engine: Engine) -> None:
    text = "周三下午收到的快递，这个杯子太难看了"
    (pieces,) = engine.explain([text])
    assert any("难看" in text[span.start : span.end] for span in pieces)
    assert list(pieces) == sorted(pieces, key=lambda span: span.start)


@pytest.mark.parametrize(
    ("text", "whole"), [("这个杯子太难看了", "太难看"), ("第二次买了，味道特别好，包装也很用心", "特别好")]
)
def test_evidence_ends_where_words_and_clauses_end(engine: Engine, text: str, whole: str) -> None:
    assert whole in [text[span.start : span.end] for span in engine.explain([text])[0]]


def test_posts_and_reviews_are_told_apart(engine: Engine) -> None:
    assert isinstance(engine, linear.LinearSentiment)
    post, review = engine.social_probability(
        ["[泪]今晚又失眠了[泪][泪] #深夜碎碎念#", "键盘手感不错，屏幕清晰，散热一般"]
    )
    assert post > 0.5 > review


def test_strangers_are_flagged_and_customers_are_not(engine: Engine) -> None:
    assert isinstance(engine, linear.LinearSentiment)
    strange = [
        "烟波浩渺孤舟远，霜叶飘零暮霭沉",
        "for row in rows: print(row.split(','))  # 逐行打印字段",
        "中微子振荡表明轻子味本征态与质量本征态并不重合",
        "I really love this phone",
        "とても美味しいですね",
    ]
    assert (engine.out_of_domain(strange) > linear.OUT_OF_DOMAIN_ABOVE).all()
    assert (engine.out_of_domain([PRAISE, BLAME, "东西不错，物流也快"]) < linear.OUT_OF_DOMAIN_ABOVE).all()


@pytest.mark.parametrize("text", ["", "  \n", "好", "😂", "hello", "\ud800坏", "差" * 20_000, "\x00", PRAISE * 500])
def test_strangeness_is_a_share_for_any_text(engine: Engine, text: str) -> None:
    assert isinstance(engine, linear.LinearSentiment)
    (found,) = engine.out_of_domain([text])
    assert 0 <= found <= 1
    assert engine.out_of_domain([PRAISE, text])[1] == pytest.approx(found)
    assert engine.out_of_domain([]).shape == (0,)


def test_unknown_engine_names_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"no engine 'magic'.*linear, snownlp, transformers"):
        sentiment.load("magic")


def test_slices_cover_all_texts() -> None:
    texts = ["一" * size for size in (5, 0, 100, 1, 1, 1, 50)]
    parts = list(by_size(texts, 60))
    assert [text for part in parts for text in texts[part]] == texts
    assert list(by_size([], 60)) == []


def test_verdicts_read_like_columns() -> None:
    shares = np.array([[0.2, 0.1, 0.7], [0.5, 0.3, 0.2]], np.float32)
    verdicts = Verdicts.of(("negative", "neutral", "positive"), shares, np.zeros(2, np.bool_))
    assert verdicts.names() == ["positive", "negative"]
    assert verdicts.confidence() == pytest.approx([0.7, 0.5])
    assert verdicts.balance() == pytest.approx([0.5, -0.3])


def _copy_of_the_model(folder: Path) -> Path:
    for name in (_weights.WEIGHTS, artefact.SUMS):
        (folder / name).write_bytes((_weights.FOLDER / name).read_bytes())
    return folder


def test_weights_from_another_folder_give_the_same_verdicts(engine: Engine, tmp_path: Path) -> None:
    other = sentiment.load("linear", model=str(_copy_of_the_model(tmp_path)))
    assert other.version == engine.version
    np.testing.assert_array_equal(other.read([PRAISE]).probabilities, engine.read([PRAISE]).probabilities)


@pytest.mark.parametrize("damage", ["flip", "cut", "remove", "no sums"])
def test_damaged_weights_are_refused_with_a_remedy(tmp_path: Path, damage: str) -> None:
    file = _copy_of_the_model(tmp_path) / _weights.WEIGHTS
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    if damage == "flip":
        file.write_bytes(raw)
    elif damage == "cut":
        file.write_bytes(raw[: len(raw) // 2])
    elif damage == "remove":
        file.unlink()
    else:
        (tmp_path / artefact.SUMS).unlink()
    with pytest.raises(DamagedArtefact) as caught:
        sentiment.load("linear", model=str(tmp_path))
    message = str(caught.value)
    assert "\n" not in message
    assert str(file) in message
    assert "python -m nlp.sentiment.train" in message


def test_the_committed_model_is_small_and_whole() -> None:
    files = [file for file in _weights.FOLDER.iterdir() if file.suffix == ".npz"]
    assert len(files) == 2
    assert sum(file.stat().st_size for file in files) < 1_000_000
    for file in files:
        artefact.read_checked(_weights.FOLDER, file.name, train=_weights.TRAIN)
    assert _weights.load().version in (_weights.FOLDER / "card.md").read_text("utf-8")
