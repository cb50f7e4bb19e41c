"""Reviews out of a shop's back office: whose shop it is shows in the row, a score may be a word, a review may go on."""

import re
from collections.abc import Sequence

from crawlers.authors import AuthorBook
from crawlers.convert.context import Context
from crawlers.convert.times import time
from crawlers.tables.faults import Row
from crawlers.tables.fields import FieldError
from records import Mention

_GRADES = {"好评": "5", "中评": "3", "差评": "1"}
"""The three grades that some back offices give in place of stars: the best, the middle and the worst of five."""
_NO_SCORE = frozenset({"", "-", "--", "无", "未评分"})
_SCORE_COLUMNS = (
    "评分",
    "评价星级",
    "星级",
    "商品评分",
    "综合评分",
    "描述评分",
    "评价得分",
    "评价等级",
    "评价类型",
    "评价结果",
)
_ORDER_COLUMNS = ("订单编号", "订单号", "订单ID", "主订单编号", "交易编号")
_PLATFORM_COLUMNS = ("平台", "店铺平台", "渠道", "来源平台")
_FURTHER_TEXTS = ("追评内容", "追加评价", "追加评论", "追评")
_FURTHER_TIMES = ("追评时间", "追加评价时间", "追加评论时间")
_PLATFORMS = (
    (re.compile(r"天猫|淘宝|tmall|taobao", re.I), "taobao"),
    (re.compile(r"京东|^jd$", re.I), "jd"),
    (re.compile(r"抖音|抖店|douyin", re.I), "douyin"),
    (re.compile(r"拼多多|pinduoduo|^pdd$", re.I), "pinduoduo"),
    (re.compile(r"快手", re.I), "kuaishou"),
    (re.compile(r"小红书", re.I), "xiaohongshu"),
)
_PINDUODUO_ORDER = re.compile(r"\d{6}-\d{12,}")


def mend_row(row: Row) -> Row:
    """Finds the platform, the score and the order; an order's number only tells rows apart and is not kept."""
    score = next((word for name in _SCORE_COLUMNS if (word := _text(row, (name,))) not in _NO_SCORE), None)
    order = _text(row, _ORDER_COLUMNS)
    stars = _GRADES.get(score, score) if score else None
    return {**row, "platform_name": _platform(row, order), "stars": stars, "order": order or None}


def replies(row: Row, review: Mention, book: AuthorBook, context: Context) -> list[Mention]:
    """What the buyer added later (追评), as a comment on the review. Raises FieldError for an unreadable time."""
    text, written = _text(row, _FURTHER_TEXTS), _text(row, _FURTHER_TIMES)
    if not text:
        return []
    try:
        published_at = time(written, context) if written else None
    except ValueError as error:
        raise FieldError(f"追评时间: {error}") from error
    return [
        Mention(
            source=review.source,
            platform=review.platform,
            native_id=f"{review.native_id}/2",
            kind="comment",
            text=text,
            observed_at=review.observed_at,
            query=review.query,
            parent_id=review.native_id,
            root_id=review.native_id,
            published_at=published_at,
            product=review.product,
        )
    ]


def _text(row: Row, names: Sequence[str]) -> str:
    return next((text for name in names if (text := str(row.get(name) or "").strip())), "")


def _platform(row: Row, order: str) -> str | None:
    """As the row says, else as its words tell: Taobao calls its goods treasures, Pinduoduo dates its orders."""
    word = _text(row, _PLATFORM_COLUMNS)
    if word:
        return next((name for pattern, name in _PLATFORMS if pattern.search(word)), None)
    if any(name.startswith("宝贝") for name in row):
        return "taobao"
    return "pinduoduo" if _PINDUODUO_ORDER.fullmatch(order) else None
