"""MediaCrawler's files of seven platforms: posts, comments and creators in every format the tool writes."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.crawlers.presets import (
    NOON,
    SECONDS,
    SEEN,
    SEEN_MS,
    Rows,
    as_csv,
    as_json,
    as_jsonl,
    as_workbook,
    author_id,
    counts,
    read,
    thread,
    who,
)

LATER_MS = SEEN_MS + 86_400_000
WRITERS = [(as_jsonl, "search_contents.jsonl"), (as_json, "search_contents.json"), (as_csv, "search_contents.csv")]
XHS_NOTE: dict[str, Any] = {
    "note_id": "65e2a1c80000000012345678",
    "type": "normal",
    "title": "青禾乌龙测评",
    "desc": '第一口很清,"回甘"久\n第二泡淡了 #乌龙茶[话题]#',
    "video_url": "",
    "time": SECONDS * 1000,
    "last_update_time": 0,
    "user_id": "5f00aa11000000000101abcd",
    "nickname": "爱喝茶的小鱼",
    "avatar": "https://cdn.example/a.jpg",
    "liked_count": "1.2万",
    "collected_count": "345",
    "comment_count": "10+",
    "share_count": "",
    "ip_location": "浙江",
    "image_list": "https://cdn.example/1.jpg,https://cdn.example/2.jpg",
    "tag_list": "乌龙茶,测评",
    "last_modify_ts": SEEN_MS,
    "note_url": "https://www.xiaohongshu.com/explore/65e2a1c80000000012345678?xsec_token=AB=&xsec_source=pc_search",
    "source_keyword": "青禾茶",
    "xsec_token": "AB=",
}
XHS_COMMENT: dict[str, Any] = {
    "comment_id": "65e3000000000000abcdef01",
    "create_time": SECONDS * 1000,
    "ip_location": "IP属地：广东",
    "note_id": XHS_NOTE["note_id"],
    "content": "求链接 &amp; 价格",
    "user_id": "5f00aa11000000000101ffff",
    "nickname": "路人",
    "avatar": "",
    "sub_comment_count": "2",
    "pictures": "",
    "parent_comment_id": 0,
    "last_modify_ts": SEEN_MS,
    "like_count": "赞",
}


@pytest.mark.parametrize(("writer", "name"), WRITERS)
def test_xiaohongshu_notes(tmp_path: Path, writer: Callable[[Rows], bytes], name: str) -> None:
    untitled = XHS_NOTE | {
        "note_id": "65e2a1c80000000012345679",
        "title": "没有标题的",
        "desc": "没有标题的一篇",
        "user_id": "",
    }
    untitled |= {"nickname": ""}
    note, bare = read(tmp_path, "mediacrawler_xiaohongshu", writer([XHS_NOTE, untitled]), name).mentions
    assert thread(note) == ("post", "65e2a1c80000000012345678", None, None)
    assert (note.platform, note.source, note.title) == ("xiaohongshu", "mediacrawler_xiaohongshu", "青禾乌龙测评")
    assert note.text == '第一口很清,"回甘"久\n第二泡淡了 #乌龙茶[话题]#'
    assert (note.published_at, note.observed_at) == (NOON, SEEN)
    assert (counts(note), note.count_precision) == ((12000, 10, None, 345, None), "capped")
    assert note.url == "https://www.xiaohongshu.com/explore/65e2a1c80000000012345678"
    assert author_id(note) == who("xiaohongshu", "5f00aa11000000000101abcd")
    assert note.author
    assert (note.author.name, note.author.region) == ("爱***", "浙江")
    assert dict(note.extra) == {"search_word": "青禾茶", "note_type": "normal", "tags": "乌龙茶,测评"}
    assert (bare.title, bare.text, bare.author) == (None, "没有标题的一篇", None)


@pytest.mark.parametrize(("writer", "name"), WRITERS)
def test_xiaohongshu_comments(tmp_path: Path, writer: Callable[[Rows], bytes], name: str) -> None:
    reply = XHS_COMMENT | {
        "comment_id": "65e3000000000000abcdef02",
        "parent_comment_id": "65e3000000000000abcdef01",
        "content": "在评论区",
        "like_count": "3",
    }
    picture = XHS_COMMENT | {
        "comment_id": "65e3000000000000abcdef03",
        "content": "",
        "pictures": "https://cdn.example/p",
    }
    reading = read(tmp_path, "mediacrawler_xiaohongshu", writer([XHS_COMMENT, reply, picture]), name)
    first, second = reading.mentions
    note_id = "65e2a1c80000000012345678"
    assert thread(first) == ("comment", "65e3000000000000abcdef01", note_id, note_id)
    assert thread(second) == ("comment", "65e3000000000000abcdef02", "65e3000000000000abcdef01", note_id)
    assert (counts(first), counts(second)) == ((None, 2, None, None, None), (3, 2, None, None, None))
    assert (first.text, first.published_at) == ("求链接 & 价格", NOON)
    assert first.author
    assert first.author.region == "广东"
    assert [skipped.reason for skipped in reading.skipped] == ["no text"]


def test_xiaohongshu_creators_over_two_days_are_one_account(tmp_path: Path) -> None:
    row = {"user_id": "5f00aa11000000000101abcd", "nickname": "爱喝茶的小鱼", "gender": "Female", "avatar": ""}
    row |= {"desc": "只喝乌龙", "ip_location": "浙江", "follows": "12", "fans": "3.4万", "interaction": "10万+"}
    row |= {"tag_list": '{"info": "25岁"}', "last_modify_ts": SEEN_MS}
    rows = [row, row, row | {"fans": "3.5万", "last_modify_ts": LATER_MS}]
    reading = read(tmp_path, "mediacrawler_xiaohongshu", as_jsonl(rows))
    first, second = reading.authors
    assert (reading.mentions, [skipped.reason for skipped in reading.skipped]) == ([], ["repeated row"])
    assert first.author_id == second.author_id == who("xiaohongshu", "5f00aa11000000000101abcd")
    assert (first.follower_count, first.following_count, first.like_total_count) == (34000, 12, 100000)
    assert (first.gender, first.region, first.observed_at) == ("f", "浙江", SEEN)
    assert (second.follower_count, second.observed_at) == (35000, datetime(2026, 3, 4, 2, tzinfo=UTC))


def test_accounts_whose_ids_the_tool_hashed_and_names_it_masked(tmp_path: Path) -> None:
    hashed = {key: value for key, value in XHS_NOTE.items() if key not in ("user_id", "avatar", "ip_location")}
    known = hashed | {"creator_hash": "0123456789abcdef", "nickname": "爱***鱼"}
    stranger = hashed | {"note_id": "65e2a1c80000000012345670", "creator_hash": "", "nickname": "*"}
    first, second = read(tmp_path, "mediacrawler_xiaohongshu", as_csv([known, stranger]), "a.csv").mentions
    assert author_id(first) == who("xiaohongshu", "0123456789abcdef")
    assert first.author
    assert (first.author.name, first.author.region) == ("爱***", None)
    assert second.author is None  # a masked nickname is many people's


WEIBO_ID = str((SECONDS - 515_483_463) << 22 | 4242)
WEIBO_POST: dict[str, Any] = {
    "note_id": WEIBO_ID,
    "content": "新茶上市 &gt;&gt; 戳这里 &quot;限时&quot; ​​​",
    "create_time": SECONDS + 8 * 3600,
    "create_date_time": "2026-03-02 12:05:00+08:00",
    "liked_count": "528",
    "comments_count": "79",
    "shared_count": "0",
    "last_modify_ts": SEEN_MS,
    "note_url": f"https://m.weibo.cn/detail/{WEIBO_ID}",
    "ip_location": "山东",
    "user_id": "77",
    "nickname": "茶客甲",
    "gender": "m",
    "profile_url": "https://m.weibo.cn/u/77",
    "avatar": "",
    "source_keyword": "青禾茶",
}


@pytest.mark.parametrize(("writer", "name"), WRITERS)
def test_weibo_posts(tmp_path: Path, writer: Callable[[Rows], bytes], name: str) -> None:
    cut = WEIBO_POST | {"note_id": "5000000000000001", "content": "说来话长 ...全文", "user_id": "None", "nickname": ""}
    whole, short = read(tmp_path, "mediacrawler_weibo", writer([WEIBO_POST, cut]), name).mentions
    assert thread(whole) == ("post", WEIBO_ID, None, None)
    assert whole.text.startswith('新茶上市 >> 戳这里 "限时"')
    assert (whole.published_at, counts(whole)) == (NOON, (528, 79, 0, None, None))
    assert author_id(whole) == who("weibo", "77")
    assert dict(whole.extra) == {"search_word": "青禾茶"}
    assert (short.text, short.extra["is_truncated"], short.author) == ("说来话长 ...全文", "true", None)


@pytest.mark.parametrize("lateness", [0, 8 * 3600])
def test_weibo_times_as_numbers_are_held_against_the_ids(tmp_path: Path, lateness: int) -> None:
    row = WEIBO_POST | {"create_time": SECONDS + lateness}
    row.pop("create_date_time")
    comment = {"comment_id": WEIBO_ID, "note_id": "5", "content": "好", "comment_like_count": "1"}
    comment |= {"create_time": SECONDS + lateness, "last_modify_ts": SEEN_MS}
    (post,) = read(tmp_path, "mediacrawler_weibo", as_jsonl([row])).mentions
    (reply,) = read(tmp_path, "mediacrawler_weibo", as_jsonl([comment])).mentions
    assert (post.published_at, reply.published_at) == (NOON, NOON)


@pytest.mark.parametrize(("writer", "name"), WRITERS)
def test_weibo_comments(tmp_path: Path, writer: Callable[[Rows], bytes], name: str) -> None:
    top = {"comment_id": "51", "create_time": SECONDS, "create_date_time": "2026-03-02 12:05:00+08:00", "note_id": "5"}
    top |= {"content": "好喝<吗>&lt;3", "sub_comment_count": "1", "comment_like_count": "7", "last_modify_ts": SEEN_MS}
    top |= {"ip_location": "广东", "parent_comment_id": "51", "user_id": "78", "nickname": "乙", "gender": "f"}
    reply = top | {"comment_id": "52", "content": "好喝", "sub_comment_count": "0"}
    first, second = read(tmp_path, "mediacrawler_weibo", writer([top, reply]), name).mentions
    assert (thread(first), thread(second)) == (("comment", "51", "5", "5"), ("comment", "52", "51", "5"))
    assert (first.text, counts(first), first.published_at) == ("好喝<吗><3", (7, 1, None, None, None), NOON)
    assert first.author
    assert (first.author.gender, first.author.region) == ("f", "广东")


def test_weibo_creators(tmp_path: Path) -> None:
    row = {"user_id": "77", "nickname": "茶客甲", "gender": "Male", "avatar": "", "desc": "", "ip_location": "山东"}
    row |= {"follows": 3, "fans": "1.5万", "tag_list": "", "last_modify_ts": SEEN_MS}
    (author,) = read(tmp_path, "mediacrawler_weibo", as_json([row]), "a.json").authors
    assert (author.author_id, author.gender, author.observed_at) == (who("weibo", "77"), "m", SEEN)
    assert (author.follower_count, author.following_count, author.like_total_count) == (15000, 3, None)


def test_douyin(tmp_path: Path) -> None:
    video = {
        "aweme_id": "7300000000000000001",
        "aweme_type": "0",
        "title": "新品开箱 #青禾茶",
        "desc": "新品开箱 #青禾茶",
    }
    video |= {"create_time": SECONDS, "user_id": "88", "sec_uid": "MS4w", "short_user_id": "0", "user_unique_id": "tea"}
    video |= {"user_signature": "", "nickname": "茶娘", "liked_count": "12000", "collected_count": "5"}
    video |= {"comment_count": "None", "share_count": "2", "ip_location": "", "last_modify_ts": SEEN_MS}
    video |= {"aweme_url": "https://www.douyin.com/video/7300000000000000001", "source_keyword": "青禾茶"}
    (mention,) = read(tmp_path, "mediacrawler_douyin", as_csv([video]), "a.csv").mentions
    assert (mention.title, mention.text, mention.published_at) == (None, "新品开箱 #青禾茶", NOON)
    assert counts(mention) == (12000, None, 2, 5, None)
    assert author_id(mention) == who("douyin", "88")

    comment = {"comment_id": "61", "create_time": SECONDS, "ip_location": "四川", "aweme_id": "73", "content": "[赞]好"}
    comment |= {"creator_hash": "00ff", "nickname": "丙*", "sub_comment_count": "4", "like_count": 9}
    comment |= {"last_modify_ts": SEEN_MS, "parent_comment_id": "0", "pictures": ""}
    rows = [comment, comment | {"comment_id": "62", "parent_comment_id": "61"}]
    top, reply = read(tmp_path, "mediacrawler_douyin", as_jsonl(rows)).mentions
    assert (thread(top), thread(reply)) == (("comment", "61", "73", "73"), ("comment", "62", "61", "73"))
    assert (counts(top), top.text) == ((9, 4, None, None, None), "[赞]好")

    creator = {
        "user_id": "88",
        "nickname": "茶娘",
        "gender": "Unknown",
        "avatar": "",
        "desc": "",
        "ip_location": "四川",
    }
    creator |= {"follows": 1, "fans": 120000, "interaction": 5000000, "videos_count": 42, "last_modify_ts": SEEN_MS}
    (author,) = read(tmp_path, "mediacrawler_douyin", as_json([creator]), "c.json").authors
    assert (author.follower_count, author.like_total_count, author.post_count) == (120000, 5000000, 42)
    assert (author.gender, author.author_id) == (None, who("douyin", "88"))


def test_kuaishou(tmp_path: Path) -> None:
    video = {"video_id": "3xabc", "video_type": "1", "title": "试喝", "desc": "试喝新茶", "create_time": SECONDS * 1000}
    video |= {"user_id": "3xuser", "nickname": "丁", "avatar": "", "liked_count": "None", "viewd_count": "3.3万"}
    video |= {
        "last_modify_ts": SEEN_MS,
        "video_url": "https://www.kuaishou.com/short-video/3xabc",
        "source_keyword": "",
    }
    (mention,) = read(tmp_path, "mediacrawler_kuaishou", as_csv([video]), "a.csv").mentions
    assert (mention.title, mention.text, counts(mention)) == (None, "试喝新茶", (None, None, None, None, 33000))
    assert (mention.published_at, mention.count_precision) == (NOON, "rounded")

    comment = {
        "comment_id": "71",
        "create_time": SECONDS * 1000,
        "video_id": "3xabc",
        "content": "不错",
        "user_id": "9",
    }
    comment |= {"nickname": "戊", "avatar": "", "sub_comment_count": "0", "last_modify_ts": SEEN_MS}
    (said,) = read(tmp_path, "mediacrawler_kuaishou", as_jsonl([comment])).mentions
    assert (thread(said), counts(said)) == (("comment", "71", "3xabc", "3xabc"), (None, 0, None, None, None))

    creator = {"user_id": "3xuser", "nickname": "丁", "gender": "Male", "avatar": "", "desc": "", "ip_location": ""}
    creator |= {"follows": "7", "fans": "1.1万", "interaction": "86", "last_modify_ts": SEEN_MS}
    (author,) = read(tmp_path, "mediacrawler_kuaishou", as_json([creator]), "c.json").authors
    assert (author.follower_count, author.post_count, author.like_total_count) == (11000, 86, None)
    assert author.gender is None  # Male is also what the tool writes for those who do not say


def test_bilibili(tmp_path: Path) -> None:
    video = {"video_id": "113000000000001", "video_type": "video", "title": "国风茶饮横评", "desc": "", "user_id": "99"}
    video |= {"create_time": SECONDS, "nickname": "UP己", "avatar": "", "liked_count": "10", "disliked_count": "0"}
    video |= {"video_play_count": "20000", "video_favorite_count": "4", "video_share_count": "3", "video_comment": "2"}
    video |= {"video_coin_count": "6", "video_danmaku": "5", "last_modify_ts": SEEN_MS, "source_keyword": "茶饮"}
    video |= {"video_url": "https://www.bilibili.com/video/av113000000000001", "video_cover_url": ""}
    (mention,) = read(tmp_path, "mediacrawler_bilibili", as_csv([video]), "a.csv").mentions
    assert (mention.title, mention.text, counts(mention)) == ("国风茶饮横评", "", (10, 2, 3, 4, 20000))
    assert dict(mention.extra) == {"search_word": "茶饮", "danmaku_count": "5", "coin_count": "6"}

    comment = {"comment_id": "81", "parent_comment_id": "0", "create_time": SECONDS, "video_id": "113000000000001"}
    comment |= {"content": "第三家最好", "user_id": 100, "nickname": "庚", "sex": "保密", "sign": "", "avatar": ""}
    comment |= {"sub_comment_count": "1", "like_count": 3, "last_modify_ts": SEEN_MS}
    rows = [comment, comment | {"comment_id": "82", "parent_comment_id": "81"}]
    top, reply = read(tmp_path, "mediacrawler_bilibili", as_csv(rows), "c.csv").mentions
    assert thread(top) == ("comment", "81", "113000000000001", "113000000000001")
    assert thread(reply) == ("comment", "82", "81", "113000000000001")
    assert (author_id(top), counts(top)) == (who("bilibili", "100"), (3, 1, None, None, None))

    dynamic = {"dynamic_id": "900", "user_id": "99", "user_name": "UP己", "text": "明天发新视频", "type": "WORD"}
    dynamic |= {"pub_ts": SECONDS, "total_comments": 1, "total_forwards": 2, "total_liked": 3}
    (said,) = read(tmp_path, "mediacrawler_bilibili", as_jsonl([dynamic | {"last_modify_ts": SEEN_MS}])).mentions
    assert (thread(said), counts(said)) == (("post", "900", None, None), (3, 1, 2, None, None))
    assert author_id(said) == who("bilibili", "99")


@pytest.mark.parametrize(
    ("official", "is_verified", "kind"), [(-1, False, None), (0, True, "person"), (1, True, "enterprise")]
)
def test_bilibili_uploaders(tmp_path: Path, official: int, is_verified: bool, kind: str | None) -> None:
    row = {"user_id": "99", "nickname": "UP己", "sex": "女", "sign": "", "avatar": "", "last_modify_ts": SEEN_MS}
    row |= {"total_fans": 1200, "total_liked": 34000, "user_rank": 6, "is_official": official}
    (author,) = read(tmp_path, "mediacrawler_bilibili", as_csv([row]), "up.csv").authors
    assert (author.follower_count, author.like_total_count, author.gender) == (1200, 34000, "f")
    assert (author.is_verified, author.verified_type) == (is_verified, kind)


def test_tieba(tmp_path: Path) -> None:
    account = "https://tieba.baidu.com/home/main?id=tb.1.abc&fr=frs"
    note = {"note_id": "9000000001", "title": "求推荐乌龙", "desc": "预算&lt;100", "publish_time": "2026-03-02 12:05"}
    note |= {"note_url": "https://tieba.baidu.com/p/9000000001", "user_link": account, "user_nickname": "辛"}
    note |= {"user_avatar": "", "tieba_name": "茶吧", "tieba_link": "https://tieba.baidu.com/f?kw=x"}
    note |= {"total_replay_num": 12, "total_replay_page": 1, "ip_location": "福建", "source_keyword": ""}
    undated = note | {"note_id": "9000000002", "publish_time": "1970-01-01 08:00:00", "user_link": ""}
    first, second = read(tmp_path, "mediacrawler_tieba", as_csv([note, undated]), "a.csv").mentions
    assert (first.title, first.text, first.published_at) == ("求推荐乌龙", "预算<100", NOON)
    assert (counts(first), author_id(first)) == ((None, 12, None, None, None), who("tieba", "tb.1.abc"))
    assert (second.published_at, author_id(second)) == (None, who("tieba", "辛"))

    reply = {"comment_id": "150000000001", "parent_comment_id": "", "content": "试试岩茶", "user_nickname": "壬"}
    reply |= {"user_link": account.replace("frs", "pb"), "publish_time": "2026-03-02 12:05", "ip_location": ""}
    reply |= {"sub_comment_count": 1, "note_id": "9000000001", "note_url": "", "tieba_id": "1", "tieba_name": "茶吧"}
    floor, within = read(
        tmp_path,
        "mediacrawler_tieba",
        as_jsonl([reply, reply | {"comment_id": "150000000002", "parent_comment_id": "150000000001"}]),
    ).mentions
    assert thread(floor) == ("comment", "150000000001", "9000000001", "9000000001")
    assert thread(within) == ("comment", "150000000002", "150000000001", "9000000001")
    assert author_id(floor) == author_id(first)

    creator = {"user_id": "tb.1.abc", "user_name": "xin", "nickname": "辛", "gender": "男", "avatar": "", "follows": 1}
    creator |= {"ip_location": "福建", "fans": 20, "registration_duration": "3.2", "last_modify_ts": SEEN_MS}
    (author,) = read(tmp_path, "mediacrawler_tieba", as_json([creator]), "c.json").authors
    assert (author.author_id, author.follower_count, author.gender) == (who("tieba", "tb.1.abc"), 20, "m")


def test_zhihu(tmp_path: Path) -> None:
    answer = {
        "content_id": "3400000001",
        "content_type": "answer",
        "content_text": "看产地 &amp; 工艺",
        "title": "怎么选茶",
    }
    answer |= {
        "content_url": "https://www.zhihu.com/question/1/answer/3400000001",
        "question_id": "1",
        "desc": "看产地",
    }
    answer |= {"created_time": SECONDS, "updated_time": 0, "voteup_count": 33, "comment_count": 4, "source_keyword": ""}
    answer |= {"user_id": "abcd", "user_link": "", "user_nickname": "癸", "user_url_token": "gui"}
    video = answer | {"content_id": "18", "content_type": "zvideo", "content_text": "", "desc": "泡法演示"}
    video |= {"created_time": 0, "user_id": ""}
    first, second = read(tmp_path, "mediacrawler_zhihu", as_jsonl([answer, video])).mentions
    assert (first.title, first.text, first.published_at) == ("怎么选茶", "看产地 & 工艺", NOON)
    assert (counts(first), author_id(first)) == ((33, 4, None, None, None), who("zhihu", "abcd"))
    assert (second.text, second.published_at) == ("泡法演示", None)

    comment = {"comment_id": "91", "parent_comment_id": None, "content": "有道理", "publish_time": SECONDS}
    comment |= {"ip_location": "北京", "sub_comment_count": 1, "like_count": 2, "dislike_count": 0, "user_id": "ef"}
    comment |= {"content_id": "3400000001", "content_type": "answer", "user_nickname": "子", "last_modify_ts": SEEN_MS}
    rows = [comment, comment | {"comment_id": "92", "parent_comment_id": "91"}]
    top, reply = read(tmp_path, "mediacrawler_zhihu", as_json(rows), "c.json").mentions
    assert thread(top) == ("comment", "91", "3400000001", "3400000001")
    assert thread(reply) == ("comment", "92", "91", "3400000001")
    assert top.author
    assert (top.author.region, top.published_at) == ("北京", NOON)

    person = {"user_id": "abcd", "user_link": "", "user_nickname": "癸", "gender": "Female", "follows": 5, "fans": 900}
    person |= {"anwser_count": 10, "video_count": 1, "get_voteup_count": 12345, "last_modify_ts": SEEN_MS}
    (author,) = read(tmp_path, "mediacrawler_zhihu", as_json([person]), "p.json").authors
    assert (author.author_id, author.follower_count, author.like_total_count) == (who("zhihu", "abcd"), 900, 12345)


def test_a_workbook_has_a_sheet_of_each_kind(tmp_path: Path) -> None:
    comment = {"comment_id": "51", "create_date_time": "2026-03-02 12:05:00+08:00", "create_time": SECONDS}
    comment |= {"note_id": WEIBO_ID, "content": "好喝", "sub_comment_count": "1", "comment_like_count": "7"}
    comment |= {"last_modify_ts": SEEN_MS, "parent_comment_id": "51", "user_id": "78", "nickname": "乙"}
    creator = {"user_id": "77", "nickname": "茶客甲", "gender": "Male", "follows": 3, "fans": "1.5万", "tag_list": ""}
    book = as_workbook({"Contents": [WEIBO_POST], "Comments": [comment], "Creators": [creator]})
    reading = read(tmp_path, "mediacrawler_weibo", book, "weibo_search.xlsx")
    assert {thread(mention) for mention in reading.mentions} == {
        ("post", WEIBO_ID, None, None),
        ("comment", "51", WEIBO_ID, WEIBO_ID),
    }
    assert [author.follower_count for author in reading.authors] == [15000]
    assert {mention.published_at for mention in reading.mentions} == {NOON}
    assert reading.row_count == 3


def test_a_row_appended_again_with_newer_counts_is_one_more_observation(tmp_path: Path) -> None:
    again = XHS_NOTE | {"liked_count": "1.3万", "last_modify_ts": LATER_MS}
    reading = read(tmp_path, "mediacrawler_xiaohongshu", as_jsonl([XHS_NOTE, XHS_NOTE, again]))
    (mention,), (observation,) = reading.mentions, reading.observations
    assert (mention.like_count, observation.like_count) == (12000, 13000)
    assert observation.observed_at == datetime(2026, 3, 4, 2, tzinfo=UTC)
    assert [skipped.reason for skipped in reading.skipped] == ["repeated row"]


def test_a_comment_file_with_too_few_columns_says_what_is_missing(tmp_path: Path) -> None:
    from records.errors import SchemaDrift

    with pytest.raises(SchemaDrift, match="no column note_id, desc/title, time"):
        read(tmp_path, "mediacrawler_xiaohongshu", as_jsonl([{"comment_id": "1", "content": "好"}]))
