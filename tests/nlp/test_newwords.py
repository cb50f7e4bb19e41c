"""New words: planted slang is found, what everybody knows and clauses are not, a person's decisions are kept."""

import random

import pytest

from nlp.newwords import COLUMNS, accepted, discover, merged, review_rows
from nlp.newwords.grams import levels_of, symbols_of
from records import Lexicon
from records.errors import UsageError

SLANG = ["桃桃冰冰", "绝绝子", "青禾茶", "沁岚", "vc瓶", "噗茶"]
BEFORE = [
    "今天喝了",
    "朋友推荐",
    "周末去买",
    "终于等到",
    "刚刚拿到",
    "店里的",
    "大家都说",
    "我觉得",
    "这一杯",
    "路过看见",
]
AFTER = [
    "味道清爽",
    "，排队很久",
    "还会再来",
    "包装好看",
    "！",
    "有点甜",
    "比较贵",
    "，同事也喜欢",
    "真是惊喜",
    "下次再买",
]
ORDINARY = ["奶茶", "牛奶", "咖啡", "蛋糕", "果汁"]


def corpus(words: list[str], each: int = 60) -> list[str]:
    generator = random.Random(4)
    return [
        f"{generator.choice(BEFORE)}{word}{generator.choice(AFTER)}{generator.choice(BEFORE)}{other}第{at}回"
        for word in words
        for at, other in enumerate(generator.choices(ORDINARY, k=each))
    ]


def test_planted_slang_is_found_and_little_else() -> None:
    found = discover(corpus(SLANG))
    words = [each.word for each in found if each.kind == "word"]
    assert set(SLANG) <= {each.word for each in found}
    assert len(set(words) - set(SLANG)) <= 0.2 * len(words)


def test_scores_say_what_speaks_for_a_word() -> None:
    word = next(each for each in discover(corpus(SLANG)) if each.word == "沁岚")
    assert word.text_count == word.count == 60
    assert word.cohesion > 3
    assert min(word.left_entropy, word.right_entropy) > 1
    assert word.edge_share >= 0.6
    assert all("沁岚" in example for example in word.examples)


def test_known_words_are_not_new() -> None:
    texts = corpus(SLANG)
    assert not {"奶茶", "牛奶"} & {each.word for each in discover(texts)}
    assert "沁岚" not in {each.word for each in discover(texts, Lexicon(words=("沁岚",)))}
    assert "沁岚" not in {each.word for each in discover(texts, known=["沁岚"])}


def test_no_campaign_coins_a_word() -> None:
    assert "沁岚" not in {each.word for each in discover(["朋友推荐沁岚味道清爽"] * 500)}


def test_parts_of_a_word_are_not_words_of_their_own() -> None:
    found = {each.word for each in discover(corpus(SLANG))}
    assert not found & {"绝绝", "绝子", "桃桃冰", "桃冰冰", "冰冰"}


def test_the_order_of_texts_is_nothing() -> None:
    texts = corpus(SLANG)
    assert discover(texts) == discover(texts[::-1])


@pytest.mark.parametrize("texts", [[], [""], ["😀", "  "], ["\ud800" * 9], ["a" * 1_000_000], ["好" * 100_000]])
def test_odd_texts_give_nothing(texts: list[str]) -> None:
    assert discover(texts) == []


def test_every_string_is_counted_as_counting_by_hand() -> None:
    texts = ["天青色等烟雨", "天青色 天青", "等天青色"]
    symbols = symbols_of(texts)
    counted = {
        symbols.string(int(place), level.length): int(count)
        for level in levels_of(symbols, longest=4, min_count=2)
        for place, count in zip(level.places, level.counts, strict=True)
    }
    assert counted == {"天": 4, "青": 4, "色": 3, "等": 2, "天青": 4, "青色": 3, "天青色": 3}


def test_the_sheet_of_a_review() -> None:
    rows = review_rows(discover(corpus(SLANG)))
    assert all(tuple(row) == COLUMNS for row in rows)
    assert accepted(rows) == ()
    for row in rows:
        row["decision"] = "yes" if row["word"] in SLANG else "否"
    assert accepted(rows) == tuple(sorted(SLANG))


def test_decisions_survive_another_search() -> None:
    candidates = discover(corpus(SLANG))
    rows: list[dict[str, object]] = [
        {"word": "沁岚", "decision": "no"},
        {"word": "旧词", "decision": 1.0},
        {"word": "噗茶", "decision": None},
    ]
    again = merged(rows, candidates)
    words = [row["word"] for row in again]
    assert words[:2] == ["沁岚", "旧词"]
    assert words.count("沁岚") == words.count("噗茶") == 1
    assert accepted(again) == ("旧词",)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"word": "沁岚", "decision": "maybe"}], "write yes or no"),
        ([{"word": "沁岚", "decision": "yes"}, {"word": "沁岚", "decision": "no"}], "both ways"),
        ([{"word": " ", "decision": "yes"}], "without a word"),
        ([{"decision": "yes"}], "without a word"),
    ],
)
def test_a_sheet_that_cannot_be_read_is_refused(rows: list[dict[str, object]], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        accepted(rows)
