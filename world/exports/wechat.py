"""WeChat: the account's own table of articles and their figures, as its back office gives it."""

from pathlib import Path

from world.clock import exported_at
from world.exports.files import Written, csv_text, in_order, put
from world.model import Item
from world.stage import Stage

HEADER = (
    "消息ID", "文章标题", "正文", "发布时间", "公众号ID", "公众号", "主体类型", "阅读数", "在看数", "点赞数", "分享数",
)  # fmt: skip


def write(stage: Stage, folder: Path) -> list[Written]:
    """`exports/wechat_articles.csv`."""
    rows = [_row(item) for item in in_order(each for each in stage.items if each.platform == "wechat")]
    path, at = folder / "exports" / "wechat_articles.csv", exported_at(8, 54)
    put(path, csv_text(HEADER, rows).encode(), at)
    return [Written(path=path, source="table", observed_at=at, rows=len(rows))]


def _row(item: Item) -> tuple[object, ...]:
    assert item.author is not None, "every article has an account"
    figures = (item.extra[name] for name in ("reads", "wows", "likes", "shares"))
    return (item.native_id, item.title, item.text, f"{item.at:%Y-%m-%d %H:%M:%S}", item.author.native_id,
            item.author.name, "enterprise", *figures)  # fmt: skip
