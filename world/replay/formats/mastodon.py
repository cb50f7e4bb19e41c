"""Mastodon's timelines (docs.joinmastodon.org/methods/timelines): ids rise with time, Link headers, 40 a page."""

import re
from typing import Any
from urllib.parse import urlencode

from world.replay.messages import Answer, Asked
from world.replay.paging import as_json, bounded, page
from world.replay.timeline import Item, Stretch, Timeline

PLATFORM = "mastodon"
QUERY = "#桂花乌龙"
FIELD = "content"
PATHS = re.compile(r"/api/v1/(timelines/(tag/.+|public)|accounts/\d+/statuses)")

_SERVER = "social.example"


def answer(timeline: Timeline, asked: Asked, fault: str | None) -> Answer:
    """One page below `max_id`, above `since_id`; with `min_id` the oldest page above it."""
    query = asked.query
    limit = bounded(query.get("limit"), default=20, largest=40)
    below, above, least = (_position(query.get(name)) for name in ("max_id", "since_id", "min_id"))
    if least is not None:
        found = _just_above(timeline, limit, least, below)
    else:
        found = page(timeline, limit, fault, below=below, above=above)
    pinned = timeline.pinned if below is None and least is None else ()
    statuses = [_status(item) for item in (*pinned, *found.items)]
    return as_json(statuses, headers=_links(asked, found) | {"X-RateLimit-Limit": "300"})


def native_id(item: Item) -> str:
    """`server:number`, from the status's uri."""
    return f"{_SERVER}:{item.position}"


def error(status: int) -> Answer:
    """Mastodon's own words."""
    words = {401: "The access token is invalid", 429: "Too many requests"}.get(status, "Something went wrong")
    return as_json({"error": words}, status)


def _position(written: str | None) -> int | None:
    return int(written) if written and written.isdigit() else None


def _just_above(timeline: Timeline, limit: int, least: int, below: int | None) -> Stretch:
    """`min_id` gives the page that follows it in time, newest first all the same."""
    found = [item for item in timeline.newer(limit, least + 1) if below is None or item.position < below]
    return Stretch(items=tuple(found), below=found[-1].position if found else None, total_count=len(found))


def _links(asked: Asked, found: Stretch) -> dict[str, str]:
    links = []
    kept = {name: value for name, value in asked.query.items() if name not in ("max_id", "min_id", "since_id")}
    if found.below is not None:
        links.append(_link(asked, {**kept, "max_id": str(found.below)}, "next"))
    if found.items:
        links.append(_link(asked, {**kept, "min_id": str(found.items[0].position)}, "prev"))
    return {"Link": ", ".join(links)} if links else {}


def _link(asked: Asked, query: dict[str, str], rel: str) -> str:
    return f'<https://{_SERVER}{asked.path}?{urlencode(query)}>; rel="{rel}"'


def _status(item: Item) -> dict[str, Any]:
    name = f"cha{item.author_number}"
    written = item.published_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {
        "id": str(item.position),
        "uri": f"https://{_SERVER}/users/{name}/statuses/{item.position}",
        "url": f"https://{_SERVER}/@{name}/{item.position}",
        "created_at": written,
        "edited_at": None,
        "in_reply_to_id": None,
        "content": f"<p>{item.text} <a href='https://{_SERVER}/tags/x'>#桂花乌龙</a></p>",
        "spoiler_text": "",
        "language": "zh",
        "visibility": "public",
        "favourites_count": item.like_count,
        "replies_count": item.reply_count,
        "reblogs_count": item.number % 5,
        "reblog": None,
        "account": {
            "id": str(item.author_number),
            "acct": name,
            "username": name,
            "display_name": f"茶友{item.author_number}",
            "url": f"https://{_SERVER}/@{name}",
            "followers_count": item.author_number % 700,
            "following_count": item.author_number % 90,
            "statuses_count": item.author_number % 1200,
            "bot": False,
        },
        **({"pinned": True} if item.is_pinned else {}),
    }
