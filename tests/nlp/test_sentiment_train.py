"""The training command: split, decontamination, the same file for the same data."""

from pathlib import Path

import numpy as np
import pytest

from nlp import sentiment
from nlp.hashed.decontaminate import near_duplicates
from nlp.hashed.seen import SeenTexts, is_test_text, text_key
from nlp.sentiment import _weights
from nlp.sentiment.train.__main__ import main
from nlp.sentiment.train.corpus import Row, split

GOOD = ("味道很好", "包装精美", "物流很快", "非常满意", "值得推荐", "做工扎实")
BAD = ("味道很差", "包装破损", "物流太慢", "非常失望", "不会再买", "做工粗糙")
THINGS = ("奶茶", "手机", "键盘", "台灯", "酒店", "毛巾", "水杯", "耳机")


def _sentences(words: tuple[str, ...]) -> list[str]:
    return [f"这家的{thing}{word}，{other}" for thing in THINGS for word in words for other in words if word != other]


def _write_sets(folder: Path) -> Path:
    (folder / "sentiment").mkdir(parents=True)
    (folder / "emotion").mkdir()
    rows = [("positive", text) for text in _sentences(GOOD)] + [("negative", text) for text in _sentences(BAD)]
    (folder / "sentiment" / "shops.tsv").write_text(_tsv(rows), "utf-8")
    posts = [("happy", f"今晚的{thing}真开心[哈哈]第{n}天") for n, thing in enumerate(THINGS * 4)]
    posts += [("angry", f"气死我了{thing}又坏了[怒]第{n}次") for n, thing in enumerate(THINGS * 4)]
    posts += [("neutral", f"【通知】{thing}展览将于{n}日举行") for n, thing in enumerate(THINGS * 4)]
    (folder / "emotion" / "weibo_usual_train.tsv").write_text(_tsv(posts), "utf-8")
    return folder


def _tsv(rows: list[tuple[str, str]]) -> str:
    return "label\ttext\n" + "".join(f"{label}\t{text}\n" for label, text in rows)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    data = _write_sets(tmp_path_factory.mktemp("sets") / "eval")
    out = tmp_path_factory.mktemp("model")
    assert main(["--data", str(data), "--out", str(out)]) == 0
    return data, out


def test_a_model_trained_on_a_few_sentences_knows_them(trained: tuple[Path, Path]) -> None:
    engine = sentiment.load("linear", model=str(trained[1]))
    texts = ["朋友的键盘非常满意，做工扎实", "朋友的键盘非常失望，做工粗糙"]
    balance = engine.read(texts).balance()
    assert balance[0] > 0 > balance[1]


def test_the_same_data_give_the_same_bytes(trained: tuple[Path, Path], tmp_path: Path) -> None:
    data, out = trained
    assert main(["--data", str(data), "--out", str(tmp_path)]) == 0
    for name in (_weights.WEIGHTS, "trained-on.npz", "SHA256SUMS", "card.md"):
        assert (tmp_path / name).read_bytes() == (out / name).read_bytes()


def test_the_filter_knows_what_was_trained_on_and_nothing_else(trained: tuple[Path, Path]) -> None:
    seen = SeenTexts.load(trained[1], train=_weights.TRAIN)
    texts = _sentences(GOOD)
    known = seen.contains(texts)
    for text, is_known in zip(texts, known.tolist(), strict=True):
        assert not (is_known and is_test_text(text))
    assert known.sum() > len(texts) / 2
    assert seen.contains([f"别处的一句话{n}" for n in range(500)]).mean() < 0.05


def test_a_folder_without_sets_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert "sentiment/*.tsv" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_near_duplicates_are_found_exactly() -> None:
    text = "这款手机的屏幕很清晰，电池也耐用，拍照效果出乎意料，给家里老人买的，字大声音也大，操作简单"
    texts = [text, text.replace("，", " ") + "！", text.replace("手机", "电脑"), "完全不同的另外一句话"]
    assert near_duplicates(texts, [text]).tolist() == [True, True, True, False]
    assert near_duplicates(texts, []).tolist() == [False] * 4
    assert near_duplicates(["好", "！！"], ["好。", "！！"]).tolist() == [True, True]


def test_near_duplicates_agree_with_the_definition() -> None:
    random = np.random.default_rng(5)
    texts = ["".join(random.choice(list("天地人和"), int(random.integers(3, 14)))) for _ in range(120)]
    found = near_duplicates(texts[:60], texts[60:]).tolist()
    grams = [{text[at : at + 3] for at in range(len(text) - 2)} for text in texts]
    expected = [any(len(a & b) >= 0.8 * len(a | b) for b in grams[60:]) for a in grams[:60]]
    assert found == expected


def test_training_never_sees_a_test_text_or_its_like() -> None:
    texts = [f"编号{n}的商品在下雨天送到了门口，十分满意" for n in range(200)]
    rows = [Row("shops", "positive", text) for text in texts]
    parts = split([*rows, *rows])
    assert all(is_test_text(row.text) for row in parts.test)
    assert not near_duplicates([row.text for row in parts.train], [row.text for row in parts.test]).any()
    assert len({text_key(row.text) for row in parts.train}) == len(parts.train)
