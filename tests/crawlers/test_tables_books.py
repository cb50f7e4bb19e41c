"""The user's own books beyond orders, contacts and surveys: by their headers alone, as `init` finds them, landed."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawlers import catalog
from crawlers.convert.ledgers import loyalty_kind
from crawlers.gather import gather
from crawlers.reading import Reading
from crawlers.recording import page_of_file
from crawlers.tables.loyalty import moved
from crawlers.tables.proposal import propose
from lake.home import Home
from lake.partition import read as read_lake
from records import Consent, Cost, LoyaltyTransaction, Order, Referral, SourceQuery, Touchpoint
from records.ids import pseudonym

KEY = b"k" * 32
REFERRALS = "推荐编号,推荐人会员号,被推荐人会员号,邀请时间,注册时间,推荐奖励,邀请状态,没有推荐也会来"
POINTS = "流水号,会员编号,变动时间,变动类型,积分变动,积分余额,抵扣金额,关联订单号,变动原因,到期时间"
TOUCHES = "会员编号,触达时间,触点类型,触点渠道,活动名称,商品名称,次数"
COSTS = "费用编号,费用日期,费用类型,费用金额,品牌,投放渠道,投放计划,投放平台,达人ID"
CONSENTS = "会员编号,授权时间,授权状态,授权目的,合法性基础,有效期至"


def read(tmp_path: Path, source: str, *lines: str) -> Reading:
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    reading = catalog.load(source).read(page_of_file(source, path), key=KEY)
    assert reading.row_count == reading.taken_count + len(reading.skipped) + len(reading.refusals)
    return reading


def own(number: str) -> str:
    return pseudonym(KEY, "own", number)


def test_a_referral_names_two_people_by_pseudonym(tmp_path: Path) -> None:
    reading = read(
        tmp_path, "referrals", REFERRALS,
        "F1,M1,M2,2026-03-01 10:00,2026-03-05 09:00,¥20,已转化,否",
        "F2,M1,,2026-03-02 10:00,,,待注册,",
        "F2,M1,,2026-03-02 10:00,,,待注册,",
    )  # fmt: skip
    first, second = (each for each in reading.feeds if isinstance(each, Referral))
    assert (first.referrer_id, first.referred_id) == (own("M1"), own("M2"))
    assert (first.joined_at, first.reward_amount) == (datetime(2026, 3, 5, 1, tzinfo=UTC), 20)
    assert first.would_join_anyway is False
    assert (second.referred_id, second.joined_at, second.would_join_anyway) == (None, None, None)
    assert [each.reason for each in reading.skipped] == ["repeated row"]
    assert "M1" not in repr(reading.feeds)
    assert reading.message.endswith("3 rows, 2 referrals, 1 skipped (repeated row)")


def test_points_leave_with_a_minus_however_the_programme_writes_it(tmp_path: Path) -> None:
    reading = read(
        tmp_path, "loyalty", POINTS,
        "L1,M1,2026-03-01,消费获得,\"1,200积分\",1200,,A1,,2027-03-01",
        "L2,M1,2026-03-02,积分兑换,500,700,5.00,A2,,",
        "L3,M1,2026-03-03,积分过期,-100,600,,,,",
        "L4,M1,2026-03-04,退货扣回,-50,550,,,A1 退货,",
        "L5,M1,2026-03-05,神秘类型,+10,560,,,,",
    )  # fmt: skip
    found = [each for each in reading.feeds if isinstance(each, LoyaltyTransaction)]
    assert [(each.kind, each.points, each.balance) for each in found] == [
        ("earn", 1200, 1200),
        ("redeem", -500, 700),
        ("expire", -100, 600),
        ("adjust", -50, 550),
        ("earn", 10, 560),
    ]
    assert (found[1].value_amount, found[1].order_id) == (5, "A2")
    assert (found[3].reason, found[4].reason) == ("A1 退货", "神秘类型")
    # A lapse in the future is what a date of expiry is for.
    assert found[0].expires_at == datetime(2027, 2, 28, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("word", "points", "expected"),
    [
        ("earn", -5.0, ("adjust", -5.0)),
        (None, 5.0, ("earn", 5.0)),
        (None, -5.0, ("redeem", -5.0)),
        ("redeem", -5.0, ("redeem", -5.0)),
        ("adjust", 5.0, ("adjust", 5.0)),
    ],
)
def test_kind_and_sign_of_a_movement(word: str | None, points: float, expected: tuple[str, float]) -> None:
    assert moved(word, points) == expected


def test_the_more_particular_word_tells_the_kind() -> None:
    assert [loyalty_kind(each) for each in ("兑换积分过期", "退货扣回", "消费抵扣", "消费", "其他", None)] == [
        "expire", "adjust", "redeem", "earn", None, None,
    ]  # fmt: skip


def test_touchpoints_may_be_of_nobody_and_stand_for_several(tmp_path: Path) -> None:
    reading = read(
        tmp_path, "touchpoints", TOUCHES,
        "M1,2026-03-01 10:00,点击,朋友圈广告,春日上新,绿茶,",
        ",2026-03-01 11:00,到访,门店,,,3",
        ",2026-03-01 11:00,到访,门店,,,3",
        "M1,2026-03-01 12:00,,,,绿茶,",
    )  # fmt: skip
    found = [each for each in reading.feeds if isinstance(each, Touchpoint)]
    assert [(each.customer_id, each.kind, each.channel, each.touch_count) for each in found] == [
        (own("M1"), "点击", "朋友圈广告", 1),
        (None, "到访", "门店", 3),
        (None, "到访", "门店", 3),
    ]
    assert len({each.touchpoint_id for each in found}) == 3
    assert [each.reason for each in reading.refusals] == ["channel: blank, as is kind"]


def test_a_paid_account_is_the_account_of_its_platform(tmp_path: Path) -> None:
    good = [f"C{n},2026-03-01,广告投放,100,,小红书,,," for n in range(10, 40)]
    reading = read(
        tmp_path, "costs", COSTS,
        "C1,2026-03-01,达人合作,\"3,000元\",青禾茶,小红书,春日上新,小红书,u-77",
        "C2,2026-03-02,广告投放,(200.00),,微信,,,",
        *good,
        "C3,2026-03-02,达人合作,10,,小红书,,,u-78",
    )  # fmt: skip
    found = [each for each in reading.feeds if isinstance(each, Cost)]
    first, second = found[:2]
    assert (first.platform, first.author_id) == ("xiaohongshu", pseudonym(KEY, "xiaohongshu", "u-77"))
    assert (first.amount, first.kind, first.brand, first.campaign) == (3000, "达人合作", "青禾茶", "春日上新")
    assert (second.amount, second.author_id, second.platform) == (-200, None, None)
    assert [each.reason for each in reading.refusals] == ["platform: blank, and an account is one only on its platform"]


def test_a_word_that_is_neither_yes_nor_no_is_no_consent(tmp_path: Path) -> None:
    good = [f"M{n},2026-03-01,已授权,营销短信,同意," for n in range(10, 70)]
    reading = read(
        tmp_path, "consents", CONSENTS,
        "M1,2026-03-01 10:00,已授权,营销短信,同意,2027-03-01",
        "M1,2026-04-01 10:00,已撤回,营销短信,,",
        *good,
        "M2,2026-03-01 10:00,待确认,营销短信,,",
    )  # fmt: skip
    found = [each for each in reading.feeds if isinstance(each, Consent)][:2]
    assert [(each.is_granted, each.purpose, each.basis) for each in found] == [
        (True, "营销短信", "同意"),
        (False, "营销短信", None),
    ]
    assert [each.reason for each in reading.refusals] == ["is_granted: cannot tell whether '待确认' is a consent"]


@pytest.mark.parametrize(
    ("source", "header", "row", "reason"),
    [
        ("referrals", REFERRALS, "F1,M1,M1,2026-03-01,,,,", "referred_id: the same person as referrer_id"),
        ("referrals", REFERRALS, "F1,,M2,2026-03-01,,,,", "referrer_id: blank"),
        ("loyalty", POINTS, "L1,,2026-03-01,消费,5,,,,,", "customer_id: blank"),
        ("loyalty", POINTS, "L1,M1,2026-03-01,消费,很多,,,,,", "points: cannot read '很多' as points"),
        ("loyalty", POINTS, "L1,M1,2026-03-01,消费,1" + "0" * 14 + ",,,,,", "points: 1e+14 is beyond all measure"),
        ("costs", COSTS, "C1,2026-03-01,广告,,,,,,", "amount: blank"),
        ("consents", CONSENTS, "M1,2026-03-01,,营销,,", "is_granted: blank"),
    ],
)  # fmt: skip
def test_rows_that_cannot_count_are_refused(tmp_path: Path, source: str, header: str, row: str, reason: str) -> None:
    reading = read(tmp_path, source, header, row)
    assert [each.reason for each in reading.refusals] == [reason]
    assert not reading.feeds


def test_order_lines_know_their_discount_coupon_and_region(tmp_path: Path) -> None:
    header = "订单编号,会员编号,下单时间,实付金额,优惠金额,优惠券,收货省份"
    lines = ["A1,M1,2026-03-02,30,-5.5,满30减5,广东", "A2,M1,2026-03-03,30,5.5,,", "A3,M1,2026-03-03,30,,,"]
    found = [each for each in read(tmp_path, "orders", header, *lines).feeds if isinstance(each, Order)]
    assert [(each.amount, each.discount_amount, each.coupon, each.region) for each in found] == [
        (30, 5.5, "满30减5", "广东"),
        (30, 5.5, None, None),
        (30, None, None, None),
    ]


@pytest.mark.parametrize(
    ("source", "header", "row"),
    [
        ("referrals", REFERRALS, "F1,M1,M2,2026-03-01 10:00,2026-03-05 09:00,20,已转化,否"),
        ("referrals", "inviter id,invitee id,invite date,reward", "7,8,2026-03-01,20"),
        ("loyalty", POINTS, "L1,M1,2026-03-01 10:00,消费获得,120,120,,A1,,2027-03-01"),
        ("loyalty", "member id,transaction date,points,balance,type", "7,2026-03-01,120,120,earn"),
        ("touchpoints", TOUCHES, "M1,2026-03-01 10:00,点击,朋友圈广告,春日上新,绿茶,1"),
        ("touchpoints", "user id,event time,event name,utm source,utm campaign", "7,2026-03-01 10:00,click,wx,spring"),
        ("costs", COSTS, "C1,2026-03-01,达人合作,3000,青禾茶,小红书,春日上新,小红书,u-77"),
        ("costs", "date,cost category,channel,campaign,spend", "2026-03-01,ads,wechat,spring,100"),
        ("consents", CONSENTS, "M1,2026-03-01 10:00,已授权,营销短信,同意,2027-03-01"),
        ("consents", "customer id,consent date,consent status,purpose", "7,2026-03-01,granted,marketing"),
        ("orders", "订单编号,会员编号,下单时间,实付金额,优惠金额,收货省份", "A1,M1,2026-03-02 10:00,30,5,广东"),
        ("contacts", "会话ID,会员编号,接入时间,咨询分类,会话来源", "C1,M1,2026-03-02 10:00,退货,网页"),
        ("surveys", "提交时间,会员编号,NPS,满意度", "2026-03-02 10:00,M1,9,5"),
    ],
)
def test_init_tells_the_book_by_its_headers(tmp_path: Path, source: str, header: str, row: str) -> None:
    path = tmp_path / "数据导出.csv"
    path.write_text(f"{header}\n{row}\n{row}\n", "utf-8")
    found = propose(page_of_file("table", path))
    assert (found.source, found.missing) == (source, ())


@pytest.mark.parametrize(
    ("source", "header", "row"),
    [
        ("referrals", REFERRALS, "F1,M1,M2,2026-03-01 10:00,2026-03-05 09:00,20,已转化,否"),
        ("loyalty", POINTS, "L1,M1,2026-03-01 10:00,消费获得,120,120,,A1,,2027-03-01"),
        ("touchpoints", TOUCHES, "M1,2026-03-01 10:00,点击,朋友圈广告,春日上新,绿茶,1"),
        ("costs", COSTS, "C1,2026-03-01,达人合作,3000,青禾茶,小红书,春日上新,小红书,u-77"),
        ("consents", CONSENTS, "M1,2026-03-01 10:00,已授权,营销短信,同意,2027-03-01"),
    ],
)
def test_books_land_once_under_the_day_they_are_about(
    home: Home, tmp_path: Path, source: str, header: str, row: str
) -> None:
    path = tmp_path / "b.csv"
    path.write_text(f"{header}\n{row}\n", "utf-8")
    query = SourceQuery(source=source, query="b.csv", params={"path": str(path)})
    for run_id in ("r1", "r2"):
        (coverage,) = gather(source, [query], home=home, key=KEY, run_id=run_id)
        assert (coverage.outcome, coverage.row_count) == ("ok", 1)
    rows: list[dict[str, Any]] = read_lake(home.lake, source).to_pylist()
    assert len(rows) == 1
    assert list((home.lake / source).glob(f"source={source}/dt=2026-03-01"))
