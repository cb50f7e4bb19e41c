"""Scoring a labelled file."""

from pathlib import Path

import numpy as np
import pytest

from nlp.engine import Verdicts
from nlp.evaluate import TASKS, evaluate
from nlp.hashed.seen import SeenTexts, is_test_text
from nlp.labelled import choose, read_sheet
from nlp.scores import scores
from records.errors import UnreadableFile, UsageError

ROWS = [("positive", "味道特别好，下次还来"), ("negative", "太难吃了，后悔点了这家"), ("positive", "推荐，很满意")]


def _sheet(folder: Path, rows: list[tuple[str, str]], header: str = "label\ttext") -> Path:
    file = folder / "sheet.tsv"
    file.write_text("\n".join([header, *("\t".join(row) for row in rows)]) + "\n", "utf-8")
    return file


def test_scores_of_an_unseen_file(tmp_path: Path) -> None:
    found = evaluate("sentiment", _sheet(tmp_path, ROWS))
    assert found["n"] == 3
    assert found["accuracy"] == 1.0
    assert found["macro_f1"] == 1.0
    assert found["labels"] == ["negative", "positive"]
    assert found["per_label"]["positive"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "support": 2}
    assert found["rows"] == "all"
    assert found["engine"] == "linear"
    assert found["docs_per_second"] > 0
    assert 0 <= found["ece"] <= 1
    assert found["selective"]["coverage"] <= 1
    assert "all" not in found


def test_columns_may_stand_in_any_order_and_number(tmp_path: Path) -> None:
    rows = [("1", text, label) for label, text in ROWS]
    file = tmp_path / "sheet.tsv"
    file.write_text("\ufeffrating\ttext\tlabel\r\n" + "".join("\t".join(row) + "\r\n" for row in rows), "utf-8")
    assert evaluate("sentiment", file)["n"] == 3


def test_emotions_are_sentiments_and_surprise_is_left_out(tmp_path: Path) -> None:
    rows = [
        ("happy", "太开心了，哈哈哈"),
        ("angry", "气死我了，什么破店"),
        ("surprise", "天哪"),
        ("neutral", "会议九点开始"),
    ]
    found = evaluate("sentiment", _sheet(tmp_path, rows))
    assert found["n"] == 3
    assert found["labels"] == ["negative", "neutral", "positive"]


def test_the_test_split_is_the_rule(tmp_path: Path) -> None:
    rows = [("positive", f"第{n}次购买，非常满意") for n in range(100)]
    sheet = read_sheet(_sheet(tmp_path, rows))
    held = choose(sheet, "test").sheet
    assert held.texts == [text for _, text in rows if is_test_text(text)]
    assert 0 < len(held.texts) < 30
    assert choose(sheet, "all").sheet == choose(sheet, None).sheet == sheet


def test_another_engine_on_the_same_rows(tmp_path: Path) -> None:
    done: list[tuple[int, int]] = []
    found = evaluate("sentiment", _sheet(tmp_path, ROWS), engine="snownlp", progress=lambda *at: done.append(at))
    assert found["engine"] == "snownlp"
    assert found["n"] == 3
    assert done == [(3, 3)]


def test_complaints_yes_or_no(tmp_path: Path) -> None:
    rows = [
        ("complaint", "商家拒绝退款，客服一直推脱，我要投诉到12315"),
        ("none", "今天天气很好，出去走走"),
        ("none", "味道很好，下次再来"),
    ]
    found = evaluate("complaint", _sheet(tmp_path, rows))
    assert found["accuracy"] == 1.0
    assert found["labels"] == ["complaint", "none"]
    assert found["ece"] is None


def test_complaints_by_type(tmp_path: Path) -> None:
    rows = [("refund", "申请退款一个月了还不给退，商家拒绝退款"), ("none", "今天天气很好，出去走走")]
    found = evaluate("complaint", _sheet(tmp_path, rows))
    assert set(found["per_label"]) == {"none", "refund"}


def test_complaints_under_other_names(tmp_path: Path) -> None:
    rows = [("投诉", "商家拒绝退款，客服一直推脱，我要投诉到12315"), ("非投诉", "味道很好，下次再来")]
    assert evaluate("complaint", _sheet(tmp_path, rows))["accuracy"] == 1.0


def test_abstention_is_told_on_the_first_level_too(tmp_path: Path) -> None:
    found = evaluate("sentiment", _sheet(tmp_path, [*ROWS, ("negative", "12345 abc")]))
    assert found["coverage"] == found["selective"]["coverage"] == 0.75
    assert found["selective_accuracy"] == found["selective"]["accuracy"] == 1.0


def test_texts_of_another_world_are_counted(tmp_path: Path) -> None:
    rows = [(label, text) for label, text in ROWS for _ in range(3)]
    usual = evaluate("sentiment", _sheet(tmp_path, rows))["out_of_domain_share"]
    english = evaluate("sentiment", _sheet(tmp_path, [("positive", "This is a fine day")]))["out_of_domain_share"]
    assert usual < 0.5
    assert english == 1.0
    assert evaluate("sentiment", _sheet(tmp_path, ROWS), engine="snownlp")["out_of_domain_share"] is None


