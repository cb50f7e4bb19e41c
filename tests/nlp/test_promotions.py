"""Promotions and lotteries: offers are told from talk about offers, with the reason and the words."""

import pytest

from nlp.integrity import promotions
from nlp.integrity.promotions import PATTERNS, version

OFFERS = [
    ("转发抽奖！周五在转发里抽三位朋友送青禾茶周边", "lottery", {"repost_raffle", "draw"}),
    ("關注並轉發本條，抽取5名粉絲送出桃桃烏龍一箱", "lottery", {"follow_and_repost", "draw"}),
    ("关注@青禾茶 并转发，即有机会获得新品礼盒一份", "lottery", {"follow_and_repost", "giveaway"}),
    ("中奖名单来啦，请以下十位茶友私信地址", "lottery", {"prize_result"}),
    ("随机揪２位小伙伴送奶茶券", "lottery", {"draw"}),
    ("戳链接领取大额优惠券，券后只要九块九", "promotion", {"voucher"}),
    ("复制这段文字打开淘宝就能看到 ￥abcd1234XY￥", "promotion", {"voucher"}),
    ("本店好评返现3元，晒图再送红包", "promotion", {"paid_praise"}),
    ("下载时填我的邀请码 Q7K2，新人各得十元", "promotion", {"referral"}),
    ("想拿货的加我微信 qinghe888 ，诚招代理", "promotion", {"contact"}),
]

TALK = [
    "抽奖都是内定的，转发了一百次从来没抽中过",
    "参加转发抽奖中了奖，可是商家一直不发货，投诉无门",
    "这包抽纸很软，抽取式的盒子也好看",
    "一直关注这个牌子，转发给朋友看看",
    "关注一下后续，看看客服怎么回复",
    "活动规则太复杂，优惠券根本领不到",
    "他从三个人中选出一位当队长",
    "按推荐码数买的，刚好合身",
    "拼单链接发在群里了，优惠券在小程序第二页",
    "今天地铁上有人抽烟，送医院的老人没座位",
    "不要转发抽奖给我，烦",
    "转身抽了十个人里最高的那个当模特",
]


@pytest.mark.parametrize(("text", "verdict", "codes"), OFFERS)
def test_an_offer_has_its_verdict_and_reasons(text: str, verdict: str, codes: set[str]) -> None:
    found = promotions([text])[0]
    assert found is not None
    assert found.verdict == verdict
    assert codes <= set(found.codes)
    for reason in found.reasons:
        assert 0 <= reason.span.start < reason.span.end <= len(text)


@pytest.mark.parametrize("text", TALK)
def test_talk_about_offers_is_none(text: str) -> None:
    assert promotions([text]) == [None]


def test_the_words_shown_are_those_of_the_text_as_received() -> None:
    text = "晚安～ 轉發抽獎，名單週五公佈"
    found = promotions([text])[0]
    assert found is not None
    span = found.reasons[0].span
    assert text[span.start : span.end] == "轉發抽獎"


def test_reviews_and_complaints_tell_and_do_not_offer() -> None:
    text = "好评返现三元的卡片，转发抽奖也没有"
    assert promotions([text], ["review"]) == [None]
    assert promotions([text], ["complaint"]) == [None]


def test_wishing_for_a_prize_is_an_entry_where_people_reply() -> None:
    text = "求抽中！锦鲤附体"
    comment, post = promotions([text, text], ["comment", "post"])
    assert comment is not None
    assert comment.codes == ("entry",)
    assert post is None


def test_a_doubt_in_one_sentence_leaves_the_offer_of_another() -> None:
    found = promotions(["别家的都是骗人的。我们真送：转发抽奖，抽5位送一箱"])[0]
    assert found is not None
    assert found.verdict == "lottery"


@pytest.mark.parametrize("text", ["", " ", "\ud800抽奖", "抽" * 1_000_000, "😀", "\x00", "win a prize! retweet"])
def test_odd_texts_are_answered(text: str) -> None:
    assert promotions([text]) == [None]


@pytest.mark.parametrize("piece", ["领券", "转发", "关注并", "抽5位", "加微信", "恭喜", "好评返", "领券。", "将抽取"])
def test_a_megabyte_of_one_word_is_answered(piece: str) -> None:
    assert promotions([piece * 300_000 + "骗", "青禾茶很好喝"])[1] is None


def test_the_version_follows_the_patterns(monkeypatch: pytest.MonkeyPatch) -> None:
    before = version()
    monkeypatch.setitem(PATTERNS, "extra", PATTERNS["draw"])
    assert version() != before
