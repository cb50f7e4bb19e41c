"""Duplicate groups: planted copies are found, different texts stay apart, the order of rows is nothing."""

import random

import numpy as np
import pytest

from nlp.integrity import alike, duplicate_groups
from nlp.integrity.alike import Likeness, gram_sets
from nlp.integrity.compared import Compared
from nlp.integrity.duplicates import groups_of
from nlp.integrity.fingerprints import MIN_NEAR_LENGTH, NEAR_JACCARD, fingerprints, jaccard, text_key

SUBJECTS = [
    "青禾茶的新品",
    "楼下那家咖啡店",
    "昨天买的电饭煲",
    "公司旁边的面馆",
    "朋友推荐的民宿",
    "这次买的跑鞋",
    "孩子的积木",
    "新换的手机壳",
]
VERBS = [
    "让我有点意外",
    "排队排了四十分钟",
    "包装拆开以后有点旧",
    "老板记得我的口味",
    "用了一个星期就松了",
    "比图片上小了一圈",
    "晚上去人少很多",
]
ENDS = [
    "下次大概不会绕路再来",
    "打算周末带爸妈去试试",
    "优惠券还剩两张可以送人",
    "希望把座位再加几个",
    "颜色倒是和客厅很搭",
    "客服回复得比想象中快",
]


def texts_apart() -> list[str]:
    generator = random.Random(3)
    lines = [f"{subject}{verb}，{end}" for subject in SUBJECTS for verb in VERBS for end in ENDS]
    generator.shuffle(lines)
    return lines


