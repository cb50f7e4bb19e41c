"""What a complaint is about, what is demanded, why, and how grave it is."""

import pytest

from nlp import complaints
from nlp.complaints import Complaint
from nlp.complaints.money import amounts, yuan_of


def _judge(text: str, **known: object) -> Complaint:
    (found,) = complaints.load().judge([text], is_declared=[True], **known)  # type: ignore[arg-type]
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "kind", "theme"),
    [
        ("申请退款半个月了还没退，商家一直拖", "after_sales", "refund_hard"),
        ("买了十天一直不发货", "contract", "slow_delivery"),
        ("会员到期没提醒，自动续费扣了我两个月", "price", "auto_charge"),
        ("宣传说纯棉，结果虚假宣传全是化纤", "false_advertising", "false_claims"),
        ("收到的是假货，拿去专柜验过不是正品", "counterfeit", "fake"),
        ("五斤的桃子称下来缺斤少两，只有四斤二两", "measurement", "short_weight"),
        ("保安辱骂顾客还动手打人", "dignity", "abuse"),
        ("泄露我的个人信息，手机号被泄露给装修公司", "privacy", "data_leak"),
        ("高速上突然熄火，方向盘抱死", "safety", "loss_of_control"),
        ("奶粉里吃出异物，孩子腹泻", "safety", "food_safety"),
        ("衣服穿一次就起球开线", "quality", "defect"),
        ("健身房跑路了，卡里的钱找谁要", "contract", "closed_shop"),
        ("砍价砍到最后一分钱，助力成功也不算", "false_advertising", "activity"),
        ("客服打不通，在线也不回复", "after_sales", "no_answer"),
        ("麻烦看一下这个", "other", "other"),
    ],
)
def test_two_levels(text: str, kind: str, theme: str) -> None:
    found = _judge(text)
    assert (found.kind, found.theme) == (kind, theme)


def test_every_theme_lies_in_a_kind_and_all_have_both_names() -> None:
    taxonomy = complaints.taxonomy()
    assert {theme.kind for theme in taxonomy.theme.values()} == set(taxonomy.kinds)
    assert {theme.cause for theme in taxonomy.theme.values()} <= set(taxonomy.causes)
    assert set(taxonomy.theme_of_type) == set(complaints.load().labels) - {"none"}
    assert set(taxonomy.theme_of_type.values()) <= set(taxonomy.themes)
    for names in (taxonomy.kinds, taxonomy.themes, taxonomy.demands, taxonomy.causes):
        assert all(name.chinese and name.english for name in names.values())


def test_the_fault_names_the_theme_and_not_the_answer() -> None:
    assert _judge("冰箱门漏风漏水，客服不处理").theme == "leak"
    assert _judge("没有异味，就是客服不回复").theme == "no_answer"
    assert _judge("电动助力转向故障，厂家不解决").kind == "quality"


@pytest.mark.parametrize(
    ("text", "demands"),
    [
        ("要求退款并赔礼道歉", ("refund", "apology")),
        ("希望厂家尽快更换发动机，赔偿误工费", ("compensation", "replacement")),
        ("请立即下架这款产品，给个说法", ("explanation", "rectification")),
        ("望厂家尽快处理", ("solution",)),
        ("麻烦帮我取消自动续费", ("cancellation",)),
        ("商家拒绝退款", ()),
        ("快点发货吧", ()),
        ("要求补发漏掉的配件", ("delivery",)),
    ],
)
def test_demands(text: str, demands: tuple[str, ...]) -> None:
    assert _judge(text).demands == demands


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("因为疫情取消行程，酒店不给退款", "force_majeure"),
        ("客服说无配件，车一直修不了", "parts"),
        ("销售员骗我说有现车", "staff"),
        ("衣服掉色", "product_defect"),
        ("麻烦看一下这个", None),
    ],
)
def test_causes(text: str, cause: str | None) -> None:
    assert _judge(text).cause == cause


