"""Targets: whom a judgement is about, in comparisons and in texts that praise one thing and blame another."""

import tomllib
from pathlib import Path

import pytest

import nlp.directed
from nlp.directed import engine as directed
from nlp.directed.compare import compare
from nlp.directed.lexicon import lexicon
from records import Span

FOLDER = Path(nlp.directed.__file__).parent
PATTERNS = tomllib.loads((FOLDER / "compare.toml").read_text("utf-8"))["pattern"]


def _place(text: str, target: str) -> Span:
    start = text.index(target)
    return Span(start=start, end=start + len(target))


def _labels(text: str, *targets: str) -> list[str]:
    (found,) = directed.load().read_targets([text], [[_place(text, target) for target in targets]])
    return [verdict.label for verdict in found]


@pytest.mark.parametrize("entry", PATTERNS, ids=lambda entry: entry["name"])
def test_every_comparison_decides_its_example(entry: dict[str, str]) -> None:
    text = entry["example"].replace("{A}", "甲牌").replace("{B}", "乙牌")
    one, two = _place(text, "甲牌"), _place(text, "乙牌")
    signs = compare(text, (one.start, one.end), (two.start, two.end), lexicon())
    assert signs is not None
    for side, sign in zip((entry["first"], entry["second"]), signs, strict=True):
        assert side not in "+-0" or sign == {"+": 1, "-": -1, "0": 0}[side]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("甲牌比乙牌安静得多", "positive", "negative"),
        ("甲牌比乙牌吵", "negative", "positive"),
        ("甲牌的油耗比乙牌低", "positive", "negative"),
        ("甲牌没有乙牌结实", "negative", "positive"),
        ("甲牌没有乙牌那么难用", "positive", "negative"),
        ("甲牌和乙牌差不多", "neutral", "neutral"),
        ("甲牌和乙牌一样好用", "positive", "positive"),
    ],
)
def test_comparisons(text: str, first: str, second: str) -> None:
    assert _labels(text, "甲牌", "乙牌") == [first, second]
    assert _labels(text, "乙牌", "甲牌") == [second, first]


def test_each_target_has_its_own_clause() -> None:
    assert _labels("耳塞很舒服，收纳盒却难用", "耳塞", "收纳盒") == ["positive", "negative"]
    assert _labels("屏幕和键盘都很好用", "屏幕", "键盘") == ["positive", "positive"]
    assert _labels("空间大，油耗高", "空间", "油耗") == ["positive", "negative"]


def test_a_clause_without_a_target_belongs_to_the_last_one_named() -> None:
    text = "汤底不错，面条煮糊了，难吃"
    assert _labels(text, "汤底", "面条") == ["positive", "negative"]


def test_verdicts_say_which_part_of_the_text_is_meant() -> None:
    text = "前台热情，早餐难吃"
    (found,) = directed.load().read_targets([text], [[_place(text, "早餐")]])
    assert [text[span.start : span.end] for span in found[0].spans] == ["早餐难吃"]
    assert found[0].balance < 0 < found[0].probability <= 1


def test_targets_of_many_texts_are_judged_as_alone() -> None:
    texts = ["甲牌比乙牌安静", "没有提到", "甲牌难用"]
    targets = [[_place(texts[0], "甲牌"), _place(texts[0], "乙牌")], [], [_place(texts[2], "甲牌")]]
    engine = directed.load()
    together = engine.read_targets(texts, targets)
    alone = [engine.read_targets([text], [own])[0] for text, own in zip(texts, targets, strict=True)]
    assert [[v.label for v in own] for own in together] == [[v.label for v in own] for own in alone]
    assert together[1] == ()


def test_a_target_in_a_long_text_is_judged_by_its_surroundings() -> None:
    text = "今天路过。" * 300 + "甲牌的咖啡难喝。" + "今天路过。" * 300
    place = _place(text, "甲牌")
    (found,) = directed.load().read_targets([text], [[place]])
    assert found[0].label == "negative"
    assert all(0 <= span.start < span.end <= len(text) for span in found[0].spans)


def test_overlapping_and_odd_targets_are_answered() -> None:
    text = "\ud800甲牌手机👍"
    spans = [Span(start=1, end=3), Span(start=1, end=5), Span(start=0, end=len(text))]
    (found,) = directed.load().read_targets([text], [spans])
    assert len(found) == len(spans)


@pytest.mark.parametrize("span", [Span(start=-1, end=2), Span(start=2, end=2), Span(start=0, end=9)])
def test_a_target_outside_its_text_is_refused(span: Span) -> None:
    with pytest.raises(ValueError, match="no place"):
        directed.load().read_targets(["甲牌好"], [[span]])


def test_texts_and_targets_must_be_as_many() -> None:
    with pytest.raises(ValueError, match="shorter"):
        directed.load().read_targets(["甲牌好", "乙牌好"], [[]])
