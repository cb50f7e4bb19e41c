"""Figures of an Official Account: answers of the data cube written here, read and asked for."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawlers import catalog
from crawlers.reading import Reading
from crawlers.recording import read_recording
from crawlers.source import Fetch
from records import CommunityDay, RawPage, SourceQuery
from records.ids import pseudonym
from records.time import SHANGHAI

KEY = b"k" * 32
SOURCE = catalog.load("wechat_official")
OWN = pseudonym(KEY, "wechat", "the account")
MIDNIGHT = datetime(2026, 3, 2, 16, tzinfo=UTC)
"""The end of 2 March in China."""


def _page(tmp_path: Path, *entries: dict[str, Any], **more: Any) -> Reading:
    file = tmp_path / "page.json"
    file.write_text(json.dumps({"list": list(entries), **more}), "utf-8")
    return read_recording("wechat_official", file, KEY)


def _old(**more: Any) -> dict[str, Any]:
    figures = {"int_page_read_user": 90, "int_page_read_count": 120, "ori_page_read_user": 1, "ori_page_read_count": 1}
    figures |= {"share_user": 8, "share_count": 11, "add_to_fav_user": 2, "add_to_fav_count": 3}
    return figures | more


def _answer(fetch: Fetch, content: dict[str, Any]) -> RawPage:
    body = json.dumps(content).encode()
    now = datetime(2026, 3, 4, tzinfo=UTC)
    return RawPage(source="wechat_official", url=fetch.url, body=body, fetched_at=now, request=fetch.request)


def test_totals_of_an_article_are_one_observation_for_each_day_counted(tmp_path: Path) -> None:
    days = [_old(stat_date="2026-03-02"), _old(stat_date="2026-03-03", int_page_read_count=150)]
    article = {"ref_date": "2026-03-02", "msgid": "2247_1", "title": "新品", "details": days}
    first, second = _page(tmp_path, article).observations
    assert (first.mention_id, first.observed_at, first.view_count) == ("wechat:2247_1", MIDNIGHT, 120)
    assert (first.share_count, first.favorite_count, first.like_count, first.comment_count) == (11, 3, None, None)
    assert (second.observed_at, second.view_count) == (MIDNIGHT + timedelta(days=1), 150)


def test_the_new_interfaces_count_people(tmp_path: Path) -> None:
    figures = {"read_user": 70, "share_user": 6, "zaikan_user": 2, "like_user": 5, "comment_count": 4}
    figures |= {"collection_user": 3, "read_user_source": [{"scene_desc": "x", "user_count": 70}]}
    article = {"ref_date": "2026-03-01", "msgid": "2247_2", "publish_type": 0}
    article |= {"detail_list": [{"stat_date": "2026-03-02", **figures}]}
    read = {"ref_date": "2026-03-02", "msgid": "2247_3", "detail": {"read_user": 9}}
    detailed, daily = _page(tmp_path, article, read, is_delay=False).observations
    assert (detailed.view_count, detailed.share_count, detailed.favorite_count) == (70, 6, 3)
    assert (detailed.like_count, detailed.comment_count, detailed.observed_at) == (5, 4, MIDNIGHT)
    assert detailed.wow_count == 2
    assert (daily.view_count, daily.share_count) == (9, None)


def test_a_row_of_all_channels_wins_over_those_of_each(tmp_path: Path) -> None:
    whole = {"ref_date": "2026-03-02", "msgid": "7_1", **_old(user_source=99999999)}
    part = whole | {"user_source": 0, "int_page_read_count": 1}
    assert [each.view_count for each in _page(tmp_path, part, whole).observations] == [120]
    assert [each.view_count for each in _page(tmp_path, part).observations] == [1]
    assert [each.reason for each in _page(tmp_path, {"ref_date": "2026-03-02", "msgid": "7_1"}).refusals] == [
        "no counts"
    ]


def test_followers_are_the_accounts_size_and_its_community(tmp_path: Path) -> None:
    reading = _page(tmp_path, {"ref_date": "2026-03-02", "user_source": 0, "cumulate_user": 5000})
    (account,), (community,) = reading.authors, reading.feeds
    assert isinstance(community, CommunityDay)
    assert (account.author_id, account.follower_count, account.observed_at) == (OWN, 5000, MIDNIGHT)
    assert (community.community_id, community.day, community.member_count) == (OWN, date(2026, 3, 2), 5000)
    gained = [{"ref_date": "2026-03-02", "user_source": n, "new_user": n, "cancel_user": 1} for n in (0, 17, 30)]
    reading = _page(tmp_path, *gained)
    (community,) = reading.feeds
    assert isinstance(community, CommunityDay)
    assert (community.new_member_count, community.member_count, reading.authors) == (47, None, [])


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (_old(user_source=0), "getuserread"),
        ({"share_scene": 1, "share_count": 1, "share_user": 1}, "getusershare"),
        (_old(ref_hour=800), "by the hour"),
        ({"callback_count": 1}, "getinterfacesummary"),
        ({"detail": {"read_user": 3}}, "getbizsummary"),
        ({"msg_type": 1, "msg_user": 2, "msg_count": 3}, "getupstreammsg"),
        ({"count_interval": 1, "msg_user": 2}, "getupstreammsgdist"),
    ],
)
def test_figures_of_no_article_are_named(tmp_path: Path, entry: dict[str, Any], says: str) -> None:
    reading = _page(tmp_path, {"ref_date": "2026-03-02", **entry})
    assert (reading.outcome, says in reading.message) == ("ok_empty", True)


def test_articles_comments_and_figures_agree_on_the_id(tmp_path: Path) -> None:
    long = "http://mp.weixin.qq.com/s?__biz=M&mid=2247&idx=2&sn=abc"
    article = {"title": "新品", "digest": "摘要", "content": "<p>好喝</p>", "url": long}
    published = {"article_id": "A", "content": {"news_item": [article], "create_time": 1772424300}}
    file = tmp_path / "page.json"
    file.write_text(json.dumps({"total_count": 1, "item": [published]}), "utf-8")
    (mention,) = read_recording("wechat_official", file, KEY).mentions
    assert (mention.native_id, mention.url) == ("2247_2", None)
    (fetch,) = SOURCE.first(SourceQuery(source="wechat_official", query="2247", params={"index": "1"}))
    comment = {"user_comment_id": 3, "openid": "o", "create_time": 1772424300, "content": "喝过"}
    answer = _answer(fetch, {"errcode": 0, "total": 9, "comment": [comment]})
    assert SOURCE.read(answer, key=KEY).mentions[0].parent_id == mention.native_id
    step = SOURCE.after(answer)
    assert step.next
    assert json.loads(step.next.body or "")["begin"] == 1
    early = SOURCE.after(_answer(step.next, {"errcode": 0, "total": 9, "comment": []}))
    assert (early.missing_count, early.is_suspicious) == (8, True)


def test_figures_are_asked_for_a_day_at_a_time() -> None:
    query = SourceQuery(source="wechat_official", query="figures")
    yesterday = datetime.now(SHANGHAI).date() - timedelta(days=1)
    asked = [(each.request["figures"], each.request["day"]) for each in SOURCE.first(query)]
    assert asked == [
        *(("totals", (yesterday - timedelta(days=back)).isoformat()) for back in range(6, -1, -1)),
        ("gains", yesterday.isoformat()),
        ("followers", yesterday.isoformat()),
    ]
    window = {"since": "2026-02-28T16:00:00+00:00", "until": "2026-03-02T16:00:00+00:00"}
    fetches = SOURCE.first(SourceQuery(source="wechat_official", query="figures", params=window))
    assert [each.request["day"] for each in fetches] == ["2026-03-01", "2026-03-02"] * 3
    assert fetches[0].url == "https://api.weixin.qq.com/datacube/getarticletotaldetail"
    assert json.loads(fetches[0].body or "") == {"begin_date": "2026-03-01", "end_date": "2026-03-01"}
    assert len({each.request["chain"] for each in fetches}) == 6
    assert SOURCE.after(_answer(fetches[0], {"list": []})).next is None
