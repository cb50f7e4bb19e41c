"""First-party tables: orders, contacts and surveys, by their headers alone."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawlers import catalog
from crawlers.gather import gather
from crawlers.reading import Reading
from crawlers.recording import page_of_file, read_recording
from crawlers.reparse import reparse
from crawlers.tables.given import PARAMETER, Given
from lake.home import Home
from lake.partition import read as read_lake
from records import Contact, Order, SourceQuery, SurveyResponse
from records.errors import SchemaDrift, UsageError
from records.ids import pseudonym

KEY = b"k" * 32
ORDERS = "订单编号,会员编号,下单时间,实付金额,数量,商品名称,订单状态"


def read(tmp_path: Path, source: str, *lines: str, given: Given | None = None) -> Reading:
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    params = {PARAMETER: given.to_json()} if given else None
    reading = catalog.load(source).read(page_of_file(source, path, params), key=KEY)
    assert reading.row_count == reading.taken_count + len(reading.skipped) + len(reading.refusals)
    return reading


def orders(reading: Reading) -> list[Order]:
    return [each for each in reading.feeds if isinstance(each, Order)]


def contacts(reading: Reading) -> list[Contact]:
    return [each for each in reading.feeds if isinstance(each, Contact)]


def answers(reading: Reading) -> list[SurveyResponse]:
    return [each for each in reading.feeds if isinstance(each, SurveyResponse)]


def test_order_lines_are_numbered_and_refunds_are_negative(tmp_path: Path) -> None:
    reading = read(
        tmp_path, "orders", "门店订单导出", ORDERS,
        "A1,M1,2026-03-02 12:05,\"¥1,280.50\",2,绿茶,交易成功",
        "A1,M1,2026-03-02 12:05,15元,1,红茶,交易成功",
        "A2,M2,2026-03-03,-15,-1,红茶,退款成功",
        "A3,M1,2026-03-04,(8.00),,红茶,退款成功",
        "A2,M2,2026-03-03,-15,-1,红茶,退款成功",
    )  # fmt: skip
    found = orders(reading)
    assert [(o.order_id, o.line_number, o.amount, o.quantity) for o in found] == [
        ("A1", 1, 1280.5, 2),
        ("A1", 2, 15, 1),
        ("A2", 1, -15, -1),
        ("A3", 1, -8, -1),
    ]
    assert [each.reason for each in reading.skipped] == ["repeated row"]
    first = found[0]
    assert (first.currency, first.product, first.status, first.query) == ("CNY", "绿茶", "交易成功", "a.csv")
    assert first.ordered_at == datetime(2026, 3, 2, 4, 5, tzinfo=UTC)
    assert reading.message.endswith("5 rows, 4 order lines, 1 skipped (repeated row)")


def test_customers_leave_as_one_pseudonym_in_all_books(tmp_path: Path) -> None:
    bought = orders(read(tmp_path, "orders", ORDERS, "A1,M1,2026-03-02,5,1,绿茶,完成"))[0]
    called = contacts(read(tmp_path, "contacts", "会话ID,会员编号,接入时间,咨询分类", "C1,M1,2026-03-02,退货"))[0]
    asked = answers(read(tmp_path, "surveys", "提交时间,会员编号,NPS", "2026-03-02,M1,9"))[0]
    assert bought.customer_id == called.customer_id == asked.customer_id == pseudonym(KEY, "own", "M1")
    shop = read(tmp_path, "orders", ORDERS, "A1,M1,2026-03-02,5,1,绿茶,完成", given=Given(platform="taobao"))
    assert orders(shop)[0].customer_id == pseudonym(KEY, "taobao", "M1")
    for each in (bought, called, asked):
        assert "M1" not in repr(each)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",M1,2026-03-02,5,1,x,y", "order_id: blank"),
        ("A9,,2026-03-02,5,1,x,y", "customer_id: blank"),
        ("A9,M1,,5,1,x,y", "ordered_at: blank"),
        ("A9,M1,2026-03-02,,1,x,y", "amount: blank"),
        ("A9,M1,2026-03-02,$5,1,x,y", "amount: '$5' has the sign of another currency"),
        ("A9,M1,2026-03-02,五元,1,x,y", "amount: cannot read '五元' as money"),
        ("A9,M1,2026-03-02,5,两,x,y", "quantity: cannot read '两' as a quantity"),
        ("1.23457E+17,M1,2026-03-02,5,1,x,y", "order_id: '1.23457E+17' was rounded by a spreadsheet"),
    ],
)
def test_order_lines_that_cannot_be_counted_are_refused(tmp_path: Path, row: str, reason: str) -> None:
    good = [f"A{n},M{n},2026-03-02,5,1,绿茶,完成" for n in range(1, 60)]
    reading = read(tmp_path, "orders", ORDERS, *good, row)
    assert [(r.row, r.reason[: len(reason)]) for r in reading.refusals] == [(61, reason)]
    assert len(orders(reading)) == 59


def test_money_in_other_units_and_currencies(tmp_path: Path) -> None:
    header = "订单号,客户编号,下单日期,销售额(万元)"
    assert orders(read(tmp_path, "orders", header, "A1,K1,2026-03-02,1.2"))[0].amount == 12_000
    header = "订单号,客户编号,下单日期,实付金额,币种"
    found = orders(read(tmp_path, "orders", header, "A1,K1,2026-03-02,5,美元", "A2,K1,2026-03-02,5,HKD"))
    assert [each.currency for each in found] == ["USD", "HKD"]


def test_contacts_with_durations_scores_and_words(tmp_path: Path) -> None:
    reading = read(
        tmp_path, "contacts",
        "会话ID,客户ID,客服昵称,接入时间,会话来源,咨询分类,首次响应时长(秒),会话时长,满意度,是否解决,会话小结",
        "S1,C1,小青,2026-03-02 10:00,网页,退换货,12,00:03:30,5,是,已换新",
        "S2,C2,小青,2026-03-02 10:10,小程序,物流,90,3分30秒,2,否,催件",
        "S2,C2,小青,2026-03-02 10:10,小程序,物流,90,3分30秒,2,否,催件",
        "S3,,小禾,2026-03-02 11:00,网页,优惠,,1小时,未评价,,",
    )  # fmt: skip
    first, second, third = contacts(reading)
    assert (first.contact_id, first.channel, first.reason, first.text) == ("S1", "网页", "退换货", "已换新")
    assert (first.first_response_minutes, first.handling_minutes) == (0.2, 3.5)
    assert (first.satisfaction, first.satisfaction_scale, first.is_resolved) == (5, 5, True)
    assert (second.first_response_minutes, second.handling_minutes, second.is_resolved) == (1.5, 3.5, False)
    assert (third.customer_id, third.satisfaction, third.satisfaction_scale, third.is_resolved) == (None,) * 4
    assert (third.handling_minutes, third.contact_count) == (60, 1)
    assert first.agent_id == second.agent_id == pseudonym(KEY, "own", "agent:小青")
    assert first.agent_id != third.agent_id
    assert [each.reason for each in reading.skipped] == ["repeated row"]


def test_contacts_say_who_came_whether_anybody_answered_and_what_for(tmp_path: Path) -> None:
    reading = read(
        tmp_path, "contacts",
        "会话ID,客户ID,接入时间,咨询分类,呼叫方向,是否接通,外呼目的",
        "S1,C1,2026-03-02 10:00,退换货,呼入,未接通,",
        "S2,C2,2026-03-02 10:10,回访,呼出,是,挽留",
        "S3,C3,2026-03-02 10:20,回访,外呼,无人接听,召回",
        "S4,C4,2026-03-02 10:30,问卷,呼出,转接中,满意度调查",
        "S5,C5,2026-03-02 10:40,物流,内线,,",
    )  # fmt: skip
    assert [(each.direction, each.is_answered, each.action_kind) for each in contacts(reading)] == [
        ("inbound", False, None),
        ("outbound", True, "retention"),
        ("outbound", False, "winback"),
        ("outbound", None, None),
        (None, None, None),
    ]


def test_contacts_name_the_knowledge_they_were_answered_from(tmp_path: Path) -> None:
    reading = read(
        tmp_path, "contacts",
        "会话ID,客户ID,接入时间,咨询分类,知识编号,知识类型",
        "S1,C1,2026-03-02 10:00,退换货,KB-7,客户反馈",
        "S2,C2,2026-03-02 10:10,物流,KB-8,其他",
        "S3,C3,2026-03-02 10:20,物流,,",
    )  # fmt: skip
    assert [(each.knowledge_id, each.knowledge_kind) for each in contacts(reading)] == [
        ("KB-7", "from"), ("KB-8", None), (None, None),
    ]  # fmt: skip


def test_contacts_without_ids_get_the_same_ones_each_time(tmp_path: Path) -> None:
    lines = ["来电号码,来电时间,业务类型", "13000000001,2026-03-02 09:01,查询", "13000000001,2026-03-02 09:01,查询"]
    first, again = (contacts(read(tmp_path, "contacts", *lines)) for _ in range(2))
    assert [each.contact_id for each in first] == [each.contact_id for each in again]
    assert len({each.contact_id for each in first}) == 2
    assert all(each.contact_id.startswith("h:") for each in first)


def test_a_wide_survey_gives_one_response_a_question(tmp_path: Path) -> None:
    reading = read(
        tmp_path, "surveys",
        "答卷编号,提交时间,会员号,您有多大可能推荐我们(0-10分),您对服务的满意度(1-5分),您对门店环境的评分,您还有什么建议",
        "R01,2026-03-02 12:05,M1,9,5,4,多点无糖的",
        "R02,2026-03-02 12:06,M2,0,,3,",
        "R03,2026-03-02 12:07,M3,,,,",
    )  # fmt: skip
    assert [(a.response_id, a.question, a.score, a.scale, a.text) for a in answers(reading)] == [
        ("R01", "nps", 9, 10, None),
        ("R01", "csat", 5, 5, None),
        ("R01", "您对门店环境的评分", 4, 5, None),
        ("R01", "您还有什么建议", None, None, "多点无糖的"),
        ("R02", "nps", 0, 10, None),
        ("R02", "您对门店环境的评分", 3, 5, None),
    ]
    assert [(each.row, each.reason) for each in reading.skipped] == [(4, "no answer")]
    assert reading.taken_count == 2


def test_a_long_survey_has_a_row_a_question(tmp_path: Path) -> None:
    reading = read(
        tmp_path, "surveys", "问卷ID,用户ID,题目,得分,填写时间",
        "Q1,U1,推荐意愿,9,2026-03-02", "Q1,U1,服务满意度,4,2026-03-02", "Q1,U1,店里的灯光,3,2026-03-02",
    )  # fmt: skip
    assert [(a.response_id, a.question, a.score) for a in answers(reading)] == [
        ("Q1", "nps", 9),
        ("Q1", "csat", 4),
        ("Q1", "店里的灯光", 3),
    ]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("11,5", "score.nps: 11 is outside 0 to 10"),
        ("-1,5", "score.nps: cannot read '-1' as a rating"),
        ("9,6", "score.csat: 6 is outside 0 to 5"),
        ("很可能,5", "score.nps: cannot read '很可能' as a rating"),
    ],
)
def test_impossible_scores_are_refused(tmp_path: Path, answer: str, reason: str) -> None:
    good = [f"2026-03-02 12:{n:02},M{n},{n % 11},{n % 5 + 1}" for n in range(30)]
    reading = read(tmp_path, "surveys", "提交时间,会员号,NPS,满意度(1-5)", *good, f"2026-03-02,M99,{answer}")
    assert [(r.row, r.reason) for r in reading.refusals] == [(32, reason)]


def test_the_user_s_columns_go_before_what_headers_tell(tmp_path: Path) -> None:
    lines = ["订单编号,会员编号,下单时间,实付金额,券后价", "A1,M1,2026-03-02,5,4"]
    assert orders(read(tmp_path, "orders", *lines))[0].amount == 5
    own = Given(columns={"amount": "券后价"})
    assert orders(read(tmp_path, "orders", *lines, given=own))[0].amount == 4
    with pytest.raises(UsageError, match=r"amount: no column '售价'; the file has 订单编号, 会员编号, 下单时间"):
        read(tmp_path, "orders", *lines, given=Given(columns={"amount": "售价"}))
    survey = read(
        tmp_path, "surveys", "提交时间,会员号,体验", "2026-03-02,M1,60",
        given=Given(columns={"score.csat": "体验"}, scales={"csat": 100}),
    )  # fmt: skip
    assert [(a.question, a.score, a.scale) for a in answers(survey)] == [("csat", 60, 100)]


def test_a_table_of_something_else_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(SchemaDrift, match=r"no column for order_id, .*\(it has 评论内容, 评论时间\)") as caught:
        read(tmp_path, "orders", "评论内容,评论时间", "好喝,2026-03-02")
    assert "columns:" in str(caught.value)


def rows(home: Home, dataset: str) -> list[dict[str, Any]]:
    return sorted(read_lake(home.lake, dataset).to_pylist(), key=str)


def test_orders_land_once_and_a_replay_reads_them_by_the_kept_mapping(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "o.csv"
    path.write_text("订单编号,会员编号,下单时间,实付金额,券后价\nA1,M1,2026-03-02,5,4\n", "utf-8")
    params = {"path": str(path), PARAMETER: Given(columns={"amount": "券后价"}).to_json()}
    query = SourceQuery(source="orders", query="o.csv", params=params)
    for run_id in ("r1", "r2"):
        (coverage,) = gather("orders", [query], home=home, key=KEY, run_id=run_id)
        assert (coverage.outcome, coverage.row_count) == ("ok", 1)
    before = rows(home, "orders")
    assert [(row["order_id"], row["amount"]) for row in before] == [("A1", 4.0)]
    reparse("orders", home=home, key=KEY)
    assert rows(home, "orders") == before
    kept = next((home.raw / "orders").rglob("*.zst"))
    assert kept.exists()


def test_json_lines_of_orders(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    row = {"order_no": "A1", "buyer": {"uid": "7"}, "created_at": 1772424300, "pay_amount": 5.5}
    path.write_text(json.dumps(row) + "\n" + json.dumps(row | {"order_no": "A2"}), "utf-8")
    found = orders(read_recording("orders", path, KEY))
    assert [(o.order_id, o.amount, o.ordered_at) for o in found] == [
        ("A1", 5.5, datetime(2026, 3, 2, 4, 5, tzinfo=UTC)),
        ("A2", 5.5, datetime(2026, 3, 2, 4, 5, tzinfo=UTC)),
    ]
    assert found[0].customer_id == pseudonym(KEY, "own", "7")
