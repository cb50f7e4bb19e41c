"""Training of the emotion weights on a small self-written set: what it makes, and what it refuses."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from nlp import emotion
from nlp.emotion import _weights
from nlp.emotion._weights import LABELS
from nlp.emotion.study.__main__ import study
from nlp.emotion.train import corpus
from nlp.emotion.train.__main__ import main
from nlp.emotion.train.guesses import listed
from nlp.hashed.priors import one_against_rest
from nlp.hashed.regress import features
from nlp.sentiment.train.fold import fold_table

_SAID = {
    "happy": "太开心了",
    "angry": "气死人了",
    "sad": "难过得想哭",
    "fear": "吓得发抖",
    "surprise": "居然是真的",
    "neutral": "会议定于",
}
_ABOUT = [
    "早饭",
    "公交",
    "作业",
    "天气",
    "电影",
    "老师",
    "邻居",
    "考试",
    "周末",
    "新闻",
    "房租",
    "火车",
    "雪",
    "球赛",
    "楼下",
]
_WHEN = ["今天", "昨晚", "上周", "刚才"]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shared")
    rows = [(label, f"{when}{about}{said}") for label, said in _SAID.items() for about in _ABOUT for when in _WHEN]
    _write(folder / "eval" / "emotion" / "small_train.tsv", rows)
    polar = [
        ("positive" if at % 2 else "negative", f"{about}{'很好' if at % 2 else '很差'}")
        for at, about in enumerate(_ABOUT)
    ]
    _write(folder / "eval" / "sentiment" / "weibo.tsv", polar)
    (folder / "social").mkdir()
    with gzip.open(folder / "social" / corpus.POSTS, "wt", encoding="utf-8") as file:
        for about in _ABOUT:
            file.write(json.dumps({"text": f"{about}真好玩[哈哈]"}) + "\n")
            file.write(json.dumps({"text": f"{about}真过分[怒]//@某人:转发"}) + "\n")
            file.write(json.dumps({"text": f"{about}[哈哈][怒]"}) + "\n")
    return folder / "eval"


def _write(path: Path, rows: list[tuple[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("label\ttext\n" + "".join(f"{label}\t{text}\n" for label, text in rows), "utf-8")


@pytest.mark.slow
def test_training_is_deterministic_and_learns(data: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert main(["--data", str(data), "--out", str(tmp_path / name)]) == 0
    one, two = (tmp_path / name / _weights.WEIGHTS for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
    engine = emotion.load(model=str(tmp_path / "one"))
    assert engine.read([f"地铁{said}" for said in _SAID.values()]).names() == list(_SAID)
    card = (tmp_path / "one" / "card.md").read_text("utf-8")
    assert _weights.load(tmp_path / "one").version in card
    assert "30 unlabelled posts" in card


@pytest.mark.slow
def test_five_folds_score_rows_the_model_has_not_seen(data: Path) -> None:
    found = study(data, data.parent / "social", seed=3)
    scores = found["sets"]["small_train"]
    assert scores["n"] == len(_SAID) * len(_ABOUT) * len(_WHEN)
    assert len(scores["macro_f1_by_fold"]) == 5
    assert scores["macro_f1"] > 0.9


def test_refusals(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path)]) == 2
    assert "no sets in" in capsys.readouterr().err
    _write(tmp_path / "emotion" / "odd.tsv", [("bored", "无聊")])
    assert main(["--data", str(tmp_path)]) == 2
    assert "unknown labels bored" in capsys.readouterr().err
    assert main(["--data", str(data), "--posts", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert corpus.POSTS in capsys.readouterr().err


def test_a_test_row_is_never_trained_on() -> None:
    rows = [corpus.Row("small_train", "happy", f"第{number}次旅行真开心") for number in range(200)]
    assert 5 < sum(row.is_test for row in rows) < 45
    assert corpus.Row("weibo_virus_eval", "happy", "开心").is_test
    assert corpus.without_near(rows[:1], rows[:1]) == []
    assert len(set(corpus.parts([rows[0], rows[0]], 3).tolist())) == 1


def test_listed_words_speak_for_their_feeling_alone() -> None:
    fold = fold_table()
    scores = features(["害怕", "[允悲]", "会议"], fold) @ listed(fold).T
    assert scores[0].argmax() == LABELS.index("fear")
    assert scores[1].argmax() == LABELS.index("sad")
    assert not np.asarray(scores[2])[: LABELS.index("neutral")].any()


def test_a_guess_helps_words_that_no_row_holds() -> None:
    fold = fold_table()
    rows = ["我害怕极了", "这里真恐怖", "今天开会", "明天上课"] * 5
    targets = np.array([1, 1, 0, 0] * 5)
    guess = listed(fold)
    unseen = features(["她担忧"], fold)
    with_guess, without = (
        one_against_rest(features(rows, fold), targets, 2, known, penalty=0.3, smoothing=0.1, strength=1.0)
        for known in (guess, guess * 0)
    )
    assert (unseen @ with_guess[0].T)[0, 1] > (unseen @ without[0].T)[0, 1]
