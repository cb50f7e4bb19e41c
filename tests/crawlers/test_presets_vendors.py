"""Listening vendors' and shops' exports, by header names in common use; no real file of them was seen."""

from pathlib import Path

import pytest

from crawlers import catalog
from crawlers.sources.weibo_status import base62_id
from tests.crawlers.presets import NOON, Rows, as_csv, as_workbook, author_id, counts, read, thread, who

NOTE = "65e2a1c80000000012345678"
CIVIW = {"标题": "", "内容": "青禾新茶&好喝", "媒体类型": "新浪微博", "来源网站": "新浪微博", "作者": "茶客甲"}
CIVIW |= {"发布时间": "2026-03-02 12:05:00", "情感属性": "正面", "粉丝数": "1.2万", "IP属地": "浙江", "转发数": "3"}
CIVIW |= {"原文链接": "https://weibo.com/1234567890/J8YgYcZyW?refer_flag=1", "认证类型": "蓝V", "相似文章数": "2"}
GSDATA = {
    "文章标题": "测评:三家茶饮",
    "文章内容": "第二家翻车了",
    "平台": "微信公众号",
    "发布者": "茶饮报",
    "情感倾向": "负面",
}
GSDATA |= {"发布时间": "2026/3/2 12:05", "链接": "https://mp.weixin.qq.com/s?__biz=MzA1&mid=1&idx=1", "阅读数": "10万+"}
DATASTORY = {
    "帖子标题": "求推荐",
    "帖子内容": "预算一百",
    "平台": "小红书",
    "数据来源": "笔记",
    "情感": "中性",
    "互动量": "9",
}
DATASTORY |= {"发布时间": "2026-03-02 12:05", "帖子链接": f"https://www.xiaohongshu.com/explore/{NOTE}?xsec_token=A"}
DATASTORY |= {"用户昵称": "小鱼", "点赞数": "7", "收藏数": "1", "评论数": "1"}
QIANGUA = {
    "笔记标题": "青禾测评",
    "笔记内容": "回甘久",
    "发布时间": "2026-03-02 12:05",
    "达人昵称": "小鱼",
    "粉丝数": "3.4万",
}
QIANGUA |= {"点赞数": "1.1万", "收藏数": "200", "评论数": "30", "分享数": "4", "达人类目": "美食", "互动量": "1.13万"}
QIANGUA |= {"笔记链接": f"https://www.xiaohongshu.com/user/profile/5f00aa11000000000101abcd/{NOTE}", "小红书号": "88"}
NEWRANK = {
    "作品标题": "一周茶饮",
    "发布时间": "2026-03-02 12:05",
    "账号名称": "茶饮报",
    "平台": "公众号",
    "阅读数": "5000",
}
NEWRANK |= {"点赞数": "12", "在看数": "6", "作品链接": "https://mp.weixin.qq.com/s/AbCd", "微信号": "tea-news"}
CHANMAMA = {
    "视频标题": "开箱青禾 #新茶",
    "发布时间": "2026-03-02 12:05",
    "达人昵称": "茶娘",
    "抖音号": "tea",
    "点赞数": "3w",
}
CHANMAMA |= {
    "评论数": "20",
    "分享数": "5",
    "收藏数": "6",
    "视频时长": "00:31",
    "带货商品": "青禾乌龙",
    "播放量": "12万",
}
CHANMAMA |= {"视频链接": "https://www.douyin.com/video/7300000000000000001", "粉丝数": "50万"}
FIXTURES = {
    "civiw": CIVIW,
    "gsdata": GSDATA,
    "datastory": DATASTORY,
    "qiangua": QIANGUA,
    "newrank": NEWRANK,
    "chanmama": CHANMAMA,
}


def _titled(rows: Rows) -> bytes:
    return "识微商情 导出时间 2026-03-03\n".encode("utf-8-sig") + as_csv(rows).removeprefix(b"\xef\xbb\xbf")


