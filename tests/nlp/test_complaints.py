"""Complaint rules on a self-written sheet: what is one, of which type, with which words."""

import csv
from pathlib import Path

import pytest

from nlp import complaints
from nlp.complaints.rules import type_names
from nlp.complaints.tone import tone_of
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


@pytest.mark.parametrize(
    "text",
    [
        "没有出现死机、卡顿和黑屏",
        "不会掉色,也没有起球、开线",
        "从来没有死机，闪退等问题",
        "用到现在没有卡顿死机",
        "毫无划痕、破损和色差",
        "没发现漏水",
    ],
)
def test_what_is_denied_is_no_evidence(text: str) -> None:
    assert complaints.load().judge([text], is_consumer=[True]) == [None]


@pytest.mark.parametrize(
    "text",
    [
        "没有说明书，还死机、黑屏",
        "没有吸管，奶茶漏水漏一桌",
        "没有死机，但是漏水",
        "无线耳机和充电盒都坏了",
    ],
)
def test_a_denial_ends_with_its_list(text: str) -> None:
    assert complaints.load().judge([text], is_consumer=[True])[0] is not None


@pytest.mark.parametrize(
    "text",
    ["虎跑路上人不多", "阳光灿烂的午后", "照片曝光度刚好", "海边度假的人", "美得无法形容", "满减凑单,晚上当当网见"],
)
def test_pieces_of_other_words_are_no_evidence(text: str) -> None:
    assert complaints.load().judge([text], is_consumer=[True]) == [None]


def test_who_praises_complains_of_nothing_but_harm() -> None:
    texts = ["屏幕花屏，客服不处理", "喝完拉肚子去医院了", "没有拉肚子，屏幕花屏"]
    judge = complaints.load().judge
    asked = {"is_consumer": [True] * 3}
    assert [item is not None for item in judge(texts, **asked, tones=["positive"] * 3)] == [False, True, False]
    assert all(judge(texts, **asked, tones=["negative"] * 3))
    assert all(judge(texts, **asked, tones=["positive"] * 3, is_declared=[True] * 3))


def test_talk_of_the_world_needs_more_than_a_customer() -> None:
    talk = "现在的手机一到夏天就发烫，散热片做得再大也没有多少用处，芯片厂年年都说制程进步了，功耗却越来越高，"
    talk += "看来行业里的人还得再等上好几年才行"
    texts = [talk, f"{talk}，我的也是"]
    judge = complaints.load().judge
    assert all(judge(texts, is_consumer=[True, True]))
    assert [item is not None for item in judge(texts)] == [False, True]
    assert judge(texts, tones=[None, None]) == [None, None]


def test_everyday_sheet() -> None:
    """Self-written; words were written for part `read`, and for part `later` after the rules had found 4 of its 20."""
    with Path(__file__).with_name("complaint_everyday.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    found = complaints.load().judge([row["text"] for row in rows])
    heard = [(row["part"], row["label"]) for row, item in zip(rows, found, strict=True) if item]
    assert heard.count(("read", "complaint")) >= 46, heard
    assert heard.count(("later", "complaint")) >= 10, heard
    assert heard.count(("read", "none")) <= 3, heard
    assert heard.count(("later", "none")) == 0, heard


@pytest.mark.parametrize(
    "text",
    [
        "食物里吃出一只虫子，孩子上吐下泻进了医院",
        "快递员把包裹扔在楼道里就走了，电话都不打一个",
        "理发店办卡时说随便用，现在店都搬空了",
        "酒店床单上有血迹，找前台换还说没房了",
        "宽带报修三天没人上门，每天打电话都说在催",
        "手机卡莫名其妙开通了增值业务，每月扣我十五块",
        "二手车商隐瞒水泡车，过户之后才发现",
        "租房合同到期，中介找各种理由扣押金",
        "国产某牌轿车行驶中发动机熄火",
    ],
)
def test_what_happens_to_people_every_day(text: str) -> None:
    assert complaints.load().judge([text])[0] is not None


@pytest.mark.parametrize(
    "text",
    [
        "手机摔坏了，是我自己不小心",
        "本店承诺假一赔十，七天无理由退换",
        "退差价很快，一会儿就到账",
        "哈曼卡顿音响，效果真不错",
        "儿童座椅怎么选，求推荐",
    ],
)
def test_what_only_sounds_like_it(text: str) -> None:
    assert complaints.load().judge([text]) == [None]


@pytest.mark.parametrize(
    ("rating", "scale", "said", "tone"),
    [
        (5.0, 5.0, "negative", "positive"),
        (4.0, 5.0, None, "positive"),
        (3.0, 5.0, None, None),
        (1.0, 1.0, None, "positive"),
        (1.0, 5.0, "negative", "negative"),
        (5.0, None, "neutral", "neutral"),
        (None, 5.0, "positive", "positive"),
    ],
)
def test_a_rating_says_more_than_the_words(
    rating: float | None, scale: float | None, said: str | None, tone: str | None
) -> None:
    assert tone_of(rating, scale, said) == tone
