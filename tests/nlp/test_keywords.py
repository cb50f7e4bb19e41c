import logging
import random

import pytest

from nlp.keywords import textrank, tfidf
from nlp.text import Segmenter
from records import Lexicon

jieba = pytest.importorskip("jieba")

_PARTS = (
    "这款手机的屏幕显示效果",
    "电池续航",
    "物流速度很快",
    "客服态度",
    "the screen of it",
    "质量有问题，申请退款",
    "！",
)
_MORE = ("拍照功能", "价格实惠", "包装完好", "性价比", "北京的用户", "iPhone15", "下载速度", "哈哈哈哈", "😂")


@pytest.fixture(scope="module")
def texts() -> list[str]:
    drawn = random.Random(7)
    return ["".join(drawn.choices(_PARTS + _MORE, k=drawn.randint(0, 14))) for _ in range(300)]


@pytest.fixture(scope="module")
def reader() -> Segmenter:
    jieba.setLogLevel(logging.ERROR)
    return Segmenter(Lexicon())


def test_tfidf_gives_what_jieba_gives_for_the_same_words(texts: list[str]) -> None:
    import jieba.analyse

    segmented = [jieba.lcut(text) for text in texts]
    assert tfidf(segmented, 6) == [jieba.analyse.extract_tags(text, 6, withWeight=True) for text in texts]


def test_textrank_gives_what_jieba_gives_for_the_same_parts_of_speech(texts: list[str]) -> None:
    import jieba.analyse
    import jieba.posseg

    tagged = [[(pair.word, pair.flag) for pair in jieba.posseg.cut(text)] for text in texts]
    for mine, text in zip(textrank(tagged, 100), texts, strict=True):
        theirs = dict(jieba.analyse.textrank(text, None, withWeight=True))
        assert dict(mine) == pytest.approx(theirs, abs=1e-9)
        weights = [weight for _, weight in mine]
        assert weights == sorted(weights, reverse=True)


def test_texts_without_keywords_have_none(reader: Segmenter) -> None:
    odd = ["", "好", "😂", "\ud800", "a", "的了是"]
    assert tfidf(reader.cut_of(odd, has_hmm=True)) == [[]] * 6
    assert textrank(reader.tags(odd)) == [[]] * 6
    assert textrank([]) == []


def test_a_word_that_others_stand_near_ranks_first(reader: Segmenter) -> None:
    text = "屏幕清晰，屏幕颜色，屏幕亮度，喜欢屏幕，价格一般"
    assert textrank(reader.tags([text]), 1)[0][0][0] == "屏幕"
