"""Words are exactly jieba's: with and without guesses, with user words, on anything."""

import csv
import gzip
import json
import logging
import random
from pathlib import Path

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.text import Segmenter
from nlp.text.cutter import Cutter
from nlp.text.segment import common_words
from records import Lexicon

jieba.setLogLevel(logging.ERROR)

USER_WORDS = ("青禾茶", "桃桃乌龙", "iphone15", "c位", "a.b", "c++", "太太", "不错", "7-11", "大大大", "茶饮杯")

_PIECES = (
    *("我们在青禾茶点了桃桃乌龙", "质量不错", "一直用到现在没有问题", "哈", "哈哈", "太", "好", "赞", "天天", "看看看"),
    *(
        "iPhone15",
        "3.5",
        "100%",
        "a.b.c",
        "3-4天",
        "C++",
        "AT&T",
        "T恤",
        "7-11",
        "@u_12",
        "https://t.cn/a_1",
        "...",
        "+",
        "_",
    ),
    *(
        "，",
        "。",
        "！",
        " ",
        "\r\n",
        "\t",
        "\u3000",
        "😂",
        "㐀",
        "﨑",
        "𠮷",
        "鿕",
        "鿖",
        "の",
        "한",
        "\ud800",
        "\x00",
        "é",
    ),
)
_MIXED = st.lists(
    st.one_of(st.sampled_from(_PIECES), st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x4FFF))),
    max_size=14,
).map("".join)
_REPEATED = st.text(alphabet="哈好太赞天妈", max_size=40)


@pytest.fixture(scope="module")
def cutter() -> Cutter:
    return Cutter()


@pytest.fixture(scope="module")
def with_user_words() -> tuple[Segmenter, jieba.Tokenizer]:
    theirs = jieba.Tokenizer()
    for word in sorted({word.strip().lower() for word in (*common_words(), *USER_WORDS)}):
        theirs.add_word(word)
    return Segmenter(Lexicon(words=USER_WORDS)), theirs


@pytest.mark.parametrize("has_hmm", [True, False])
@given(texts=st.lists(st.one_of(_MIXED, _REPEATED, st.text(max_size=60)), max_size=6))
@settings(max_examples=60, deadline=None)
def test_generated_texts(cutter: Cutter, texts: list[str], has_hmm: bool) -> None:
    assert cutter.cut_of(texts, has_hmm=has_hmm) == [jieba.lcut(text, HMM=has_hmm) for text in texts]


@pytest.mark.parametrize("has_hmm", [True, False])
@given(text=st.one_of(_MIXED, _REPEATED))
@settings(max_examples=60, deadline=None)
def test_user_words(with_user_words: tuple[Segmenter, jieba.Tokenizer], text: str, has_hmm: bool) -> None:
    ours, theirs = with_user_words
    assert ours.cut_of([text], has_hmm=has_hmm) == [theirs.lcut(text, HMM=has_hmm)]


@pytest.mark.parametrize("has_hmm", [True, False])
def test_real_texts(cutter: Cutter, shared_data: Path, has_hmm: bool) -> None:
    texts = random.Random(1).sample(_texts(shared_data), 1_000)
    assert cutter.cut_of(texts, has_hmm=has_hmm) == [jieba.lcut(text, HMM=has_hmm) for text in texts]


def test_equally_likely_words_are_chosen_as_jieba_does(cutter: Cutter) -> None:
    texts = [character * count for character in "哈好太赞天" for count in range(1, 40)]
    texts += [f"笑{'哈' * count}可爱极了{'哈' * count}" for count in range(1, 60)]
    for has_hmm in (True, False):
        assert cutter.cut_of(texts, has_hmm=has_hmm) == [jieba.lcut(text, HMM=has_hmm) for text in texts]


def test_words_no_text_can_hold_are_not_added(cutter: Cutter) -> None:
    assert Cutter().add("L'Oréal") is None
    assert Cutter().add("两个 词") is None


def test_long_texts_and_odd_ones(cutter: Cutter) -> None:
    odd = ["", " ", "\ud800", "\ud800好\udfff的", "好" * 20_000, "a" * 100_000, "a.b-" * 5_000, "👨‍👩‍👧"]
    for has_hmm in (True, False):
        assert ["".join(words) for words in cutter.cut_of(odd, has_hmm=has_hmm)] == odd


def test_parts_of_speech() -> None:
    tags = dict(Segmenter(Lexicon(words=("青禾茶",))).tags(["北京的青禾茶很好喝，iphone 买了299元"])[0])
    assert (tags["北京"], tags["青禾茶"], tags["买"], tags["iphone"], tags["299"]) == ("ns", "nz", "v", "eng", "m")
    assert tags["，"] == "x"


def _texts(folder: Path) -> list[str]:
    lines = (folder / "eval/sentiment/weibo.tsv").read_text(encoding="utf-8").splitlines()
    lines += (folder / "eval/sentiment/shopping.tsv").read_text(encoding="utf-8").splitlines()
    with gzip.open(folder / "social/weibo_reposts.jsonl.gz", "rt", encoding="utf-8") as file:
        lines += [json.loads(row)["text"] for row, _ in zip(file, range(20_000), strict=False)]
    with (folder / "social/xiaohongshu_notes.csv").open(encoding="utf-8", newline="") as file:
        lines += [field for row in csv.reader(file) for field in row]
    return [line for line in lines if line]
