"""X API v2 recent search: next_token, ids that rise with time, start_time, end_time, since_id and until_id."""

import re
from datetime import datetime
from typing import Any

from world.replay.messages import Answer, Asked
from world.replay.paging import as_json, bounded, page, position_of, token
from world.replay.timeline import Item, Timeline, position_at

PLATFORM = "x"
QUERY = "桂花乌龙"
FIELD = "text"
PATHS = re.compile(r"/2/tweets/search/recent")

_EPOCH_MILLISECONDS = 1_288_834_974_657
"""Where the clock in the upper bits of a post's id begins (X's snowflake scheme)."""


def answer(timeline: Timeline, asked: Asked, fault: str | None) -> Answer:
    """One page; the window narrows what is below and above."""
    query = asked.query
    limit = bounded(query.get("max_results"), default=10, largest=100)
    below = [_at(query.get("end_time")), _position(query.get("until_id"))]
    above = [_before(_at(query.get("start_time"))), _position(query.get("since_id"))]
    if "next_token" in query:
        below.append(position_of(query["next_token"]))
    lowest, highest = [each for each in below if each is not None], [each for each in above if each is not None]
    found = page(timeline, limit, fault, below=min(lowest, default=None), above=max(highest, default=None))
    pinned = timeline.pinned if "next_token" not in query else ()
    posts = [_post(item) for item in (*pinned, *found.items)]
    meta: dict[str, Any] = {"result_count": len(posts)}
    if posts:
        meta |= {"newest_id": posts[0]["id"], "oldest_id": posts[-1]["id"]}
    if found.below is not None:
        meta["next_token"] = token(found.below)
    users = [_user(item) for item in {item.author_number: item for item in found.items}.values()]
    content = {"data": posts, "includes": {"users": users}} if posts else {}
    return as_json({**content, "meta": meta})


def native_id(item: Item) -> str:
    """The post's id."""
    return str(((item.position >> 16) - _EPOCH_MILLISECONDS) << 22 | (item.position & 0xFFFF))


def error(status: int) -> Answer:
    """X's problem body."""
    title = {401: "Unauthorized", 403: "Forbidden", 429: "Too Many Requests"}.get(status, "Service Unavailable")
    return as_json({"title": title, "detail": title, "type": "about:blank", "status": status}, status)


def _position(written: str | None) -> int | None:
    if not written or not written.isdigit():
        return None
    number = int(written)
    return ((number >> 22) + _EPOCH_MILLISECONDS) << 16 | (number & 0xFFFF)


def _at(written: str | None) -> int | None:
    return position_at(datetime.fromisoformat(written)) if written else None


def _before(position: int | None) -> int | None:
    """start_time is inclusive."""
    return None if position is None else position - 1


def _post(item: Item) -> dict[str, Any]:
    number = native_id(item)
    figures = {"retweet_count": 0, "reply_count": item.reply_count, "like_count": item.like_count, "quote_count": 0}
    return {
        "id": number,
        "text": item.text,
        "author_id": str(item.author_number),
        "conversation_id": number,
        "created_at": item.published_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "lang": "zh",
        "public_metrics": {**figures, "bookmark_count": 0, "impression_count": item.like_count * 9},
    }


def _user(item: Item) -> dict[str, Any]:
    number = item.author_number
    figures = {"followers_count": number % 700, "following_count": number % 90, "tweet_count": number % 1200}
    return {
        "id": str(number),
        "name": f"茶友{number}",
        "username": f"chayou{number}",
        "verified": False,
        "public_metrics": figures,
    }
