"""Complaint rules on a self-written sheet: what is one, of which type, with which words."""

import csv
from pathlib import Path

import pytest

from nlp import complaints
from nlp.complaints.rules import type_names
from nlp.engine import Engine


@pytest.fixture(scope="module")
def sheet() -> list[tuple[str, str]]:
    with Path(__file__).with_name("complaint_cases.tsv").open(encoding="utf-8") as file:
        return [(row["label"], row["text"]) for row in csv.DictReader(file, delimiter="\t")]


def test_precision_and_recall_on_the_sheet(sheet: list[tuple[str, str]]) -> None:
    found = complaints.load().judge([text for _, text in sheet])
    hits = sum(item is not None and label != "none" for (label, _), item in zip(sheet, found, strict=True))
    precision = hits / sum(item is not None for item in found)
    recall = hits / sum(label != "none" for label, _ in sheet)
    assert precision >= 0.92, precision
    assert recall >= 0.88, recall


def test_types_on_the_sheet(sheet: list[tuple[str, str]]) -> None:
    found = complaints.load().judge([text for _, text in sheet])
    typed = [item.label == label for (label, _), item in zip(sheet, found, strict=True) if item and label != "none"]
    assert sum(typed) / len(typed) >= 0.85


def test_spans_are_the_words_in_the_original() -> None:
    text = "  @青禾茶 http://t.cn/abc 今天的奶茶裏有根頭髮！！！！ "
    (found,) = complaints.load().judge([text])
    assert found is not None
    assert found.label == "food_safety"
    assert any("頭髮" in text[span.start : span.end] for span in found.spans)


def test_declared_complaints_are_never_refused() -> None:
    (found,) = complaints.load().judge(["麻烦看一下这个"], is_declared=[True])
    assert found is not None
    assert found.label == "other"
    assert 0 < found.severity <= 1


def test_everyday_words_need_a_setting() -> None:
    rules = complaints.load()
    assert rules.judge(["真的无语"]) == [None]
    assert rules.judge(["真的无语"], is_consumer=[True])[0] is not None


def test_harm_and_repetition_raise_severity() -> None:
    mild, grave = complaints.load().judge(
        ["奶茶里有根头发", "奶茶里有根头发，孩子喝完拉肚子去医院住院了，投诉了三次没人处理，花了2000元"]
    )
    assert mild is not None
    assert grave is not None
    assert grave.severity > mild.severity
    assert grave.severity <= 1


def test_it_keeps_the_promise_of_engines() -> None:
    rules = complaints.load()
    assert isinstance(rules, Engine)
    verdicts = rules.read(["今天天气不错", "客服拒绝退款，虚假宣传", ""])
    assert verdicts.names()[0] == verdicts.names()[2] == "none"
    assert verdicts.names()[1] in type_names()
    assert rules.explain(["今天天气不错"]) == [()]
    assert len(rules.read([])) == 0


def test_every_type_has_both_names() -> None:
    assert set(type_names()) == set(complaints.load().labels) - {"none"}
    assert all(chinese and english for chinese, english in type_names().values())


def test_a_hashtag_is_not_what_the_author_says() -> None:
    asked, told = complaints.load().judge(
        ["#奶茶喝出异物# 检测报告什么时候出", "#奶茶喝出异物# 我这杯也喝出异物了"], is_consumer=[True, True]
    )
    assert asked is None
    assert told is not None


def test_the_title_says_what_it_is_about() -> None:
    (found,) = complaints.load().judge(["客服不处理，一直敷衍"], titles=["退款迟迟不到账"], is_declared=[True])
    assert found is not None
    assert found.label == "refund"
    assert all(span.end <= len("客服不处理，一直敷衍") for span in found.spans)