def test_each_factor_adds_points_and_shows_its_words() -> None:
    text = "热水壶漏电，老人触电送医，花了12000元，多次投诉没人处理，再不解决就起诉！！"
    found = _judge(text)
    reasons = {reason.code: reason for reason in found.reasons}
    assert {"kind", "injury", "hazard", "vulnerable", "money", "repeated", "reach", "intense"} <= set(reasons)
    words = {code: {text[span.start : span.end] for span in reason.spans} for code, reason in reasons.items()}
    assert words["vulnerable"] == {"老人"}
    assert words["money"] == {"花了12000元"}
    assert words["repeated"] == {"多次"}
    assert words["reach"] == {"起诉"}
    assert found.points == min(100, sum(reason.points for reason in found.reasons))
    assert found.severity == found.points / 100
    assert _judge("衣服掉色").points < 30 < 75 < found.points


@pytest.mark.parametrize(
    ("mild", "grave"),
    [
        ("电池鼓包", "电池鼓包起火"),
        ("退款没到账，一共80元", "退款没到账，一共8000元"),
        ("退款没到账，一共8000元", "退款没到账，一共八万元"),
        ("餐具不卫生", "餐具不卫生，孩子吃了拉肚子"),
        ("餐具不卫生，孩子吃了拉肚子", "餐具不卫生，孩子吃了住院"),
        ("空调不制冷", "空调不制冷，修了三次"),
        ("空调不制冷", "空调不制冷，已经找媒体曝光"),
    ],
)
def test_what_is_worse_weighs_more(mild: str, grave: str) -> None:
    assert _judge(mild).points < _judge(grave).points


def test_harm_that_is_denied_or_only_feared_counts_nothing() -> None:
    codes = {reason.code for reason in _judge("刹车片磨损，没有受伤，怕以后起火").reasons}
    assert not codes & {"injury", "hazard"}


def test_an_audience_raises_severity() -> None:
    text = "空调不制冷"
    alone, known, famous = (_judge(text, follower_counts=[count]) for count in (None, 5_000, 3_000_000))
    assert alone.points < known.points < famous.points
    assert _judge(text, share_counts=[2_000]).points > alone.points
    assert _judge(text, follower_counts=[10], share_counts=[0]).points == alone.points
    assert not next(reason for reason in famous.reasons if reason.code == "audience").spans


def test_spans_point_into_the_text_as_received() -> None:
    text = " @某某商城 http://t.cn/x 退了三次貨，賠償２００元都不給！！！！ "
    found = _judge(text)
    for reason in found.reasons:
        assert all(0 <= span.start < span.end <= len(text) for span in reason.spans)


@pytest.mark.parametrize(
    "text", ["", " ", "😂", "\ud800坏", "\x00", "hello", "差" * 50_000, "退款！" * 20_000, "不" * 5_000]
)
def test_any_declared_text_is_described(text: str) -> None:
    found = _judge(text)
    assert found.kind in complaints.taxonomy().kinds
    assert 0 < found.points <= 100


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("2000元", [2_000]),
        ("￥1,299.00", [1_299]),
        ("三千二百块", [3_200]),
        ("花了两千五", [2_500]),
        ("两万五千元", [25_000]),
        ("两万五块", [25_000]),
        ("1.2万元", [12_000]),
        ("五仟元整", [5_000]),
        ("十二块", [12]),
        ("3k元和50块钱", [3_000, 50]),
        ("2020年买的", []),
        ("充了3个月", []),
        ("一块屏幕", []),
        ("", []),
    ],
)
def test_amounts(text: str, yuan: list[float]) -> None:
    assert [amount.yuan for amount in amounts(text)] == yuan


def test_numerals() -> None:
    assert [yuan_of(number) for number in ("五千零三", "一万零五十", "百", "万", "二〇")] == [5_003, 10_050, 0, 0, 20]
