"""Content classes on self-written posts."""

from typing import Any

import pytest

from nlp.integrity import content_class

BODY = "今天上午，多位市民发现常去的门店贴出了停业告示，周边商户说装修已经持续了一周。" * 2


@pytest.mark.parametrize(
    ("text", "options", "label"),
    [
        ("今天的奶茶好喝", {}, "UGC"),
        ("", {"kind": "repost"}, "UGC"),
        ("关注并转发这条微博，抽3位朋友送桃桃乌龙一箱", {}, "lottery"),
        ("转发抽奖！揪5个宝子送新品", {}, "lottery"),
        ("选我选我！//@青禾茶:转发抽10人送周边", {"kind": "repost"}, "lottery"),
        ("求抽中", {"kind": "comment"}, "lottery"),
        ("抽奖都是假的，抽中了不发货", {"kind": "complaint"}, "UGC"),
        ("#广告# 这款洗发水陪我过了整个夏天", {}, "paid"),
        ("感谢@青禾茶 的邀请来品鉴新品", {}, "paid"),
        ("报暗号小青立减五元", {}, "paid"),
        ("不是广告，自己花钱买的", {}, "UGC"),
        ("这个软件广告太多了", {}, "UGC"),
        ("加薇领内部优惠券，全场五折", {"kind": "review"}, "paid"),
        ("据青城晚报报道，茶饮行业上半年新开门店八百家", {}, "news"),
        ("任何文字", {"platform": "news"}, "news"),
        ("【本市三家茶饮店停业整顿】" + BODY, {"platform": "weibo"}, "PGC"),
        ("【外观】好看【续航】一天一充", {"kind": "review", "platform": "jd"}, "UGC"),
        ("全国门店同步上线，欢迎到店品尝", {}, "BGC"),
        ("感谢您的反馈，给您带来的不便我们深表歉意", {"kind": "comment"}, "BGC"),
        ("已联系用户处理", {"kind": "comment", "status": "replied"}, "BGC"),
        ("周五见", {"verified_type": "brand"}, "BGC"),
        ("周五见", {"verified_type": "media"}, "PGC"),
        ("周五见", {"verified_type": "person"}, "UGC"),
        ("周五见", {"verified_type": "enterprise"}, "BGC"),
        ("我们酒店的下午茶周五见", {"verified_type": "enterprise", "is_about_brand": False}, "PGC"),
        ("青禾新品周五见", {"verified_type": "enterprise", "is_about_brand": True}, "BGC"),
        ("本店将于周五恢复营业", {"verified_type": "enterprise", "is_about_brand": False}, "BGC"),
        ("本报记者 李平 报道：青禾新店开业", {"verified_type": "enterprise", "is_about_brand": True}, "news"),
        ("评测｜青禾三款新品横评", {"verified_type": "enterprise", "is_about_brand": True}, "PGC"),
        ("青禾茶业公告，将在全国开设直营门店二百家", {}, "news"),
        ("看到这个公告，我真的会谢", {}, "UGC"),
        ("给我司发邮件的人又来了", {}, "UGC"),
        ("我司郑重声明，网传视频不实", {}, "BGC"),
        ("品牌合作｜和青禾过一个夏天", {}, "paid"),
        ("科普｜乌龙茶为什么要摇青", {}, "PGC"),
    ],
)
def test_class(text: str, options: dict[str, Any], label: str) -> None:
    found = content_class(text, **options)
    assert found.label == label
    assert all(0 <= span.start < span.end <= len(text) for span in found.spans)
