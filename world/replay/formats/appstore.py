"""Apple's customer-review feed in JSON: ten pages of 50, counted from the newest, the app itself first of all."""

import re
from datetime import timedelta, timezone
from typing import Any

from world.replay.messages import Answer, Asked
from world.replay.paging import as_json, ranked
from world.replay.timeline import Item, Timeline

PLATFORM = "appstore"
QUERY = "1500000009"
FIELD = "id"
PATHS = re.compile(
    r"/[a-z]{2}/rss/customerreviews/(?:page=(?P<page>\d+)/)?id=(?P<app>\d+)/sort[Bb]y=most[Rr]ecent/json"
)
PAGE_LIMIT = 10
PAGE_SIZE = 50

_PACIFIC = timezone(timedelta(hours=-7))


def answer(timeline: Timeline, asked: Asked, fault: str | None) -> Answer:
    """One page; none has a total, and page 11 is refused."""
    match = PATHS.fullmatch(asked.path)
    number = int(match["page"] or 1) if match else 1
    if not 1 <= number <= PAGE_LIMIT:
        body = f"CustomerReviews RSS page depth is limited to {PAGE_LIMIT}\n"
        return Answer(body=body.encode(), status=400, headers={"Content-Type": "text/plain"})
    found = ranked(timeline, PAGE_SIZE, fault, number=number)
    pinned = timeline.pinned if number == 1 else ()
    app = match["app"] if match else QUERY
    return _feed(app, [_entry(item) for item in (*pinned, *found.items)])


def native_id(item: Item) -> str:
    """The review's id."""
    return str(12_000_000_000 + item.number)


def error(status: int) -> Answer:
    """Apple sends no words of its own with a refusal."""
    return Answer(body=b"", status=status, headers={"Content-Type": "text/plain"})


def _feed(app: str, entries: list[dict[str, Any]]) -> Answer:
    feed: dict[str, Any] = {
        "author": {"name": {"label": "iTunes Store"}},
        "id": {"label": f"https://itunes.apple.com/cn/rss/customerreviews/id={app}/sortBy=mostRecent/json"},
        "link": [{"attributes": {"rel": "self", "href": "https://inside.invalid/rss"}}],
    }
    if entries:  # a lone entry is no list, and an empty feed has none
        feed["entry"] = entries if len(entries) > 1 else entries[0]
    return as_json({"feed": feed})


def _entry(item: Item) -> dict[str, Any]:
    return {
        "author": {
            "uri": {"label": f"https://itunes.apple.com/cn/reviews/id{item.author_number}"},
            "name": {"label": f"茶友{item.author_number}"},
            "label": "",
        },
        "updated": {"label": item.published_at.astimezone(_PACIFIC).isoformat(timespec="seconds")},
        "im:rating": {"label": str(1 + item.number % 5)},
        "im:version": {"label": "3.1.0"},
        "id": {"label": native_id(item)},
        "title": {"label": f"第{item.number}条"},
        "content": {"label": item.text, "attributes": {"type": "text"}},
        "im:voteSum": {"label": str(item.like_count)},
        "im:voteCount": {"label": str(item.like_count)},
    }
