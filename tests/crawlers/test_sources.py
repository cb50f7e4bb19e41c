"""What single sources do beyond a plain mapping, on rows written here."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawlers.reading import Reading
from crawlers.recording import read_recording
from records import Mention
from records.errors import UnreadableFile
from records.ids import pseudonym

KEY = b"k" * 32
NOON = datetime(2026, 3, 2, 4, 5, tzinfo=UTC)
SECONDS = int(NOON.timestamp())


def _lines(tmp_path: Path, source: str, *rows: Any) -> Reading:
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return read_recording(source, file, KEY)


def _table(tmp_path: Path, source: str, *lines: str) -> Reading:
    file = tmp_path / "rows.csv"
    file.write_text("\n".join(lines), "utf-8")
    return read_recording(source, file, KEY)


def test_weibo_posts_with_three_kinds_of_author(tmp_path: Path) -> None:
    figures = {"followers": 12000, "friends": 3, "messages": 9, "gender": "f", "verified": True, "verified_type": 3}
    post = {"file": "1_Pq1_x", "text": "早安", "time": SECONDS, "likes": 1, "comments": 2, "reposts": 3}
    reading = _lines(
        tmp_path,
        "weibo_posts",
        post | {"user": figures | {"id": "77", "name": "青禾茶", "location": "浙江 杭州"}},
        post | {"file": "2_Pq2_x", "user": "77", "time": "Mon Mar 02 12:05:00 +0800 2026"},
        post | {"file": "3_Pq3_x", "user": figures | {"time": 1302581825}},
        post | {"file": "4_Pq4_x", "user": {}},
    )
    full, bare, registered, nobody = reading.mentions
    assert full.author
    assert (full.native_id, full.published_at, bare.published_at) == ("Pq1", NOON, NOON)
    assert (full.like_count, full.comment_count, full.share_count) == (1, 2, 3)
    assert (full.author.name, full.author.follower_count, full.author.verified_type) == ("青***", 12000, "media")
    assert full.author.region == "浙江 杭州"
    assert bare.author
    assert bare.author.author_id == full.author.author_id == pseudonym(KEY, "weibo", "77")
    assert registered.author
    assert registered.author.author_id not in (full.author.author_id, None)
    assert nobody.author is None


def test_weibo_posts_by_accounts_of_one_second_are_told_apart(tmp_path: Path) -> None:
    users: list[dict[str, Any]] = [
        {"time": 1302581825, "gender": "f", "location": "浙江 杭州"},
        {"time": 1302581825, "gender": "m", "location": "浙江 杭州"},
        {"time": 1302581825, "gender": "f", "location": "广东 广州"},
        {"time": 1302581825, "gender": "f", "location": "浙江 杭州", "followers": 7},
        {"gender": "f", "location": "浙江 杭州"},
    ]
    posts = [{"file": f"1_Pq{n}_x", "text": "早", "time": SECONDS, "user": user} for n, user in enumerate(users)]
    authors = [mention.author for mention in _lines(tmp_path, "weibo_posts", *posts).mentions]
    ids = [author.author_id for author in authors if author]
    assert (len(ids), len(set(ids)), ids[0]) == (4, 3, ids[3])
    assert authors[4] is None


def test_weibo_reposts_take_name_fans_and_the_root_as_parent(tmp_path: Path) -> None:
    row = {"uid": "77", "mid": "m1", "post": "1_R_x", "parent": "", "text": "好", "date": "2026-03-02 12:05:00"}
    first, second = _lines(
        tmp_path, "weibo_reposts", row | {"name": "茶客", "fans": "3.4万"}, row | {"mid": "m2", "parent": "m1"}
    ).mentions
    assert first.author
    assert (first.parent_id, first.root_id, second.parent_id) == ("R", "R", "m1")
    assert (first.kind, first.author.name, first.author.follower_count) == ("repost", "茶***", 34000)


def test_weibo_media_account_years_come_from_the_ids_and_wide_rows_are_known(tmp_path: Path) -> None:
    header = "头像,WB_from,WB_text,forward,comment,like,缩略图,weibo_url"
    # J8YgYcZyW is a made-up id whose upper bits say 2020-06-29
    url = "https://weibo.com/12/J8YgYcZyW?from=x"
    reading = _table(
        tmp_path,
        "weibo_media_account",
        header,
        f"http://a,6月30日 23:54 来自 手机,早,3,2,1,,{url}",
        f"http://a,6月30日 23:50,6月30日 23:50,晚,6,5,4,x,,,6月30日 23:50,{url.replace('J8Yg', 'J8Yf')}",
        ",,,,,,,,,,,",
        f"http://a,6月29日 10:00 来自 手机,没有时间的编号,0,0,0,,{url.replace('J8YgYcZyW', 'abc')}",
    )
    first, wide, neighbour = reading.mentions
    assert first.published_at == datetime(2020, 6, 30, 15, 54, tzinfo=UTC)
    assert (wide.text, wide.share_count, wide.comment_count, wide.like_count) == ("晚", 6, 5, 4)
    assert neighbour.published_at == datetime(2020, 6, 29, 2, tzinfo=UTC)
    assert first.author
    assert (first.author.author_id, first.url) == (pseudonym(KEY, "weibo", "12"), "https://m.weibo.cn/status/J8YgYcZyW")
    assert [s.reason for s in reading.skipped] == ["blank row"]


def test_weibo_blogger_reposts(tmp_path: Path) -> None:
    header = "id,weibo_content,weibo_place,publish_time,publish_tool,up_num,retweet_num,comment_num"
    quoted = '0,"转发理由:好茶\n原始用户: 茶友\n转发内容: 新品来了",无,2026-03-02 12:05,手机,4,2,1'
    reading = _table(tmp_path, "weibo_blogger", header, quoted, "1,原创,无,2026-03-02 12:06,手机,1,0,0")
    repost, post = reading.mentions
    assert (repost.kind, repost.text, post.kind) == ("repost", "好茶//@茶友:新品来了", "post")
    assert (repost.like_count, repost.share_count, repost.comment_count) == (4, 2, 1)


def test_mediacrawler_weibo_reads_the_written_date_not_the_late_number(tmp_path: Path) -> None:
    row = {"note_id": 5, "content": "好", "create_time": SECONDS + 8 * 3600, "user_id": 77, "nickname": "茶客"}
    row |= {"create_date_time": "2026-03-02 12:05:00+08:00", "last_modify_ts": (SECONDS + 60) * 1000}
    (mention,) = _lines(tmp_path, "mediacrawler_weibo", row).mentions
    assert (mention.native_id, mention.published_at) == ("5", NOON)
    assert mention.observed_at == datetime(2026, 3, 2, 4, 6, tzinfo=UTC)


def test_mediacrawler_douyin_drops_a_title_that_repeats(tmp_path: Path) -> None:
    row = {
        "aweme_id": "7",
        "title": "新品",
        "desc": "新品来了 #茶",
        "create_time": SECONDS,
        "user_id": "u",
        "ip_location": "IP属地：广东",
    }
    row |= {"liked_count": "12", "comment_count": "1", "share_count": "2", "collected_count": "3"}
    same, other = _lines(tmp_path, "mediacrawler_douyin", row, row | {"aweme_id": "8", "title": "探店"}).mentions
    assert (same.title, same.text, other.title) == (None, "新品来了 #茶", "探店")
    assert (same.favorite_count, same.share_count) == (3, 2)
    assert same.author
    assert same.author.region == "广东"


def test_xiaohongshu_times_come_from_the_ids(tmp_path: Path) -> None:
    header = "id,title,user_id,likes,comments,stars,notes,fans,collect,content"
    reading = _table(
        tmp_path, "xiaohongshu_notes", header, f"{SECONDS:08x}{'0' * 16},好物,u1,1.2万,3,40,5,600,7万,真的好用"
    )
    (note,) = reading.mentions
    assert note.author
    assert (note.published_at, note.like_count, note.favorite_count) == (NOON, 12000, 40)
    assert note.count_precision == "rounded"
    assert (note.author.follower_count, note.author.post_count, note.author.like_total_count) == (600, 5, 70000)


def test_douyin_creators_of_one_name_are_told_apart(tmp_path: Path) -> None:
    header = "name,gender,country,province,city,location,category,fans,videos,likes,following"
    header += ",custom_verify,enterprise_verify"
    one = "茶客,2,中国,浙江,杭州,杭州,美食,1000,10,500,未知,美食自媒体,"
    reading = _table(
        tmp_path, "douyin_creators", header, one, one, one.replace("1000", "77"), "茶社,0,,,,,美食,5,1,1,1,,茶社官方"
    )
    assert [s.reason for s in reading.skipped] == ["repeated row"]
    first, second, shop = reading.authors
    assert first.author_id != second.author_id
    assert (first.gender, first.region, first.verified_type, first.following_count) == ("f", "浙江", "person", None)
    assert (shop.verified_type, shop.is_verified, shop.region, shop.category) == ("enterprise", True, None, "美食")
    assert reading.mentions == []


def test_douyin_creators_without_country_and_without_mark(tmp_path: Path) -> None:
    header = "name,gender,country,province,city,location,category,fans,videos,likes,following"
    header += ",custom_verify,enterprise_verify"
    plain = "茶客,2,暂不设置,,,杭州,美食,1000,10,500,未知,,"
    (alone,) = _table(tmp_path, "douyin_creators", header, plain).authors
    assert (alone.region, alone.is_verified) == ("杭州", None)
    marked = "茶社,0,,,,,美食,5,1,1,1,,茶社官方"
    assert [author.is_verified for author in _table(tmp_path, "douyin_creators", header, plain, marked).authors] == [
        False,
        True,
    ]


def test_taobao_nicks_tell_rows_apart_and_are_not_kept(tmp_path: Path) -> None:
    header = "昵称,购买时间,评论内容"
    rows = ["茶客小青,2026/3/2 12:05,很好", "t***3,2026/3/2 12:05,很好"]
    mentions = _table(tmp_path, "taobao_reviews", header, *rows).mentions
    assert len({mention.native_id for mention in mentions}) == 2
    assert [(mention.extra, mention.author) for mention in mentions] == [({}, None)] * 2


def test_car_complaints_moved_by_one_column(tmp_path: Path) -> None:
    header = "id,brand,car_model,type,desc,problem,datetime,status"
    reading = _table(
        tmp_path,
        "car_complaints",
        header,
        '1.0,甲牌,甲1,款,异响,"A1,B2,",2026-03-02,处理反馈',
        "2.0,甲牌,甲2,款,漏油,用户评分,2026/3/2,2",
        *[f"{n}.0,甲牌,甲2,款,漏油,x,2026/3/2,信息审核" for n in range(3, 60)],
        "99.0,甲牌,甲2,款,漏油,x,2026/3/2,新状态",
    )
    assert [(m.native_id, m.status, m.product) for m in reading.mentions[:2]] == [
        ("1", "replied", "甲牌 甲1"),
        ("2", "closed", "甲牌 甲2"),
    ]
    assert reading.refusals[0].reason.startswith("status: '新状态'")


def _complaint(**more: Any) -> dict[str, Any]:
    return {
        "投诉标题": "不退款",
        "投诉详情": "说好七天",
        "投诉对象": "青禾茶",
        "投诉问题": " 退款",
        "投诉要求": "退款",
    } | more


def test_heimao_thread(tmp_path: Path) -> None:
    steps = [
        {"时间": "2026-03-02 12:05:00", "角色": "商家", "状态": "已回复", "内容": "已联系"},
        {"时间": "2026-03-03 12:05:00", "角色": "消费者", "状态": "再次投诉", "内容": "没有解决"},
        {"时间": "2026-03-04 12:05:00", "角色": "平台", "状态": None, "内容": "请商家处理"},
        {"时间": "2026-03-05 12:05:00", "角色": "商家", "状态": "已完成", "内容": ""},
    ]
    row = _complaint(投诉编号="17", 投诉时间="2026-03-01 12:05:00", 投诉人="茶客", 投诉状态="已完成", 进度=steps)
    reading = _lines(
        tmp_path, "heimao", row, row | {"投诉编号": "18", "进度": json.dumps(steps[:1]), "投诉状态": "处理中"}
    )
    complaint, *thread = reading.mentions[:5]
    assert (complaint.kind, complaint.native_id, complaint.status, complaint.product) == (
        "complaint",
        "17",
        "resolved",
        "青禾茶",
    )
    assert [(m.kind, m.parent_id, m.native_id) for m in thread] == [("comment", "17", f"17/{n}") for n in (1, 2, 3, 4)]
    assert [m.status for m in thread] == ["replied", "reopened", None, "resolved"]
    assert [m.author.verified_type if m.author else "" for m in thread] == ["brand", None, None, "brand"]
    assert thread[1].author == complaint.author
    assert thread[0].published_at == NOON
    assert (reading.row_count, reading.taken_count, len(reading.mentions)) == (2, 2, 7)
    assert reading.mentions[5].status == "open"


@pytest.mark.parametrize("steps", ["{", [1], [{"时间": "bald"}], [{"状态": "?"}]])
def test_heimao_with_a_broken_thread_is_refused(tmp_path: Path, steps: Any) -> None:
    reading = _lines(tmp_path, "heimao", _complaint(), _complaint(进度=steps))
    assert [refusal.row for refusal in reading.refusals] == [2]
    assert reading.refusals[0].reason.startswith("进度")


def test_heimao_without_number_and_time(tmp_path: Path) -> None:
    first, again, other = _lines(tmp_path, "heimao", _complaint(), _complaint(), _complaint(投诉标题="别的")).mentions
    assert (first.status, first.published_at, first.author) == (None, None, None)
    assert len({first.native_id, again.native_id, other.native_id}) == 3


def test_steam_and_app_store_entries_that_lack_something_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "page.json"
    review = {"recommendationid": "1", "review": "好", "timestamp_created": SECONDS, "voted_up": True}
    file.write_text(json.dumps({"success": 1, "reviews": [review, {"review": "x"}, 7, review]}), "utf-8")
    reading = read_recording("steam", file, KEY)
    assert [r.reason.split(" ")[0] for r in reading.refusals][0] == "no"
    assert (len(reading.refusals), [s.reason for s in reading.skipped], reading.outcome) == (
        2,
        ["repeated row"],
        "schema_drift",
    )

    file.write_text(json.dumps({"feed": {"entry": {"id": {"label": "5"}, "content": {"label": "好"}}}}), "utf-8")
    (mention,) = read_recording("appstore", file, KEY).mentions
    assert (mention.native_id, mention.rating, mention.published_at, mention.author) == ("5", None, None, None)


def test_a_feed_is_read_in_any_encoding(tmp_path: Path) -> None:
    words = "臺灣茶飲品牌今年擴大門市，排隊人潮不斷，店員說下午茶時段最忙，請大家耐心等候。"
    file = tmp_path / "feed.xml"
    for encoding in ("utf-8", "big5", "utf-16"):
        atom = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>茶報</title><entry><id>urn:x:1</id><title>新店</title><summary>{words}</summary><updated>2026-03-02T04:05:00Z</updated></entry></feed>"
        file.write_bytes(atom.encode(encoding))
        mentions: list[Mention] = read_recording("feed", file, KEY).mentions
        assert [(m.text, m.native_id, m.published_at) for m in mentions] == [(words, "urn:x:1", NOON)]
    item = f"<item><title>只有标题{'长' * 9}</title></item>"
    declared = f"<?xml version='1.0' encoding='gbk'?><rss version='2.0'><channel>{item}</channel></rss>"
    file.write_bytes(declared.encode("gbk"))
    (mention,) = read_recording("feed", file, KEY).mentions
    assert mention.text == mention.title == f"只有标题{'长' * 9}"
    file.write_text("<feed xmlns='http://www.w3.org/2005/Atom'><title>空</title></feed>", "utf-8")
    assert read_recording("feed", file, KEY).outcome == "ok_empty"


def test_steam_error_body_is_no_empty_page(tmp_path: Path) -> None:
    file = tmp_path / "page.json"
    file.write_text('{"success": 2}', "utf-8")
    reading = read_recording("steam", file, KEY)
    assert reading.outcome == "error"
    assert "success: 2" in reading.message
    file.write_text('{"success": 1, "reviews": []}', "utf-8")
    assert read_recording("steam", file, KEY).outcome == "ok_empty"


def _feed(tmp_path: Path, *items: str) -> list[Mention]:
    file = tmp_path / "feed.xml"
    channel = "<title>茶报</title><link>https://bbs.example.cn/news/</link>"
    body = "".join(f"<item><title>标题</title>{item}</item>" for item in items)
    file.write_text(f"<rss version='2.0'><channel>{channel}{body}</channel></rss>", "utf-8")
    return read_recording("feed", file, KEY).mentions


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2026-03-02 12:05:00", NOON),
        ("2026年3月2日 12:05", NOON),
        ("Mon, 02 Mar 2026 12:05:00 CST", NOON),
        ("Mon, 02 Mar 2026 12:05:00 +0800", NOON),
        ("Mon, 02 Mar 26 04:05:00 GMT", NOON),
        ("Mon, 02 Mar 2026 12:05:00 XYZ", None),
        ("昨天", None),
    ],
)
def test_feed_times_without_a_zone_are_chinese(tmp_path: Path, words: str, expected: datetime | None) -> None:
    assert [m.published_at for m in _feed(tmp_path, f"<pubDate>{words}</pubDate>")] == [expected]


def test_feed_addresses_are_web_addresses(tmp_path: Path) -> None:
    mentions = _feed(
        tmp_path,
        "<link>/t/1</link><guid>1</guid>",
        "<link>http://a.example.cn/t/2</link><guid>2</guid>",
        "<guid>3</guid>",
        "<link>javascript:alert(1)</link><guid>4</guid>",
        "<guid>https://bbs.example.cn/t/5</guid>",
    )
    assert [mention.url for mention in mentions] == [
        "https://bbs.example.cn/t/1",
        "http://a.example.cn/t/2",
        None,
        None,
        "https://bbs.example.cn/t/5",
    ]


def test_an_empty_feed_file_is_told_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    for body in (b"", b" \n"):
        file.write_bytes(body)
        with pytest.raises(UnreadableFile, match=r"feed\.xml: empty"):
            read_recording("feed", file, KEY)
