"""Brand and product linking: names, homonyms, boolean queries."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.entities import Linker, match, parse
from records import Brand, LinkRule, Product
from records.errors import ConfigError

QINGHE = Brand(
    brand_id="qinghe",
    name="青禾茶",
    rule=LinkRule(aliases=("青禾茶", "青禾", "QingHe Tea")),
    products=(
        Product(product_id="oolong", name="桃桃乌龙", rule=LinkRule(aliases=("桃桃乌龙", "青禾桃桃"))),
        Product(product_id="latte", name="燕麦拿铁", rule=LinkRule(aliases=("燕麦拿铁",), query="NOT 自制")),
    ),
)
APPLE = Brand(
    brand_id="apple",
    name="苹果",
    rule=LinkRule(aliases=("苹果", "Apple"), query='(手机 OR iPhone OR "Apple Store" OR 系统) NOT (水果 OR 红富士)'),
    products=(Product(product_id="i11", name="iPhone 11", rule=LinkRule(aliases=("iPhone 11",))),),
)
MI = Brand(brand_id="mi", name="小米", rule=LinkRule(aliases=("小米", "MI")))
PORRIDGE = Brand(brand_id="porridge", name="小米粥铺", rule=LinkRule(aliases=("小米粥铺",)))
BRANDS = (QINGHE, APPLE, MI, PORRIDGE)


def linked(text: str, **options: str | None) -> set[str]:
    columns = {name: [value] for name, value in options.items()}
    return {link.target for link in Linker(BRANDS).link([text], **columns)[0]}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("今天喝了青禾茶", {"qinghe"}),
        ("青禾桃桃真好喝", {"qinghe", "qinghe/oolong"}),
        ("桃桃乌龙真好喝", set()),
        ("青禾的燕麦拿铁不错", {"qinghe", "qinghe/latte"}),
        ("学青禾自制燕麦拿铁", {"qinghe"}),
        ("ＱＩＮＧＨＥ ｔｅａ yes", {"qinghe"}),
        ("qinghetea打卡", {"qinghe"}),
        ("qinghe teapot", set()),
        ("蘋果手機的iphone11很順", {"apple", "apple/i11"}),
        ("蘋果手機 iPhone 11", {"apple", "apple/i11"}),
        ("苹果手机 iPhone 110", {"apple"}),
        ("红富士苹果真甜，手机拍的", set()),
        ("苹果真甜", set()),
        ("在小米粥铺喝粥", {"porridge"}),
        ("小米手机和小米粥铺", {"mi", "porridge"}),
        ("MI9 到手", {"mi"}),
        ("mix 系列", set()),
        ("看 https://mi.com/a", set()),
        ("", set()),
    ],
)
def test_what_a_text_is_about(text: str, targets: set[str]) -> None:
    assert linked(text) == targets


def test_title_and_product_field_are_looked_at() -> None:
    assert linked("好喝", titles="青禾新品") == {"qinghe"}
    assert linked("好喝", products="青禾 桃桃乌龙") == {"qinghe", "qinghe/oolong"}
    (links,) = Linker(BRANDS).link(["好喝"], titles=["青禾新品"])
    assert links[0].spans == ()


def test_assigned_queries_need_no_name() -> None:
    (links,) = Linker(BRANDS).link(["桃桃乌龙好喝"], assigned=["qinghe"])
    assert [(link.target, link.label) for link in links] == [("qinghe", "assigned"), ("qinghe/oolong", "product")]
    (links,) = Linker(BRANDS).link(["随便"], assigned=["elsewhere"])
    assert [link.target for link in links] == ["elsewhere"]


def test_spans_point_at_the_names() -> None:
    text = "喝了青禾，蘋果手機拍的"
    (links,) = Linker(BRANDS).link([text])
    assert [{text[span.start : span.end] for span in link.spans} for link in links] == [{"青禾"}, {"蘋果", "手機"}]
    assert [link.label for link in links] == ["alias", "query"]


def test_names_do_not_reach_from_one_text_into_the_next() -> None:
    assert Linker(BRANDS).link(["我爱青", "禾茶"]) == [[], []]


@pytest.mark.parametrize(
    ("query", "text", "holds"),
    [
        ("奶茶 AND 难喝", "这奶茶难喝", True),
        ("奶茶 难喝", "这奶茶好喝", False),
        ("奶茶 OR 咖啡 NOT 速溶", "速溶奶茶", True),
        ("(奶茶 OR 咖啡) NOT 速溶", "速溶奶茶", False),
        ("(奶茶 或 咖啡) 非 速溶", "手冲咖啡", True),
        ("（奶茶|咖啡）& !速溶", "手冲咖啡", True),
        ("咖啡 -速溶", "速溶咖啡", False),
        ('"去冰 少糖"', "要去冰少糖", True),
        ("NOT NOT 咖啡", "咖啡", True),
        ("P40", "华为P40Pro", True),
        ("P4", "华为P40Pro", False),
    ],
)
def test_boolean_queries(query: str, text: str, holds: bool) -> None:
    brand = Brand(brand_id="any", name="any", rule=LinkRule(aliases=tuple(text)))
    assert match(brand, query, [text])[0].is_match is holds


@pytest.mark.parametrize(
    ("query", "position", "problem"),
    [
        ("(奶茶", 1, "not closed"),
        ("奶茶)", 3, "without"),
        ("奶茶 OR", 6, "missing at the end"),
        ("AND 奶茶", 1, "before 'AND'"),
        ('奶茶 "少糖', 4, "not closed"),
        ('""', 1, "empty"),
        ("a () b", 4, "missing"),
    ],
)
def test_errors_say_where_and_what(query: str, position: int, problem: str) -> None:
    with pytest.raises(ConfigError, match=f"position {position}: .*{problem}"):
        parse(query)
    with pytest.raises(ConfigError):
        Linker([Brand(brand_id="b", name="b", rule=LinkRule(aliases=("b",), query=query))])


def test_an_empty_query_is_an_error() -> None:
    with pytest.raises(ConfigError, match="empty"):
        parse("  ")


@given(st.text(alphabet='ab() "ANDORT-|&!（）', max_size=20))
def test_any_query_is_read_or_refused(query: str) -> None:
    with contextlib.suppress(ConfigError):
        parse(query).holds("a b and", [])


def test_preview_says_why() -> None:
    taken, excluded, missing, unnamed = match(APPLE, None, ["苹果手机", "苹果手机 水果味", "苹果真甜", "香蕉"])
    assert taken.is_match
    assert excluded.excluded_by == ("水果",)
    assert "手机" in missing.missing
    assert missing.is_named
    assert not unnamed.is_named


def test_version_follows_the_rules() -> None:
    other = Brand(brand_id="mi", name="小米", rule=LinkRule(aliases=("小米", "MI", "米家")))
    assert Linker([MI]).version == Linker([MI]).version
    assert Linker([MI]).version != Linker([other]).version


WESTLAKE = Brand(brand_id="westlake", name="西湖", rule=LinkRule(aliases=("西湖", "杭州西湖")))
JD = Brand(brand_id="jd", name="京东", rule=LinkRule(aliases=("京东",)))
HONG = Brand(brand_id="hong", name="红米", rule=LinkRule(aliases=("红米",), query="NOT (黑米 OR 糯米)"))
YUNXIU = Brand(brand_id="yunxiu", name="云岫", rule=LinkRule(aliases=("云岫", "小棕瓶")))


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("周末去西湖划船", {"westlake"}),
        ("西湖边的柳树绿了", {"westlake"}),
        ("东西湖的新地铁站", set()),
        ("从陕西湖北运来的蔬菜", set()),
        ("东西湖修路,改去西湖散步", {"westlake"}),
        ("在京东给爸妈买菜", {"jd"}),
        ("北京东城的胡同", set()),
        ("北京东城的胡同,地图在京东买的", {"jd"}),
        ("红米续航够用", {"hong"}),
        ("黑米红米糯米各一把", set()),
        ("路口的云岫排到马路上", {"yunxiu"}),
        ("抹完小棕瓶睡觉", {"yunxiu"}),
    ],
)
def test_a_name_is_a_word_where_it_stands(text: str, targets: set[str]) -> None:
    (links,) = Linker((WESTLAKE, JD, HONG, YUNXIU)).link([text])
    assert {link.target for link in links} == targets


def test_spans_leave_out_what_only_looks_like_the_name() -> None:
    text = "东西湖修路,改去西湖散步"
    (links,) = Linker((WESTLAKE,)).link([text])
    assert [(span.start, span.end) for span in links[0].spans] == [(8, 10)]


FILLING = "早上出门的时候天还没亮,路上一个人也没有,走到河边才看见第一班船慢慢开过来,岸上的灯一盏一盏地灭了。"


@pytest.mark.parametrize(
    ("text", "prominence"),
    [
        ("青禾上新了", 1.0),
        (f"{FILLING}#青禾上新#", 1.0),
        (f"{FILLING}买了青禾,青禾还是老味道", 1.0),
        (f"{FILLING}顺手买了青禾", 0.5),
        (f"{FILLING * 4}顺手买了青禾,回家", 0.2),
        (f"{FILLING * 3}顺手买了青禾{FILLING}", 0.5),
        (f"{FILLING}青禾茶", 0.5),
        ("晚安 发自我的青禾客户端", 0.2),
        (f"{FILLING}(分享自 @青禾茶)", 0.2),
        ("这杯茶来自青禾", 1.0),
    ],
)
def test_how_prominent_a_brand_is(text: str, prominence: float) -> None:
    (links,) = Linker((QINGHE,)).link([text])
    assert [link.prominence for link in links] == [prominence]


def test_titles_products_and_assignments_are_prominent_and_quoted_words_are_not() -> None:
    reader = Linker((QINGHE,))
    titled, filed, given, quoted = reader.link(
        ["好喝", "好喝", "好喝", "好喝//@小林:青禾茶"],
        titles=["青禾新品", None, None, None],
        products=[None, "青禾茶", None, None],
        assigned=[None, None, "qinghe", None],
        own_ends=[2, 2, 2, 2],
    )
    assert [link.prominence for link in (*titled, *filed, *given, *quoted)] == [1.0, 1.0, 1.0, 0.2]