def test_emotions(tmp_path: Path) -> None:
    rows = [("happy", "太开心了，哈哈哈哈"), ("angry", "气死我了，什么破店，滚"), ("sad", "好难过，哭了一晚上")]
    found = evaluate("emotion", _sheet(tmp_path, rows))
    assert found["labels"] == ["angry", "happy", "sad"]
    assert found["accuracy"] == found["macro_f1"] == 1.0
    assert found["docs_per_second"] > 0
    with pytest.raises(UsageError, match="unknown label 'positive' .* use happy, angry"):
        evaluate("emotion", _sheet(tmp_path, ROWS))


def test_a_file_of_surprise_alone_asks_no_sentiment(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="every row is labelled 'surprise'"):
        evaluate("sentiment", _sheet(tmp_path, [("surprise", "天哪")]))


def test_aspects_terms_and_triples(tmp_path: Path) -> None:
    aspects = _sheet(tmp_path, [("price\tpositive", "这车价格真便宜")], "aspect\tlabel\ttext")
    found = evaluate("aspect", aspects, industry="automobile")
    assert (found["n"], found["industry"], found["pair_count"]) == (1, "automobile", 1)
    assert {"detection_micro_f1", "micro_f1", "docs_per_second", "engine", "version"} <= found.keys()
    terms = _sheet(tmp_path, [("positive\t屏幕", "屏幕很清晰，喜欢")], "label\tterm\ttext")
    assert evaluate("aspect_term", terms)["accuracy"] == 1.0
    triples = tmp_path / "triples.txt"
    triples.write_text("菜 很 好 吃####[((0, 0), (1, 3), 'POS')]\n", "utf-8")
    assert {"precision", "recall", "f1", "docs_per_second"} <= evaluate("triple", triples).keys()


def test_the_challenge_sheet_says_its_groups(tmp_path: Path) -> None:
    rows = [("1\tnegation\t一点都不好用\t", "negative"), ("2\tdegree\t特别好用，非常满意\t", "positive")]
    file = _sheet(tmp_path, rows, "id\tgroup\ttext\ttarget\tlabel")
    found = evaluate("challenge", file)
    assert (found["engine"], found["n"], found["accuracy"]) == ("directed", 2, 1.0)
    assert set(found["groups"]) == {"negation", "degree"}
    assert found["docs_per_second"] > 0
    with pytest.raises(UsageError, match="leave the split out"):
        evaluate("challenge", file, split="test")


def test_an_unknown_task_says_which_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=rf"no engine for task 'nonsense'; available: {', '.join(TASKS)}"):
        evaluate("nonsense", _sheet(tmp_path, ROWS))


@pytest.mark.parametrize("task", TASKS)
def test_every_task_refuses_a_file_without_its_columns(tmp_path: Path, task: str) -> None:
    file = tmp_path / "bad.tsv"
    file.write_text("name\tvalue\na\tb\n", "utf-8")
    with pytest.raises(UnreadableFile) as caught:
        evaluate(task, file)
    assert str(file) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "needs tab-separated columns label and text"),
        (b"label,name\npositive,x\n", "needs tab-separated columns"),
        (b'label,text\npositive,"x"y\n', "line 2 is no CSV"),
        (b"label\ttext\n", "has a header and no rows"),
        (b"label\ttext\npositive\tone\ttwo\n", "row 2 has 3 columns"),
        (b"label\ttext\npositive\t\xc4\xe3\xba\xff\n", "row 2 is not UTF-8, nor GB18030"),
        (("label\ttext\npositive\t" + "很好" * 30).encode()[:-1] + b"\n", "row 2 is not UTF-8"),
    ],
)
def test_files_that_are_no_sheets(tmp_path: Path, content: bytes, reason: str) -> None:
    file = tmp_path / "bad.tsv"
    file.write_bytes(content)
    with pytest.raises(UnreadableFile, match=reason) as caught:
        evaluate("sentiment", file)
    assert str(file) in str(caught.value)
    assert "\n" not in str(caught.value)


PUBLISHED = "很好，喜欢", "太差了，后悔买了"


