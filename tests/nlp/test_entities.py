"""Names that are ordinary words, too; and the tools that read their surroundings."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import nlp.entities
from nlp.entities import Linker, match
from nlp.entities.folding import fold_batch
from nlp.entities.words import WordList
from nlp.text.fold import fold
from pipeline.settings.sections import BrandSection
from records import Brand, LinkRule

MI = Brand(brand_id="mi", name="小米", rule=LinkRule(aliases=("小米", "Redmi", "小米手机")))
APPLE = Brand(brand_id="apple", name="苹果", rule=LinkRule(aliases=("苹果",)))
QUERIED = Brand(brand_id="apple", name="苹果", rule=LinkRule(aliases=("苹果",), query="NOT 果园"))
PLAIN = Brand(brand_id="apple", name="苹果", rule=LinkRule(aliases=("苹果",), homonyms=()))
MOON = Brand(
    brand_id="moon",
    name="望舒",
    rule=LinkRule(
        aliases=("望舒", "望舒美妆"), context_for=("口红",), context_against=("月亮", "神话"), homonyms=("望舒",)
    ),
)
TABLE = tomllib.loads((Path(nlp.entities.__file__).parent / "homonyms.toml").read_text("utf-8"))


def label(brand: Brand, text: str) -> str | None:
    (links,) = Linker([brand]).link([text])
    return links[0].label if links else None


@pytest.mark.parametrize(
    ("brand", "text", "why"),
    [
        (APPLE, "苹果这次的系统升级完更费电了", "context"),
        (APPLE, "冰箱里的苹果放蔫了", None),
        (APPLE, "苹果", None),
        (APPLE, "@苹果 给个说法", "context"),
        (APPLE, "蘋果手機又漲價", "context"),
        (MI, "小米粥配咸菜", None),
        (MI, "小米14到手了", "context"),
        (MI, "刚煮的小米有点糊，顺手拿小米手机拍了一张", "alias"),
        (MI, "一边喝小米粥一边刷Redmi", "alias"),
        (QUERIED, "苹果真甜", "query"),
        (QUERIED, "果园的苹果", None),
        (PLAIN, "冰箱里的苹果放蔫了", "alias"),
        (MOON, "望舒的口红显白", "context"),
        (MOON, "望舒是神话里为月亮驾车的人", None),
        (MOON, "望舒美妆开业", "alias"),
    ],
)
def test_what_is_around_a_name_decides(brand: Brand, text: str, why: str | None) -> None:
    assert label(brand, text) == why


def test_context_words_alone_make_all_names_of_an_unknown_brand_depend_on_them() -> None:
    brand = Brand(brand_id="b", name="望舒", rule=LinkRule(aliases=("望舒",), context_for=("口红",)))
    assert label(brand, "望舒出了新口红") == "context"
    assert label(brand, "望舒升起在山后") is None


def test_spans_show_the_name_and_the_words_that_decided() -> None:
    text = "喝着小米粥，聊起小米的屏幕"
    (links,) = Linker([MI]).link([text])
    pieces = {text[span.start : span.end] for span in links[0].spans}
    assert {"小米", "屏幕"} <= pieces
    assert all(span.start != 2 for span in links[0].spans)


def test_the_title_and_the_product_field_are_surroundings_too() -> None:
    (links,) = Linker([APPLE]).link(["苹果很好"], titles=["手机开箱"])
    assert [link.label for link in links] == ["context"]


def test_the_preview_names_the_words_that_outweighed() -> None:
    taken, other, unnamed = match(APPLE, None, ["苹果手机", "水果摊的苹果很甜", "香蕉"])
    assert taken.is_match
    assert other.is_named
    assert "水果" in other.outweighed_by
    assert not unnamed.is_named
    assert match(APPLE, "NOT 香蕉", ["水果摊的苹果很甜"])[0].is_match


def test_the_version_follows_contexts() -> None:
    assert Linker([APPLE]).version != Linker([PLAIN]).version


@pytest.mark.parametrize(
    "text", ["", " ", "苹", "苹果" * 40_000, "😂苹果😂", "\ud800苹果手机", "apple 苹果", "\x00苹果\x00"]
)
def test_any_text_is_answered(text: str) -> None:
    (links,) = Linker([APPLE, MI]).link([text])
    assert all(span.end <= len(text) for link in links for span in link.spans)


def test_the_table_is_sound() -> None:
    for name, entry in TABLE["names"].items():
        assert entry["level"] in TABLE["levels"], name
        assert set(entry["categories"]) <= set(TABLE["categories"]), name
        assert all(name in phrase for phrase in entry["never"]), name
        assert entry["for"] or entry["categories"], name
        assert not set(entry["for"]) & set(entry["against"]), name


@given(st.text(alphabet=st.characters(codec=None), max_size=40))
def test_batch_folding_is_folding(text: str) -> None:
    assert fold_batch(text) == fold(text)


@given(st.text(alphabet="甲乙丙丁a1 ，", max_size=60), st.integers(0, 1_200))
def test_words_are_found_where_they_stand(text: str, padding: int) -> None:
    words = WordList(["甲", "甲乙", "甲乙丙", "丙丁", "a1"])
    folded = text + "，" * padding
    found = words.find(folded, 0, len(folded))
    assert all("".join(folded[each.start : each.end].split()) == each.word for each in found)
    singles = [each.start for each in found if each.word == "甲"]
    assert sorted(singles) == [at for at, character in enumerate(folded) if character == "甲"]
    longer = [each for each in found if each.word in ("甲乙", "甲乙丙", "丙丁")]
    expected, at = [], 0
    while at < len(folded):
        word = next((word for word in ("甲乙丙", "甲乙", "丙丁") if folded.startswith(word, at)), None)
        expected += [at] if word else []
        at += len(word) if word else 1
    assert [each.start for each in longer] == expected


def test_a_brand_file_can_name_homonyms_and_contexts() -> None:
    given = {"name": "望舒", "homonyms": ["望舒"], "context": {"for": ["口红"], "against": ["月亮"]}}
    assert BrandSection.model_validate(given).to_record().rule == LinkRule(
        aliases=("望舒",), homonyms=("望舒",), context_for=("口红",), context_against=("月亮",)
    )
    assert BrandSection.model_validate({"name": "苹果"}).to_record().rule == LinkRule(aliases=("苹果",))
