"""What listening vendors' exports have in common, whoever the vendor is. No source of its own: it has no yml.

No real file of any of these vendors was seen: column names and words are those in common use in the trade.
"""

import re
from collections.abc import Mapping, Sequence

from crawlers.sources.weibo_status import base62_id
from crawlers.sources.weibo_words import is_truncated
from crawlers.tables.faults import Row

_PLATFORM_COLUMNS = (
    "平台",
    "发布平台",
    "来源平台",
    "媒体类型",
    "媒体平台",
    "渠道",
    "来源类型",
    "来源网站",
    "网站名称",
    "来源",
)
_URL_COLUMNS = (
    "链接",
    "原文链接",
    "作品链接",
    "笔记链接",
    "视频链接",
    "文章链接",
    "帖子链接",
    "URL",
    "url",
    "原文地址",
    "网址",
)
_KIND_COLUMNS = ("信息类型", "内容类型", "帖子类型", "微博类型", "发文类型", "是否原创")
_MARK_COLUMNS = ("认证类型", "用户认证", "账号认证", "认证")
_TEXT_COLUMNS = ("内容", "正文", "全文", "帖子内容", "微博内容", "文章内容", "原文", "摘要")
_PLATFORMS = (
    (re.compile(r"微博|weibo", re.I), "weibo"),
    (re.compile(r"小红书|红书|xiaohongshu|\bxhs\b", re.I), "xiaohongshu"),
    (re.compile(r"抖音|douyin", re.I), "douyin"),
    (re.compile(r"快手|kuaishou", re.I), "kuaishou"),
    (re.compile(r"哔哩|B站|bilibili", re.I), "bilibili"),
    (re.compile(r"知乎|zhihu", re.I), "zhihu"),
    (re.compile(r"贴吧|tieba", re.I), "tieba"),
    (re.compile(r"视频号"), "wechat_channels"),
    (re.compile(r"微信|公众号|weixin|wechat", re.I), "wechat"),
    (re.compile(r"豆瓣|douban", re.I), "douban"),
    (re.compile(r"黑猫"), "heimao"),
    (re.compile(r"新闻|网媒|网络媒体|报刊|数字报|电子报|客户端"), "news"),
)
"""A word or an address -> platform; the first that fits."""
_IDS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("weibo", re.compile(r"weibo\.c(?:om|n)/(?:detail|status|\d+)/([0-9A-Za-z]{9,})"), "https://m.weibo.cn/detail/{}"),
    (
        "xiaohongshu",
        re.compile(r"xiaohongshu\.com/(?:explore|item|discovery/item|user/profile/\w+)/([0-9a-f]{24})"),
        "https://www.xiaohongshu.com/explore/{}",
    ),
    (
        "douyin",
        re.compile(r"douyin\.com/.*?(?:(?:video|note)/|modal_id=)(\d{15,})"),
        "https://www.douyin.com/video/{}",
    ),
    ("kuaishou", re.compile(r"kuaishou\.com/short-video/(\w+)"), "https://www.kuaishou.com/short-video/{}"),
    ("bilibili", re.compile(r"bilibili\.com/video/av(\d+)"), "https://www.bilibili.com/video/av{}"),
    ("bilibili", re.compile(r"bilibili\.com/video/(BV\w{10})"), "https://www.bilibili.com/video/{}"),
    ("zhihu", re.compile(r"zhihu\.com/.*?answer/(\d+)"), "https://www.zhihu.com/answer/{}"),
    ("zhihu", re.compile(r"zhuanlan\.zhihu\.com/p/(\d+)"), "https://zhuanlan.zhihu.com/p/{}"),
    ("tieba", re.compile(r"tieba\.baidu\.com/p/(\d+)"), "https://tieba.baidu.com/p/{}"),
)
"""Platform, where its addresses hold the content's own id, and the address by that id alone."""
_ACCOUNTS = re.compile(r"/(?:u|user|users|people|profile|space|home)/|__biz=|space\.bilibili\.com")
_ORGANISATIONS = re.compile(r"蓝V|企业|机构|官方|品牌")
_PEOPLE = re.compile(r"[黄橙金红]V|个人|达人|名人|博主")
_UNMARKED = re.compile(r"普通|未认证|无认证|草根|^否$")


def mended(row: Row, platform: str | None = None) -> Row:
    """A row with the cells that the yml reads beside the vendor's own.

    `platform_name`, `content_id` and `content_url` (without account numbers and trackers), `kind`, `is_marked`,
    `mark_kind` and `is_truncated`. `platform` is for vendors that cover one platform only.
    """
    url = _first(row, _URL_COLUMNS)
    found = platform or _platform(_first(row, _PLATFORM_COLUMNS), url)
    identity, address = _content(url, found)
    mark = _first(row, _MARK_COLUMNS)
    return {
        **row,
        "platform_name": found,
        "content_id": identity,
        "content_url": address,
        "url_as_written": url,
        "kind": _kind(_first(row, _KIND_COLUMNS), row),
        "is_marked": _is_marked(mark),
        "mark_kind": _mark_kind(mark),
        "is_truncated": "true" if is_truncated(_first(row, _TEXT_COLUMNS)) else None,
    }


def _first(row: Row, names: Sequence[str]) -> str:
    return next((text for name in names if (text := str(row.get(name) or "").strip())), "")


def _platform(word: str, url: str) -> str | None:
    """By the vendor's word, else by the address: a word like 论坛 names none."""
    return next((name for text in (word, url) for pattern, name in _PLATFORMS if text and pattern.search(text)), None)


def _content(url: str, platform: str | None) -> tuple[str | None, str | None]:
    """The content's own id within its address, and an address without the account's."""
    for name, pattern, address in _IDS:
        match = pattern.search(url) if platform in (name, None) else None
        if match:
            identity = base62_id(match[1]) if name == "weibo" else match[1]
            return identity, address.format(identity)
    is_of_account = platform == "weibo" or _ACCOUNTS.search(url)
    return None, None if is_of_account or not url else url


def _kind(word: str, row: Mapping[str, object]) -> str | None:
    if "转发" in word or (word == "否" and "是否原创" in row):
        return "repost"
    return "comment" if "评论" in word or "跟帖" in word else None


def _mark_kind(word: str) -> str | None:
    if "媒体" in word:
        return "media"
    if "政府" in word or "政务" in word:
        return "government"
    return "enterprise" if _ORGANISATIONS.search(word) else "person" if _PEOPLE.search(word) else None


def _is_marked(word: str) -> str | None:
    if _UNMARKED.search(word):
        return "false"
    return "true" if _mark_kind(word) or word == "是" else None
