"""Two RSS 2.0 feeds for the replay site; the second is in GB18030, as some local papers still are."""

from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from xml.sax.saxutils import escape

from world.clock import exported_at
from world.exports.files import Written, in_order, put
from world.model import Item
from world.stage import Stage

_TITLES = {"foodnews": ("禾声食讯", "utf-8"), "citynews": ("澄湖晚报·消费", "gb18030")}


def write(stage: Stage, folder: Path) -> list[Written]:
    """`site/feeds/<name>.xml`."""
    at = exported_at(8, 58)
    written = []
    for outlet, (title, encoding) in _TITLES.items():
        items = in_order(item for item in stage.items if item.extra.get("outlet") == outlet)[::-1]
        path = folder / "site" / "feeds" / f"{outlet}.xml"
        put(path, _channel(outlet, title, encoding, items, at).encode(encoding), at)
        written.append(Written(path=path, source="feed", observed_at=at, rows=len(items), encoding=encoding))
    return written


def _channel(outlet: str, title: str, encoding: str, items: list[Item], at: datetime) -> str:
    lines = [
        f'<?xml version="1.0" encoding="{encoding}"?>',
        '<rss version="2.0"><channel>',
        f"<title>{escape(title)}</title>",
        f"<link>https://{outlet}.example/</link>",
        f"<description>{escape(title)}</description>",
        "<language>zh-cn</language>",
        f"<lastBuildDate>{format_datetime(at)}</lastBuildDate>",
        *(_item(outlet, item) for item in items),
        "</channel></rss>",
    ]
    return "\n".join(lines) + "\n"


def _item(outlet: str, item: Item) -> str:
    return (
        f"<item><title>{escape(item.title)}</title>"
        f"<link>https://{outlet}.example/articles/{item.native_id}</link>"
        f'<guid isPermaLink="false">{item.native_id}</guid>'
        f"<pubDate>{format_datetime(item.at)}</pubDate>"
        f"<description>{escape(item.text)}</description></item>"
    )
