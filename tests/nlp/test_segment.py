"""Segmentation: user words whole, no shared state."""

import jieba

from nlp.text import segmenter, stop_words
from records import Lexicon


def test_user_words_stay_whole() -> None:
    reader = segmenter(Lexicon(words=("青禾茶", "桃桃乌龙")))
    assert {"青禾茶", "桃桃乌龙"} <= set(reader.words("在青禾茶点了桃桃乌龙"))
    assert "青禾茶" not in segmenter(Lexicon()).words("在青禾茶点了桃桃乌龙")


def test_words_of_shops_are_known() -> None:
    assert "小红书" in segmenter(Lexicon()).words("小红书上种草的")


def test_the_shared_tokenizer_is_left_alone() -> None:
    segmenter(Lexicon(words=("甲乙丙丁戊",)))
    assert "甲乙丙丁戊" not in jieba.dt.FREQ


def test_letters_and_breaks() -> None:
    words = segmenter(Lexicon()).words("iPhone 真香\n好")
    assert words[0] == "iphone"
    assert all(word.strip() for word in words)
    assert segmenter(Lexicon()).words("") == []


def test_stop_words_hold_function_words_and_no_comments() -> None:
    assert {"的", "因为", "但是"} <= stop_words()
    assert not any(word.startswith("#") for word in stop_words())