@pytest.mark.parametrize("name", [*FIXTURES, "shop_reviews"])
def test_its_headers_are_said_to_be_unverified(name: str) -> None:
    assert catalog.spec(name).is_unverified


@pytest.mark.parametrize("name", FIXTURES)
@pytest.mark.parametrize("is_workbook", [False, True])
def test_a_table_and_a_workbook_say_the_same(tmp_path: Path, name: str, is_workbook: bool) -> None:
    rows = [FIXTURES[name]]
    content = as_workbook({"导出": rows}) if is_workbook else as_csv(rows)
    reading = read(tmp_path, name, content, "export.xlsx" if is_workbook else "export.csv")
    (mention,) = reading.mentions
    assert (mention.kind, mention.published_at) == ("post", NOON)
    assert "header set not verified on a real file" in reading.message


def test_civiw(tmp_path: Path) -> None:
    forum = CIVIW | {
        "媒体类型": "论坛",
        "来源网站": "茶友论坛",
        "原文链接": "https://bbs.example/t/1?p=2",
        "情感属性": "非敏感",
    }
    reading = read(tmp_path, "civiw", _titled([CIVIW, forum, CIVIW]), "a.csv")
    post, thread_start = reading.mentions
    number = base62_id("J8YgYcZyW")
    assert (post.platform, thread(post)) == ("weibo", ("post", number, None, None))
    assert (post.text, post.title, post.url) == ("青禾新茶&好喝", None, f"https://m.weibo.cn/detail/{number}")
    assert (counts(post), author_id(post)) == ((None, None, 3, None, None), who("weibo", "茶客甲"))
    assert post.author
    assert (post.author.follower_count, post.author.verified_type, post.author.region) == (12000, "enterprise", "浙江")
    assert (thread_start.platform, thread_start.url) == ("web", "https://bbs.example/t/1?p=2")
    assert thread_start.native_id.startswith("h:")
    (verdict,) = reading.annotations  # 非敏感 is no verdict of three
    assert (verdict.mention_id, verdict.label, verdict.target) == (post.mention_id, "positive", None)
    assert (verdict.task, verdict.engine, verdict.version) == ("sentiment", "vendor:civiw", "export")
    assert thread_start.extra["tone_as_written"] == "非敏感"
    assert [skipped.reason for skipped in reading.skipped] == ["repeated row"]


def test_civiw_reposts_and_cut_texts(tmp_path: Path) -> None:
    row = CIVIW | {"内容": "说来话长...全文", "微博类型": "转发", "认证类型": "普通用户", "情感属性": "复杂"}
    reading = read(tmp_path, "civiw", as_csv([row]), "a.csv")
    (repost,) = reading.mentions
    assert (repost.kind, repost.extra["is_truncated"]) == ("repost", "true")
    assert repost.author
    assert (repost.author.is_verified, repost.author.verified_type) == (False, None)
    assert reading.annotations == []  # a word that is not known gives no verdict, and the row is kept


def test_gsdata_keeps_no_account_number(tmp_path: Path) -> None:
    reading = read(tmp_path, "gsdata", as_csv([GSDATA]), "a.csv")
    (article,) = reading.mentions
    assert (article.platform, article.title, article.text) == ("wechat", "测评:三家茶饮", "第二家翻车了")
    assert (article.url, article.view_count, article.count_precision) == (None, 100_000, "capped")
    assert [verdict.label for verdict in reading.annotations] == ["negative"]
    assert "__biz" not in str(article)


def test_datastory(tmp_path: Path) -> None:
    reading = read(tmp_path, "datastory", as_csv([DATASTORY]), "a.csv")
    (note,) = reading.mentions
    assert (note.platform, note.native_id) == ("xiaohongshu", NOTE)
    assert note.url == f"https://www.xiaohongshu.com/explore/{NOTE}"
    assert (counts(note), [verdict.label for verdict in reading.annotations]) == ((7, 1, None, 1, None), ["neutral"])


