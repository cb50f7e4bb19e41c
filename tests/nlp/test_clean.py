"""Cleaning keeps every offset, and never fails."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.text import clean, fold
from nlp.text.clean import _PIECES, FILLER, MAX_LENGTH, _may_hold_pieces

PIECES = st.sampled_from(
    [
        *(
            "好喝",
            "！！！！！！",
            "http://t.cn/a1B",
            "@小青 ",
            "#新品#",
            "#早餐 ",
            "[泪]",
            "😀",
            "&amp;",
            "//@a:",
            "ＡＢＣ",
            "產品",
        ),
        *("<br>", "...展开全文", "转发微博", "\u200b", "\n", " ", "[", "#", "&", "@", "\ud800", "哈哈哈哈哈", FILLER),
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=12).map("".join))


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_every_place_of_the_cleaned_text_is_found_in_the_original(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned.masked) == cleaned.own_end <= len(text) or cleaned.own_end == 0
    assert cleaned.masked.replace(FILLER, "") == cleaned.text == cleaned.text.strip()
    assert cleaned.own + cleaned.quoted == text
    cleaned.text.encode("utf-8")
    for at, character in enumerate(cleaned.text):
        span = cleaned.span(at, at + 1)
        assert span.end == span.start + 1
        if character in "好喝哈":
            assert text[span.start] == character


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_folding_never_moves_an_offset(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_own_words_end_where_the_chain_begins() -> None:
    cleaned = clean("回复@小明:好喝[泪] 看 http://t.cn/abc //@某人:难喝死了//@b:哈")
    assert cleaned.text == "好喝 看"
    assert cleaned.quoted.startswith("//@某人")
    assert cleaned.expressions == ("泪",)
    assert (cleaned.handle_count, cleaned.link_count) == (1, 1)


@pytest.mark.parametrize(
    "text", ["转发微博", "转发微博//@甲:好喝", "//@甲:好喝", "轻转发。", "Repost", "", "  \n", "此用户未填写评价内容"]
)
def test_bare_reposts_and_default_reviews_have_no_own_words(text: str) -> None:
    assert clean(text).text == ""
    assert not clean(text).is_voiced


def test_an_expression_alone_is_a_voice() -> None:
    assert clean("[泪][泪]").is_voiced
    assert clean("😀").is_voiced


def test_width_script_entities_and_tails() -> None:
    cleaned = clean("這個產品很後悔，ＡＢＣ１２３（好）C&amp;T 太甜了太甜了...展开全文")
    assert cleaned.text == "这个产品很后悔，ABC123（好）C&T 太甜了太甜了"


def test_hashtags_keep_their_words() -> None:
    cleaned = clean("#青禾茶新品# 很好#防晒[话题]# #早餐 #日常")
    assert cleaned.hashtags == ("青禾茶新品", "防晒", "早餐", "日常")
    assert "青禾茶新品" in cleaned.text


def test_repeats_shrink_and_spans_still_point_right() -> None:
    text = "哈哈哈哈哈哈哈好喝"
    cleaned = clean(text)
    at = cleaned.text.index("好喝")
    span = cleaned.span(at, at + 2)
    assert text[span.start : span.end] == "好喝"
    assert cleaned.text == "哈哈哈好喝"


def test_a_megabyte_is_read_in_part() -> None:
    cleaned = clean("奶茶好喝！" * 200_000)
    assert len(cleaned.text) <= MAX_LENGTH


_BITS = (
    *(
        "http://t.cn/a",
        "www.x.com",
        "@小明 ",
        "//@乙：",
        "回复@丙:",
        "#话题#",
        "#话",
        "[泪]",
        "&nbsp;",
        "<br>",
        "😂",
        "→",
    ),
    *(
        "全文",
        "...展开",
        "…更多",
        "网页链接",
        "查看图片",
        "L小店的微博视频",
        "转发理由：",
        "哈哈哈哈",
        "。。。。",
        "1111",
        "好",
    ),
)


@given(st.lists(st.one_of(st.sampled_from(_BITS), st.text(max_size=5)), max_size=8).map("".join))
def test_the_cheap_look_never_misses_a_piece(text: str) -> None:
    if _PIECES.search(text):
        assert _may_hold_pieces(text)
