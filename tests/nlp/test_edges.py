"""What counts as a word in running Chinese text: names and complaint words, and what merely looks like them."""

import pytest

from nlp.text.edges import is_chinese, is_name, is_word

NAMES = ("西湖", "京东", "红米", "华为", "天猫", "拼多多", "小棕瓶", "青禾茶", "云岫", "大众", "宝来", "途观", "荣耀")


def stands(text: str, found: str) -> tuple[bool, bool]:
    start = text.index(found)
    end = start + len(found)
    return is_name(text, start, end), is_word(text, start, end)


@pytest.mark.parametrize(
    "text",
    [
        "在京东买的,当天就到",
        "从京东买了两箱牛奶",
        "京东商城的客服挺快",
        "去西湖玩了一整天",
        "早上绕西湖跑了一圈",
        "西湖水很清",
        "是华为的平板",
        "用华为手机拍的",
        "老公华为用了四年",
        "因为华为的信号好",
        "今天上天猫看了看",
        "换了台红米手机",
        "同事都在拼多多下单",
        "小棕瓶快见底了",
        "我的小棕瓶忘在酒店",
        "下班来一杯青禾茶",
        "喝了云岫睡不着",
        "路过云岫排着长队",
        "一汽大众新款到店",
        "开着新宝来回老家",
        "提了辆途观给爸妈",
        "换荣耀以后省心多了",
    ],
)
def test_names_stand_anywhere_in_ordinary_sentences(text: str) -> None:
    name = next(name for name in NAMES if name in text)
    assert stands(text, name)[0]


@pytest.mark.parametrize(
    "text",
    [
        "住在东西湖区的朋友",
        "东西湖大道今天堵车",
        "陕西湖北两省的货车",
        "江西湖口的石钟山",
        "扬州瘦西湖的早茶",
        "在北京东城开会",
        "沿着南京东路走到外滩",
        "黑红米饭煮了一锅",
        "一瓶精华为主的套装",
        "中华为何要吃粽子",
        "从小爱好升华为事业",
        "今天猫咪打翻了水",
        "买菜拼多多益善",
        "亲爱的宝宝来啦",
        "坐船沿途观看两岸",
        "奖杯光荣耀眼",
    ],
)
def test_names_are_not_cut_out_of_other_words(text: str) -> None:
    name = next(name for name in NAMES if name in text)
    assert not stands(text, name)[0]


@pytest.mark.parametrize(
    ("text", "word", "is_one"),
    [
        ("店老板跑路了", "跑路", True),
        ("水果烂的一半", "烂的", True),
        ("灿烂的笑容", "烂的", False),
        ("太烂了", "烂了", True),
        ("地上很脏", "脏", True),
        ("心脏不舒服", "脏", False),
        ("服务态度一般", "态度", True),
        ("没有送到门口", "没有送", True),
        ("吃亏上当了", "上当", True),
        ("晚上当当网打折", "上当", False),
        ("说话太过分", "过分", True),
        ("不过分量挺足", "过分", False),
        ("海边度假的人", "假的", False),
        ("买到假的了", "假的", True),
        ("不得不承认好看", "不承认", False),
        ("商家不承认发错", "不承认", True),
        ("店员从来不理人", "不理人", True),
        ("平台绝不处理", "不处理", True),
    ],
)
def test_words_of_complaints(text: str, word: str, is_one: bool) -> None:
    assert stands(text, word)[1] is is_one


def test_breaks_are_edges_and_blanks_in_a_name_are_none() -> None:
    assert is_name("北,京东,城", 2, 4)
    assert is_name("逛 西 湖 看雪", 2, 5)
    assert is_name("京东", 0, 2)


def test_only_chinese() -> None:
    assert is_chinese("青禾茶")
    assert not any(map(is_chinese, ("", "青禾 茶", "荣耀20", "HONOR")))