def test_qiangua(tmp_path: Path) -> None:
    (note,) = read(tmp_path, "qiangua", as_csv([QIANGUA]), "a.csv").mentions
    assert (note.native_id, note.title, note.text) == (NOTE, "青禾测评", "回甘久")
    assert (counts(note), note.count_precision) == ((11000, 30, 4, 200, None), "rounded")
    assert note.author
    assert (note.author.author_id, note.author.category) == (who("xiaohongshu", "88"), "美食")


def test_newrank(tmp_path: Path) -> None:
    (article,) = read(tmp_path, "newrank", as_csv([NEWRANK]), "a.csv").mentions
    assert (article.platform, article.title, article.url) == ("wechat", "一周茶饮", "https://mp.weixin.qq.com/s/AbCd")
    assert (counts(article), article.wow_count) == ((12, None, None, None, 5000), 6)


def test_chanmama(tmp_path: Path) -> None:
    (video,) = read(tmp_path, "chanmama", as_csv([CHANMAMA]), "a.csv").mentions
    assert (video.platform, video.native_id) == ("douyin", "7300000000000000001")
    assert (counts(video), video.text) == ((30000, 20, 5, 6, 120_000), "开箱青禾 #新茶")


REVIEW = {"订单编号": "1234567890", "商品名称": "青禾乌龙 50g", "商品ID": "77", "商品规格": "两罐", "买家昵称": "t***3"}
REVIEW |= {"评价内容": "包装好,茶也香", "评分": "5", "评价时间": "2026-03-02 12:05:00", "商家回复": "谢谢"}


def test_shop_reviews(tmp_path: Path) -> None:
    poor = REVIEW | {"订单编号": "260302-123456789012345", "评价内容": "潮了", "评分": "差评"}
    silent = REVIEW | {"评价内容": "此用户没有填写评论!", "评分": "-"}
    starred = REVIEW | {"评价内容": "此用户没有填写评论!", "评分": "4", "订单编号": "9"}
    reading = read(tmp_path, "shop_reviews", as_csv([REVIEW, poor, silent, starred]), "a.csv")
    first, second, third = reading.mentions
    assert (first.kind, first.platform, first.rating, first.rating_scale) == ("review", "shop", 5, 5)
    assert (first.product, first.published_at, first.author) == ("青禾乌龙 50g", NOON, None)
    assert first.extra == {"variant": "两罐", "product_id": "77", "merchant_reply": "谢谢"}
    assert (second.platform, second.rating, third.text, third.rating) == ("pinduoduo", 1, "", 4)
    assert [skipped.reason for skipped in reading.skipped] == ["default text"]
    assert "t***3" not in str(reading.mentions)


@pytest.mark.parametrize(
    ("more", "platform"),
    [
        ({"平台": "天猫旗舰店"}, "taobao"),
        ({"店铺平台": "京东"}, "jd"),
        ({"渠道": "抖店"}, "douyin"),
        ({"宝贝ID": "7"}, "taobao"),
    ],
)
def test_shop_reviews_say_whose_shop_it_is(tmp_path: Path, more: dict[str, str], platform: str) -> None:
    (review,) = read(tmp_path, "shop_reviews", as_csv([REVIEW | more]), "a.csv").mentions
    assert review.platform == platform


def test_what_a_buyer_adds_later_follows_the_review(tmp_path: Path) -> None:
    row = REVIEW | {"评价ID": "55", "追评内容": "喝完回来说,真不错", "追评时间": "2026-03-02 12:05"}
    review, added = read(tmp_path, "shop_reviews", as_csv([row]), "a.csv").mentions
    assert thread(review) == ("review", "55", None, None)
    assert (thread(added), added.text) == (("comment", "55/2", "55", "55"), "喝完回来说,真不错")
    assert (added.published_at, added.product) == (NOON, "青禾乌龙 50g")
