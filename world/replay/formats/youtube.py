"""YouTube Data API v3, commentThreads.list and the video they are about: pageToken, no dates, errors as JSON."""

import re
from datetime import UTC
from typing import Any

from world.replay.messages import Answer, Asked
from world.replay.paging import as_json, bounded, page, position_of, token
from world.replay.timeline import Item, Timeline

PLATFORM = "youtube"
QUERY = "video:chaTimeline"
FIELD = "topLevelComment"
PATHS = re.compile(r"/youtube/v3/(videos|commentThreads)")
VIDEO = "chaTimeline"

_WORDS = {401: "authError", 403: "quotaExceeded", 429: "rateLimitExceeded"}


def answer(timeline: Timeline, asked: Asked, fault: str | None) -> Answer:
    """One page of threads, or the video."""
    query = asked.query
    if asked.path.endswith("/videos"):
        return as_json({"kind": "youtube#videoListResponse", "items": [_video(query.get("id", VIDEO), timeline)]})
    limit = bounded(query.get("maxResults"), default=20, largest=100)
    found = page(timeline, limit, fault, below=position_of(query["pageToken"]) if "pageToken" in query else None)
    pinned = timeline.pinned if "pageToken" not in query else ()
    items = [_thread(item, query.get("videoId", VIDEO)) for item in (*pinned, *found.items)]
    content = {"kind": "youtube#commentThreadListResponse", "pageInfo": {"resultsPerPage": limit}, "items": items}
    return as_json({**content, **({"nextPageToken": token(found.below)} if found.below is not None else {})})


def native_id(item: Item) -> str:
    """The id of the top comment."""
    return f"Ugw{item.number:08d}AaABAg"


def error(status: int) -> Answer:
    """Google's error body."""
    reason = _WORDS.get(status, "backendError")
    problem = {"domain": "global", "reason": reason, "message": f"{reason} (replayed)"}
    return as_json({"error": {"code": status, "message": problem["message"], "errors": [problem]}}, status)


def _video(number: str, timeline: Timeline) -> dict[str, Any]:
    oldest = timeline.items[-1:]
    written = _moment(oldest[0]) if oldest else "2026-01-01T00:00:00Z"
    snippet = {"publishedAt": written, "channelId": "UCchaTimeline", "title": "新茶开箱", "description": "试喝三款。"}
    figures = {"viewCount": "5210", "likeCount": "77", "commentCount": str(len(timeline.items))}
    return {"kind": "youtube#video", "id": number, "snippet": snippet, "statistics": figures}


def _thread(item: Item, video: str) -> dict[str, Any]:
    comment = {
        "kind": "youtube#comment",
        "id": native_id(item),
        "snippet": {
            "authorDisplayName": f"@chayou{item.author_number}",
            "authorChannelId": {"value": f"UC{item.author_number:022d}"},
            "videoId": video,
            "textDisplay": item.text,
            "textOriginal": item.text,
            "likeCount": item.like_count,
            "publishedAt": _moment(item),
            "updatedAt": _moment(item),
        },
    }
    snippet = {"videoId": video, "topLevelComment": comment, "canReply": True, "totalReplyCount": 0, "isPublic": True}
    return {"kind": "youtube#commentThread", "id": native_id(item), "snippet": snippet}


def _moment(item: Item) -> str:
    return item.published_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
