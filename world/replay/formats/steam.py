"""Steam's /appreviews (partner.steamgames.com/doc/store/getreviews): opaque cursors, totals on the first page only."""

import re
from typing import Any

from world.replay.messages import Answer, Asked
from world.replay.paging import as_json, bounded, page, position_of, token
from world.replay.timeline import Item, Stretch, Timeline, position_at_epoch

PLATFORM = "steam"
QUERY = "4200"
FIELD = "review"
PATHS = re.compile(r"/appreviews/\d+")


def answer(timeline: Timeline, asked: Asked, fault: str | None) -> Answer:
    """One page; `start_date`, `end_date` (Unix seconds) count with `date_range_type=include`."""
    query = asked.query
    limit = bounded(query.get("num_per_page"), default=20, largest=100)
    cursor, after, before = query.get("cursor", "*"), None, None
    if query.get("date_range_type") == "include":
        after = position_at_epoch(query.get("start_date"), -1)
        before = position_at_epoch(query.get("end_date"), 1)
    below = before if cursor == "*" else position_of(cursor)
    found = page(timeline, limit, fault, below=below, above=after)
    summary: dict[str, Any] = {"num_reviews": len(found.items)}
    if cursor == "*":
        summary |= {"review_score": 8, "review_score_desc": "Very Positive", "total_reviews": found.total_count}
    pinned = timeline.pinned if cursor == "*" else ()
    reviews = [_review(item) for item in (*pinned, *found.items)]
    return as_json({"success": 1, "query_summary": summary, "reviews": reviews, "cursor": _cursor(cursor, found)})


def native_id(item: Item) -> str:
    """The recommendationid."""
    return str(170_000_000 + item.number)


def error(status: int) -> Answer:
    """Steam sends no words of its own with a refusal."""
    return Answer(body=b"null", status=status, headers={"Content-Type": "application/json; charset=utf-8"})


def _cursor(asked: str, found: Stretch) -> str:
    """Behind the last review; a page without any repeats what was asked."""
    if found.below is not None:
        return token(found.below)
    return token(found.items[-1].position) if found.items else asked


def _review(item: Item) -> dict[str, Any]:
    moment = int(item.published_at.timestamp())
    return {
        "recommendationid": native_id(item),
        "author": {"steamid": str(76561190000000000 + item.author_number), "playtime_forever": 60 + item.number % 900},
        "language": "schinese",
        "review": item.text,
        "timestamp_created": moment,
        "timestamp_updated": moment,
        "voted_up": item.number % 4 != 0,
        "votes_up": item.like_count,
        "votes_funny": 0,
        "weighted_vote_score": "0.5" if item.number % 2 else 0,
        "comment_count": item.reply_count,
        "steam_purchase": True,
        "received_for_free": False,
    }
