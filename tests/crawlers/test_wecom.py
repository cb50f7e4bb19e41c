"""WeCom: figures written here in their documented forms, read and asked for."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawlers import catalog
from crawlers.gather import gather
from crawlers.recording import read_recording
from crawlers.source import Fetch
from lake.home import Home
from lake.partition import read
from records import CommunityDay, Contact, RawPage, SourceQuery
from records.errors import SchemaDrift, UsageError
from records.ids import pseudonym
from records.time import SHANGHAI

KEY = b"k" * 32
SEEN = datetime(2026, 3, 4, 1, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 2, tzinfo=SHANGHAI)
SOURCE = catalog.load("wecom")
ZHU = pseudonym(KEY, "wecom", "zhu")
YESTERDAY = datetime.now(SHANGHAI).date() - timedelta(days=1)


def _first(query: str, **params: str) -> list[Fetch]:
    return list(SOURCE.first(SourceQuery(source="wecom", query=query, params=params)))


def _answer(request: dict[str, str], **content: Any) -> RawPage:
    body = json.dumps({"errcode": 0, "errmsg": "ok", **content}).encode()
    return RawPage(source="wecom", url="https://wecom.example", body=body, fetched_at=SEEN, request=request)


def _chats(days: int = 0, **more: Any) -> dict[str, Any]:
    stat_time = int((MIDNIGHT + timedelta(days=days)).timestamp())
    figures = {"chat_cnt": 20, "message_cnt": 45, "new_contact_cnt": 3, "new_apply_cnt": 4, "negative_feedback_cnt": 1}
    return {"stat_time": stat_time, **figures, **more}


def _groups(**more: Any) -> dict[str, Any]:
    figures = {"new_chat_cnt": 1, "chat_total": 12, "chat_has_msg": 9, "new_member_cnt": 7, "member_total": 480}
    return figures | {"member_has_msg": 60, "msg_total": 231, "migrate_trainee_chat_cnt": 0} | more


def test_an_employees_chats_of_a_day_are_one_contact_row() -> None:
    asked = {"query": "yesterday", "who": "zhu"}
    page = _answer(asked, behavior_data=[_chats(reply_percentage=62.5, avg_reply_time=4), _chats(1, chat_cnt=0)])
    reading = SOURCE.read(page, key=KEY)
    busy, idle = reading.feeds
    assert isinstance(busy, Contact)
    assert isinstance(idle, Contact)
    assert (busy.agent_id, busy.channel, busy.contacted_at) == (ZHU, "wecom", MIDNIGHT)
    assert (busy.contact_count, busy.message_count, busy.new_customer_count, busy.lost_customer_count) == (20, 45, 3, 1)
    assert (busy.reply_share, busy.first_response_minutes, busy.customer_id) == (0.625, 4.0, None)
    # Without chats WeCom leaves these out: unknown, not zero.
    assert (idle.contact_count, idle.reply_share, idle.first_response_minutes) == (0, None, None)
    assert busy.contact_id != idle.contact_id
    assert "zhu" not in str(reading.feeds)
    assert (reading.outcome, "2 contacts" in reading.message) == ("ok", True)
    again = SOURCE.read(_answer({**asked, "query": "other words"}, behavior_data=[_chats()]), key=KEY).feeds[0]
    assert isinstance(again, Contact)
    assert again.contact_id == busy.contact_id


def test_groups_come_per_owner_or_per_day() -> None:
    day = {"query": "yesterday", "from": "2026-03-02", "to": "2026-03-02"}
    by_owner = _answer({**day, "who": "all"}, total=2, items=[{"owner": name, "data": _groups()} for name in "ab"])
    first, second = SOURCE.read(by_owner, key=KEY).feeds
    assert isinstance(first, CommunityDay)
    assert isinstance(second, CommunityDay)
    assert (first.community_id, first.day) == (pseudonym(KEY, "wecom", "a"), date(2026, 3, 2))
    assert (first.group_count, first.new_group_count, first.active_group_count) == (12, 1, 9)
    assert (first.member_count, first.new_member_count, first.active_member_count, first.message_count) == (
        480, 7, 60, 231
    )  # fmt: skip
    stat_time = int(MIDNIGHT.timestamp())
    by_day = _answer({**day, "who": "a"}, items=[{"stat_time": stat_time, "data": _groups(msg_total=None)}])
    (alone,) = SOURCE.read(by_day, key=KEY).feeds
    assert isinstance(alone, CommunityDay)
    assert (alone.community_id, alone.day, alone.message_count) == (first.community_id, first.day, None)
    assert first.community_id != second.community_id


def test_a_recording_says_what_it_is(tmp_path: Path) -> None:
    file = tmp_path / "page.json"
    for content, says in (
        ({"behavior_data": [_chats()]}, "1 contacts"),
        ({"items": [{"stat_time": int(MIDNIGHT.timestamp()), "data": _groups()}]}, "1 community days"),
        ({"items": [{"owner": "zhu", "data": _groups()}], "total": 1}, "without the day"),
        ({"behavior_data": []}, "ok_empty"),
        ({"access_token": "SECRET", "expires_in": 7200}, "an access token"),
        ({"statistic_list": []}, "customer service"),
        ({"group_chat_list": [], "errcode": 0}, "customer groups"),
        ({"errcode": 0, "errmsg": "ok"}, "without content"),
    ):
        file.write_text(json.dumps(content), "utf-8")
        reading = read_recording("wecom", file, KEY)
        assert (says in reading.message, "SECRET" in reading.message, "zhu" in reading.message) == (True, False, False)
    file.write_text(json.dumps({"items": [{"owner": "zhu"}, {"name": "x"}], "errcode": 0}), "utf-8")
    with pytest.raises(SchemaDrift):
        read_recording("wecom", file, KEY)


def test_a_row_without_figures_is_refused() -> None:
    reading = SOURCE.read(_answer({"who": "zhu"}, behavior_data=[{"stat_time": 1772380800}, _chats()]), key=KEY)
    assert [each.reason for each in reading.refusals] == ["no chat_cnt"]


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (40014, "auth_required"),
        (42001, "auth_required"),
        (45009, "rate_limited"),
        (48002, "blocked"),
        (60011, "blocked"),
        (60020, "blocked"),
        (84061, "blocked"),
        (-1, "error"),
        (81017, "error"),
    ],
)
def test_every_error_has_its_outcome(code: int, outcome: str) -> None:
    words = "not allowed, hint: [17] from ip: 10.1.2.3, more info at x"
    reading = SOURCE.read(_answer({}, errcode=code, errmsg=words), key=KEY)
    assert (reading.outcome, f"{code} not allowed" in reading.message) == (outcome, True)
    assert "10.1.2.3" not in reading.message


def test_what_is_asked_for() -> None:
    staff, other, owner = _first("yesterday", staff="zhu, li", owners="zhu")
    begin = int(datetime.combine(YESTERDAY, datetime.min.time(), SHANGHAI).timestamp())
    assert staff.url == "https://qyapi.weixin.qq.com/cgi-bin/externalcontact/get_user_behavior_data"
    assert json.loads(staff.body or "") == {"userid": ["zhu"], "start_time": begin, "end_time": begin}
    assert json.loads(other.body or "")["userid"] == ["li"]
    assert owner.url.endswith("/externalcontact/groupchat/statistic_group_by_day")
    assert json.loads(owner.body or "")["owner_filter"] == {"userid_list": ["zhu"]}
    assert staff.request["from"] == staff.request["to"] == YESTERDAY.isoformat()
    assert len({each.request["chain"] for each in (staff, other, owner)}) == 3
    begins = YESTERDAY - timedelta(days=44)
    assert [(each.request["from"], each.request["to"]) for each in _first(f"{begins}..{YESTERDAY}", staff="zhu")] == [
        (begins.isoformat(), (begins + timedelta(days=29)).isoformat()),
        ((begins + timedelta(days=30)).isoformat(), YESTERDAY.isoformat()),
    ]
    since = datetime.combine(YESTERDAY - timedelta(days=1), datetime.min.time(), SHANGHAI)
    everyone = _first("yesterday", owners="all", since=since.isoformat())
    assert [each.request["from"] for each in everyone] == [since.date().isoformat(), YESTERDAY.isoformat()]
    assert all(each.url.endswith("/groupchat/statistic") for each in everyone)
    assert "owner_filter" not in json.loads(everyone[0].body or "")


@pytest.mark.parametrize(
    ("query", "params"),
    [
        ("yesterday", {}),
        ("last week", {"staff": "zhu"}),
        ("2020-01-01", {"staff": "zhu"}),
        ("2999-01-01", {"staff": "zhu"}),
        ("2026-03-05..2026-03-01", {"staff": "zhu"}),
    ],
)
def test_an_impossible_query_says_what_to_give(query: str, params: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="give"):
        _first(query, **params)


def test_owners_are_walked_by_offset() -> None:
    (fetch,) = _first("yesterday", owners="all")
    owners = [{"owner": "a", "data": _groups()}]
    step = SOURCE.after(_answer(dict(fetch.request), items=owners, total=2, next_offset=1))
    assert step.next
    assert (step.next.page_number, json.loads(step.next.body or "")["offset"]) == (2, 1)
    last = SOURCE.after(_answer(dict(step.next.request), items=owners, total=2, next_offset=2))
    assert (last.next, last.is_suspicious) == (None, False)
    early = SOURCE.after(_answer(dict(step.next.request), items=[], total=2, next_offset=1))
    assert (early.next, early.missing_count, early.is_suspicious) == (None, 1, True)


def test_figures_are_gathered_and_land_in_the_lake(home: Home, replay: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WECOM_ACCESS_TOKEN", "open-sesame")
    path = "/cgi-bin/externalcontact/{}?access_token=open-sesame"
    stat_time = int(datetime.combine(YESTERDAY, datetime.min.time(), SHANGHAI).timestamp())
    chats, groups = _chats(stat_time=stat_time), {"stat_time": stat_time, "data": _groups()}
    replay.serve(path.format("get_user_behavior_data"), json.dumps({"errcode": 0, "behavior_data": [chats]}).encode())
    replay.serve(
        path.format("groupchat/statistic_group_by_day"), json.dumps({"errcode": 0, "items": [groups]}).encode()
    )
    query = SourceQuery(source="wecom", query="yesterday", params={"staff": "zhu", "owners": "zhu"})
    (coverage,) = gather("wecom", [query], home=home, key=KEY, run_id="r1", base_url=replay.base_url)
    assert (coverage.outcome, coverage.page_count, coverage.mention_count) == ("ok", 2, 0)
    (contact,), (community,) = (read(home.lake, name).to_pylist() for name in ("contacts", "communities"))
    assert (contact["agent_id"], contact["contact_count"]) == (ZHU, 20)
    assert (community["community_id"], community["day"], community["member_count"]) == (ZHU, YESTERDAY, 480)
    assert sorted(json.loads(body).get("userid", ["-"])[0] for body in replay.bodies) == ["-", "zhu"]
