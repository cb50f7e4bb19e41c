"""The App Store's customer-review feed: JSON pages of fifty, newest first, at most ten, for the replay site."""

from datetime import timedelta, timezone
from pathlib import Path
from random import Random
from typing import Any

from world.catalogue import BRANDS
from world.clock import exported_at
from world.exports.files import Written, in_order, json_line, put
from world.model import Item
from world.stage import Stage

PAGE_SIZE = 50
PAGE_LIMIT = 10
_PACIFIC = timezone(timedelta(hours=-7))


def page_path(app_id: str, page: int) -> str:
    """Where a page is kept below the site's folder."""
    return f"cn/rss/customerreviews/{app_id}/{page}.json"


def write(stage: Stage, folder: Path) -> list[Written]:
    """`site/cn/rss/customerreviews/<app id>/<page>.json` for every brand with an app."""
    rng, at = stage.rng("export appstore"), exported_at(8, 55)
    written = []
    for brand in BRANDS:
        if brand.app_id is None:
            continue
        reviews = in_order(
            item for item in stage.items if item.platform == "appstore" and item.brands[0] == brand.brand_id
        )
        reviews = reviews[::-1][: PAGE_SIZE * PAGE_LIMIT]
        entries = [_entry(rng, item, brand.app_id) for item in reviews]
        for page, begin in enumerate(range(0, len(entries), PAGE_SIZE), start=1):
            some = entries[begin : begin + PAGE_SIZE]
            path = folder / "site" / page_path(brand.app_id, page)
            put(path, json_line(feed(brand.app_id, some)).encode(), at)
            written.append(Written(path=path, source="appstore", observed_at=at, rows=len(some)))
    return written


def feed(app_id: str, entries: list[dict[str, Any]]) -> dict[str, Any]:
    """A page around entries; without any, the feed has no `entry`, as beyond the last page."""
    address = f"https://apps.example/cn/rss/customerreviews/id={app_id}/json"
    body: dict[str, Any] = {
        "author": {"name": {"label": "iTunes Store"}, "uri": {"label": "https://apps.example/"}},
        "updated": {"label": exported_at(8, 55).astimezone(_PACIFIC).isoformat()},
        "title": {"label": "iTunes Store: 用户评论"},
        "id": {"label": address},
        "link": [{"attributes": {"rel": "self", "href": address}}],
    }
    if entries:
        # The real feed gives a lone entry as an object instead of a list of one.
        body["entry"] = entries if len(entries) > 1 else entries[0]
    return {"feed": body}


def _entry(rng: Random, item: Item, app_id: str) -> dict[str, Any]:
    assert item.author is not None, "every review has an author"
    votes = int(rng.paretovariate(1.4)) - 1
    return {
        "author": {
            "uri": {"label": f"https://apps.example/cn/reviews/id{item.author.native_id}"},
            "name": {"label": item.author.name},
            "label": "",
        },
        "updated": {"label": item.at.astimezone(_PACIFIC).isoformat(timespec="seconds")},
        "im:rating": {"label": str(item.rating)},
        "im:version": {"label": f"6.{item.at.month}.{item.at.day // 8}"},
        "id": {"label": item.native_id},
        "title": {"label": item.title},
        "content": {"label": item.text, "attributes": {"type": "text"}},
        "link": {"attributes": {"rel": "related", "href": f"https://apps.example/cn/review?id={app_id}"}},
        "im:voteSum": {"label": str(votes)},
        "im:contentType": {"attributes": {"term": "Application", "label": "应用"}},
        "im:voteCount": {"label": str(votes)},
    }