@pytest.mark.parametrize(
    "content",
    [
        f"label,review\n1,{PUBLISHED[0]}\n0,{PUBLISHED[1]}\n".replace("，", "、").encode(),
        f'cat,label,review\n手机,1,"{PUBLISHED[0]},\n真的"\n手机,0,{PUBLISHED[1]}\n'.encode(),
        f"label\ttext_a\r\n1.0\t{PUBLISHED[0]}\r\n0.0\t{PUBLISHED[1]}\r\n".encode(),
        f"Label\tText\nPositive\t{PUBLISHED[0]}\nNEG\t{PUBLISHED[1]}\n".encode(),
        f"文本\t标签\n{PUBLISHED[0]}\t正面\n{PUBLISHED[1]}\t负面\n".encode("gb18030"),
        f"label\ttext\n好评\t{PUBLISHED[0]}\n差评\t{PUBLISHED[1]}\n".encode("utf-16"),
        f"label\ttext\n开心\t{PUBLISHED[0]}\n愤怒\t{PUBLISHED[1]}\n".encode("utf-8-sig"),
        f'label\ttext\npos\t"{PUBLISHED[0]}\nneg\t{PUBLISHED[1]}\n'.encode(),
    ],
)
def test_sheets_as_others_publish_them(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "published"
    file.write_bytes(content)
    found = evaluate("sentiment", file)
    assert (found["n"], found["labels"], found["accuracy"]) == (2, ["negative", "positive"], 1.0)


def test_numbers_as_labels(tmp_path: Path) -> None:
    three = _sheet(tmp_path, [("1", "很喜欢，推荐"), ("0", "会议九点开始"), ("-1", "太难吃了，后悔")])
    assert evaluate("sentiment", three)["labels"] == ["negative", "neutral", "positive"]
    with pytest.raises(UsageError, match="unknown label '0'"):
        evaluate("sentiment", _sheet(tmp_path, [("0", "很喜欢，推荐"), ("2", "会议九点开始")]))
    terms = _sheet(tmp_path, [("1\t屏幕", "屏幕很清晰，喜欢"), ("0\t电池", "电池太差，一天三充")], "label\tterm\ttext")
    assert evaluate("aspect_term", terms)["per_label"].keys() == {"negative", "positive"}
    rows = "7,油耗太高了,油耗,-1,高\n8,空间很大,空间,1,大\n"
    cars = tmp_path / "cars.csv"
    cars.write_text("content_id,content,subject,sentiment_value,sentiment_word\n" + rows, "utf-8")
    assert evaluate("aspect", cars)["micro_f1"] == 1.0


def test_emotions_and_complaints_by_chinese_labels(tmp_path: Path) -> None:
    feelings = [("高兴", "太开心了，哈哈哈哈"), ("愤怒", "气死我了，什么破店，滚"), ("无情绪", "会议九点开始")]
    assert evaluate("emotion", _sheet(tmp_path, feelings))["labels"] == ["angry", "happy", "neutral"]
    kinds = [("退款退货", "申请退款一个月了还不给退，商家拒绝退款"), ("无", "今天天气很好，出去走走")]
    assert evaluate("complaint", _sheet(tmp_path, kinds))["accuracy"] == 1.0


def test_rows_that_the_model_was_trained_on_do_not_count(tmp_path: Path) -> None:
    texts = [f"第{n}次购买，非常满意" for n in range(40)]
    file = _sheet(tmp_path, [("positive", text) for text in texts])
    sheet = read_sheet(file)
    some, all_of_them = SeenTexts.of(texts[:10]), SeenTexts.of(texts)
    shared = choose(sheet, None, some)
    assert (shared.choice, shared.sheet.texts) == ("unseen", texts[10:])
    assert [text for text in choose(sheet, None, all_of_them).sheet.texts if not is_test_text(text)] == []


def test_a_few_common_words_are_scored_and_told(tmp_path: Path) -> None:
    texts = [text for text in ("很好", "不错", "好用", "可以", "一般", "喜欢") if not is_test_text(text)]
    sheet = read_sheet(_sheet(tmp_path, [("positive", text) for text in texts]))
    found = choose(sheet, None, SeenTexts.of(texts))
    assert (found.choice, found.sheet) == ("all", sheet)
    assert "no measure of quality" in found.note
    with pytest.raises(UsageError, match="none of its"):
        choose(sheet, "test")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"nowhere\.tsv: cannot be read"):
        evaluate("sentiment", tmp_path / "nowhere.tsv")


def test_wrong_arguments(tmp_path: Path) -> None:
    file = _sheet(tmp_path, ROWS)
    with pytest.raises(UsageError, match="unknown split 'dev'"):
        evaluate("sentiment", file, split="dev")
    with pytest.raises(UsageError, match="unknown label 'great'"):
        evaluate("sentiment", _sheet(tmp_path, [("great", "好")]))
    with pytest.raises(UsageError, match="available: rules"):
        evaluate("complaint", file, engine="linear")
    with pytest.raises(UsageError, match="an industry is asked of task aspect alone"):
        evaluate("sentiment", file, industry="phone")
    terms = _sheet(tmp_path, [("positive\t屏幕", "屏幕很清晰")], "label\tterm\ttext")
    with pytest.raises(UsageError, match="no engine 'snownlp' for aspect_term; available: linear"):
        evaluate("aspect_term", terms, engine="snownlp")


def test_the_decision_of_an_engine_need_not_be_its_likeliest_class() -> None:
    probabilities = np.array([[0.5, 0.3, 0.2], [0.5, 0.3, 0.2]], np.float32)
    verdicts = Verdicts(("a", "b", "c"), probabilities, np.array([1, 0], np.int8), np.zeros(2, np.bool_))
    found = scores(verdicts, ["b", "a"], is_closed=False)
    assert found["accuracy"] == 1.0
    assert found["ece"] == 0.0  # half of the likeliest classes are right, at a probability of a half
    assert scores(verdicts, ["c", "a"])["per_label"].keys() == {"a", "c"}
