"""The files of weibo-crawler, weiboSpider and weibo-search."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from crawlers.convert.times import weibo_id_time
from crawlers.sources.weibo_status import base62_id
from tests.crawlers.presets import NOON, as_csv, author_id, counts, read, thread, who

BASE = [
    "id",
    "bid",
    "正文",
    "头条文章url",
    "原始图片url",
    "视频url",
    "Live Photo视频url",
    "位置",
    "日期",
    "工具",
    "点赞数",
    "评论数",
    "转发数",
    "话题",
    "@用户",
    "完整日期",
    "是否编辑过",
    "编辑次数",
]
POST = {"id": "5100000000000001\t", "bid": "PaBcDeF01", "正文": '早茶"一盅两件"\n从容', "日期": "2026-03-02T12:05:00"}
POST |= {"点赞数": "12000", "评论数": "3", "转发数": "4", "完整日期": "2026-03-02 12:05:00", "工具": "iPhone"}
POST |= {"是否编辑过": "False", "编辑次数": "0"}
ORIGINAL = POST | {
    "id": "5000000000000009\t",
    "正文": "新店开业 ...全文",
    "点赞数": "7",
    "完整日期": "2026-03-01 08:00:00",
}


def _without(names: list[str], *left_out: str) -> list[str]:
    return [name for name in names if name not in left_out]


def _cells(post: dict[str, str], names: list[str]) -> list[str]:
    return [post.get(name, "") for name in names]


def _table(names: list[str], original_names: list[str]) -> bytes:
    """A table as the tool writes it: rows of originals end early, those of reposts may too."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([*names, "是否原创", "源用户id", "源用户昵称", *(f"源微博{name}" for name in names)])
    writer.writerow([*_cells(POST, names), "True"])
    repost = POST | {"id": "5100000000000002\t", "正文": "支持"}
    again = POST | {"id": "5100000000000003\t", "正文": "再转"}
    for each in (repost, again):
        writer.writerow([*_cells(each, names), "False", "66", "茶社", *_cells(ORIGINAL, original_names)])
    return out.getvalue().encode("utf-8-sig")


VERSIONS = {
    "2019": _without(BASE, "头条文章url", "Live Photo视频url", "完整日期", "是否编辑过", "编辑次数"),
    "2020": _without(BASE, "Live Photo视频url", "完整日期", "是否编辑过", "编辑次数"),
    "2024": _without(BASE, "Live Photo视频url", "是否编辑过", "编辑次数"),
    "2025-11": _without(BASE, "是否编辑过", "编辑次数"),
    "2025-12": BASE,
}


@pytest.mark.parametrize("version", VERSIONS)
def test_weibo_crawler_tables(tmp_path: Path, version: str) -> None:
    names = VERSIONS[version]
    originals = _without(names, "是否编辑过", "编辑次数")
    post, repost, original, again = read(tmp_path, "weibo_crawler", _table(names, originals), "1.csv").mentions
    assert thread(post) == ("post", "5100000000000001", None, None)
    assert (post.text, post.published_at, post.author) == ('早茶"一盅两件"\n从容', NOON, None)
    assert counts(post) == (12000, 3, 4, None, None)
    assert post.url == "https://m.weibo.cn/detail/5100000000000001"
    assert post.extra == {"client": "iPhone"}
    assert thread(repost) == ("repost", "5100000000000002", "5000000000000009", "5000000000000009")
    assert thread(original) == ("post", "5000000000000009", None, None)
    assert (original.text, original.like_count, author_id(original)) == ("新店开业 ...全文", 7, who("weibo", "66"))
    assert original.extra == {"is_truncated": "true"}
    assert again.native_id == "5100000000000003"  # the original it carries is there already


def test_weibo_crawler_table_of_originals_only(tmp_path: Path) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([BASE, _cells(POST, BASE)])
    (post,) = read(tmp_path, "weibo_crawler", out.getvalue().encode("utf-8-sig"), "1.csv").mentions
    assert (post.native_id, post.kind, post.published_at) == ("5100000000000001", "post", NOON)


def _status(number: int, **more: Any) -> dict[str, Any]:
    status = {
        "user_id": 66,
        "screen_name": "茶社",
        "id": number,
        "bid": "PaBcDeF01",
        "text": "春茶 & 新杯",
        "topics": "",
    }
    status |= {"created_at": "2026-03-02T12:05:00", "full_created_at": "2026-03-02 12:05:00", "source": "网页"}
    return status | {"attitudes_count": 5, "comments_count": 6, "reposts_count": 7, "edited": False} | more