def nearly(text: str, generator: random.Random) -> str:
    """One letter in fifteen changed, dropped or added, as a template is filled anew."""
    letters = list(text)
    for _ in range(max(1, len(letters) // 15)):
        at = generator.randrange(len(letters))
        letters[at] = generator.choice(
            [generator.choice("的了呢很真"), "", letters[at] + generator.choice("的了呢很真")]
        )
    return "".join(letters)


def group_of(ids: list[str], texts: list[str]) -> dict[str, str]:
    return {ids[at]: group.group_id for group in duplicate_groups(ids, texts) for at in group.members}


def test_planted_near_duplicates_are_found() -> None:
    generator = random.Random(5)
    base = [text for text in texts_apart()[:200] if len(text_key(text)) >= 20]
    copies = [nearly(text, generator) for text in base]
    ids = [f"a{at:04}" for at in range(len(base))] + [f"b{at:04}" for at in range(len(base))]
    groups = group_of(ids, base + copies)
    found = sum(groups[f"a{at:04}"] == groups[f"b{at:04}"] for at in range(len(base)))
    assert found / len(base) >= 0.95


def test_unrelated_texts_stay_apart() -> None:
    unrelated = [
        "早上七点的地铁已经挤不上去了",
        "阳台的薄荷终于发芽长出新叶",
        "这部电影的配乐值得单独听一遍",
        "体检报告说要少喝甜饮料多运动",
    ]
    assert len(set(group_of(list("abcd"), unrelated).values())) == 4


def test_short_texts_only_when_equal() -> None:
    groups = group_of(list("abcd"), ["好喝！", "好喝~", "好喝的", "太好喝"])
    assert groups["a"] == groups["b"] == "a"
    assert len({groups["b"], groups["c"], groups["d"]}) == 3
    assert MIN_NEAR_LENGTH > 3


def test_marks_links_handles_and_script_make_no_difference() -> None:
    same = [
        "青禾茶的桃桃乌龙真的很好喝",
        "@小红 青禾茶的桃桃烏龍，真的很好喝！！！ http://t.cn/1",
        "青禾茶的桃桃乌龙真的很好喝[赞]😀",
    ]
    assert set(group_of(["x3", "x2", "x1"], same).values()) == {"x1"}


def test_empty_texts_have_no_group_and_emoji_are_compared_as_they_are() -> None:
    groups = group_of(list("abcd"), ["", "  ", "😀😀", "😀😀"])
    assert groups == {"c": "c", "d": "c"}


def test_the_order_of_rows_is_nothing() -> None:
    generator = random.Random(8)
    base = texts_apart()
    texts = base + [nearly(text, generator) for text in base]
    ids = [f"m{at:05}" for at in range(len(texts))]
    expected = group_of(ids, texts)
    order = list(range(len(texts)))
    generator.shuffle(order)
    assert group_of([ids[at] for at in order], [texts[at] for at in order]) == expected


def test_a_day_sees_its_look_back_and_reports_its_own_groups_only() -> None:
    groups = duplicate_groups(
        ["day1", "past1", "past2"], ["一模一样的话说了两遍", "一模一样的话说了两遍", "别的话题不相干"], day_count=1
    )
    assert [(group.group_id, group.members) for group in groups] == [("day1", (0, 1))]


def test_fingerprints_kept_of_other_days_give_the_groups_of_one_window() -> None:
    chance = random.Random(7)
    said = [_said(chance) for _ in range(400)]
    said += [text.replace("，", chance.choice("。、")) + chance.choice(("", "真的", "哈哈哈")) for text in said[::3]]
    keys, ids = [text_key(text) for text in said], [f"m{number}" for number in range(len(said))]
    apart = [fingerprints(keys[:90]), fingerprints(keys[90:300]), fingerprints(keys[300:]), fingerprints(keys[200:310])]
    whole = groups_of(ids, keys, day_count=90)
    assert groups_of(ids, keys, day_count=90, window=apart) == whole
    assert any(len(group.members) > 1 and max(group.members) >= 90 for group in whole)


def test_what_days_before_compared_changes_no_group() -> None:
    chance = random.Random(11)
    days = [[text_key(_said(chance)) for _ in range(120)] for _ in range(9)]
    kept, compared = [fingerprints(keys) for keys in days], Compared()
    for last in range(3, len(days)):
        window = days[last - 3 : last]  # a day that leaves takes what was compared with it along
        keys = [*days[last], *(key for each in window for key in each)]
        ids = [f"m{number:04}" for number in range(len(keys))]
        prints = [*kept[last - 3 : last], kept[last]]
        found = groups_of(ids, keys, day_count=120, window=prints, compared=compared)
        assert found == groups_of(ids, keys, day_count=120, window=prints)
        assert any(len(group.keys) > 1 for group in found)


def test_a_pair_is_compared_once_while_both_are_in_the_window() -> None:
    prints, compared = [fingerprints([f"第{day}天在同一家店买了同一杯奶茶"]) for day in range(4)], Compared()
    first, second, third = compared.numbers(prints[:3]).tolist()
    compared.remember(*np.array([[first, second], [second, third]]), np.array([True, True]))
    first_left, second_again, _ = compared.numbers(prints[1:4]).tolist()
    assert (first_left, second_again) == (second, third)
    pairs = np.array([[first, second], [second, third]])
    assert [each.tolist() for each in compared.recall(*pairs)] == [[False, True], [False, True]]


def test_a_group_reaches_through_texts_of_earlier_days() -> None:
    steps = [f"今天在店里点了一杯{name}味道一般等了很久" for name in ("桂花乌龙", "桂花龙井", "茉莉龙井", "茉莉毛尖")]
    keys = [text_key(text) for text in steps]
    (group,) = groups_of(list("abcd"), keys, day_count=1)
    assert group.members == (0, 1, 2, 3)
    assert jaccard(keys[0], keys[3]) < NEAR_JACCARD


@pytest.mark.parametrize("at_once", [7, alike._PAIRS_AT_ONCE])
def test_likeness_of_many_pairs_is_that_of_each(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alike, "_PAIRS_AT_ONCE", at_once)
    keys = [text_key(nearly(text, random.Random(2))) for text in texts_apart()[:60]] + [
        "哈哈哈哈哈",
        "😀😀𠮷野家的牛肉饭",
    ]
    left, right = (each.ravel() for each in np.meshgrid(np.arange(len(keys)), np.arange(len(keys))))
    likeness = Likeness([gram_sets(keys[:20]), gram_sets(keys[20:])])
    expected = [jaccard(keys[one], keys[other]) for one, other in zip(left.tolist(), right.tolist(), strict=True)]
    assert likeness.of(left, right).tolist() == expected


@pytest.mark.parametrize("seed", range(3))
def test_groups_are_the_connected_parts_of_the_pairs_looked_at(seed: int) -> None:
    chance = random.Random(seed)
    said = chance.sample(texts_apart(), 25)
    for _ in range(125):  # each like the one 25 before it, so that parts reach farther than one step
        said.append(nearly(said[-25], chance))
    keys = sorted({key for key in map(text_key, said) if len(key) >= MIN_NEAR_LENGTH})
    asked = keys[::7]
    prints = fingerprints(keys)
    buckets: dict[int, list[str]] = {}
    for key, bands in sorted(zip(prints.keys, prints.bands.tolist(), strict=True)):
        for band in bands:
            buckets.setdefault(band, []).append(key)
    part = {key: {key} for key in keys}
    for held in buckets.values():
        for before, first, key in zip(held, held[:1] * len(held), held[1:], strict=False):
            for other in (before, first):
                if jaccard(other, key) >= NEAR_JACCARD and part[other] is not part[key]:
                    part[other] |= part[key]
                    part |= dict.fromkeys(part[key], part[other])
    listed = [*asked, *(key for key in keys if key not in asked)]
    found = groups_of(listed, listed, day_count=len(asked))
    assert {group.keys for group in found} == {frozenset(part[key]) for key in asked}
    assert max(len(group.keys) for group in found) > 3


def _said(chance: random.Random) -> str:
    things = chance.sample(("奶茶很甜", "排队太久", "店员耐心", "杯子漏了", "冰块太多", "价格又涨", "送得很快"), 3)
    return f"{chance.choice('甲乙丙丁')}店，{'，'.join(things)}"