def test_weibo_crawler_json(tmp_path: Path) -> None:
    user = {"id": "66", "screen_name": "茶社", "gender": "f", "location": "广东 广州", "ip_location": "广东"}
    user |= {"followers_count": 56000, "follow_count": 8, "statuses_count": 900, "verified": True, "verified_type": 3}
    gone = _status(9, user_id="", screen_name="", text="抱歉，作者已删除")
    markup = "新品<br />看<a href='/n/x'>@茶友</a> &gt; 更多<span>...全文</span>"
    posts = [
        _status(1),
        _status(2, text="转", retweet=_status(8, user_id=77, text=markup)),
        _status(3, text="转", retweet=gone),
    ]
    content = json.dumps({"user": user, "weibo": posts}, ensure_ascii=False).encode()
    first, repost, original, lonely = read(tmp_path, "weibo_crawler", content, "66.json").mentions
    assert (first.text, first.published_at, counts(first)) == ("春茶 & 新杯", NOON, (5, 6, 7, None, None))
    assert first.author
    assert (first.author.author_id, first.author.follower_count) == (who("weibo", "66"), 56000)
    assert (first.author.verified_type, first.author.is_verified, first.author.region) == ("media", True, "广东")
    assert (thread(repost), thread(original)) == (("repost", "2", "8", "8"), ("post", "8", None, None))
    assert (original.text, author_id(original)) == ("新品\n看@茶友 > 更多...全文", who("weibo", "77"))
    assert original.extra == {"is_truncated": "true"}
    assert thread(lonely) == ("repost", "3", "9", "9")


def test_weibo_crawler_accounts(tmp_path: Path) -> None:
    row = {
        "用户id": "66",
        "昵称": "茶社",
        "性别": "f",
        "生日": "",
        "所在地": "广东 广州",
        "IP属地": "",
        "微博数": "900",
    }
    row |= {"粉丝数": "56000", "关注数": "8", "简介": "", "是否认证": "True", "认证类型": "3"}
    (author,) = read(tmp_path, "weibo_crawler", as_csv([row]), "users.csv").authors
    assert (author.author_id, author.gender, author.region) == (who("weibo", "66"), "f", "广东 广州")
    assert (author.follower_count, author.following_count, author.post_count) == (56000, 8, 900)
    assert (author.is_verified, author.verified_type) == (True, "media")


def test_weibo_spider_tables(tmp_path: Path) -> None:
    row = {"微博id": "PaBcDeF01", "微博正文": "午后一杯", "头条文章url": "", "原始图片url": "无", "微博视频url": "无"}
    row |= {
        "发布位置": "无",
        "发布时间": "2026-03-02 12:05",
        "发布工具": "网页",
        "点赞数": "1",
        "转发数": "2",
        "评论数": "3",
    }
    (post,) = read(tmp_path, "weibo_crawler", as_csv([row]), "66.csv").mentions
    assert (post.native_id, post.published_at, counts(post)) == ("PaBcDeF01", NOON, (1, 3, 2, None, None))


RESULT = {"id": "5100000000000001", "bid": "PaBcDeF01", "user_id": "66", "用户昵称": "茶社", "微博正文": "新品,上市"}
RESULT |= {
    "头条文章url": "",
    "发布位置": "",
    "艾特用户": "",
    "话题": "青禾茶",
    "转发数": "0",
    "评论数": "1",
    "点赞数": "1.2万",
}
RESULT |= {
    "发布时间": "2026-03-02 12:05",
    "发布工具": "微博网页版",
    "微博图片url": "",
    "微博视频url": "",
    "retweet_id": "",
}
RESULT |= {"ip": "浙江", "user_authentication": "蓝V", "会员类型": "", "会员等级": "0"}


def test_weibo_search(tmp_path: Path) -> None:
    repost = RESULT | {"id": "5100000000000002", "微博正文": "说得对...展开c", "retweet_id": "5100000000000001"}
    repost |= {"user_id": "67", "user_authentication": "普通用户", "发布时间": ""}
    original = RESULT | {"id": "5100000000000003", "user_authentication": "", "ip": ""}
    post, second, third = read(tmp_path, "weibo_search", as_csv([RESULT, repost, original]), "1.csv").mentions
    assert (thread(post), post.text, post.published_at) == (("post", RESULT["id"], None, None), "新品,上市", NOON)
    assert (counts(post), post.count_precision) == ((12000, 1, 0, None, None), "rounded")
    assert post.author
    assert (post.author.is_verified, post.author.verified_type, post.author.region) == (True, "enterprise", "浙江")
    assert dict(post.extra) == {"client": "微博网页版", "topics": "青禾茶"}
    assert thread(second) == ("repost", "5100000000000002", "5100000000000001", "5100000000000001")
    assert second.author
    assert (second.author.is_verified, second.published_at, second.extra["is_truncated"]) == (False, None, "true")
    assert third.author
    assert third.author.is_verified is None


@pytest.mark.parametrize("has_exponent", [True, False])
def test_weibo_search_recovers_numbers_that_a_spreadsheet_rounded(tmp_path: Path, has_exponent: bool) -> None:
    # The made-up short address J8YgYcZyW and its number are two spellings of one id, of 29 June 2020.
    number = base62_id("J8YgYcZyW")
    assert weibo_id_time(number) == weibo_id_time("J8YgYcZyW") is not None
    rounded = f"{float(number):.5E}" if has_exponent else f"{number[:15]}0"
    rows = [RESULT | {"id": rounded, "bid": "J8YgYcZyW"}, RESULT]
    first, second = read(tmp_path, "weibo_search", as_csv(rows), "1.csv").mentions
    assert (first.native_id, second.native_id) == (number, "5100000000000001")
