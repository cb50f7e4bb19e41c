"""One page of a timeline, whole or with one of the content faults."""

import base64
import json
from collections.abc import Mapping
from typing import Any

from world.replay.messages import Answer
from world.replay.timeline import Stretch, Timeline

OVERLAP_COUNT = 3
"""Items of the page before that an overlapping page begins with."""
SHIFT_COUNT = 2
"""Items that arrive just before a shifted page."""


def page(
    timeline: Timeline, limit: int, fault: str | None, *, below: int | None = None, above: int | None = None
) -> Stretch:
    """The `limit` newest items between two positions, as `fault` lets them be seen.

    An empty page tells to go on just above the first item it keeps back, so that who goes on misses nothing.
    """
    if fault == "shift":
        timeline.add(SHIFT_COUNT)
    limit = min(limit, timeline.largest_page or limit)
    whole = timeline.stretch(limit, below=below, above=above)
    if fault == "empty" and whole.items:
        return Stretch(items=(), below=whole.items[0].position + 1, total_count=whole.total_count)
    if fault == "overlap" and below is not None:
        before = timeline.newer(OVERLAP_COUNT, below)
        return Stretch(items=before + whole.items, below=whole.below, total_count=whole.total_count)
    if fault == "stale" and below is not None:
        return Stretch(items=timeline.newer(limit, below), below=below, total_count=whole.total_count)
    return whole


def ranked(timeline: Timeline, limit: int, fault: str | None, *, number: int) -> Stretch:
    """Page `number` (from 1) of a format that counts pages: new items push old ones to later pages."""
    if fault == "shift":
        timeline.add(SHIFT_COUNT)
    skip = (number - 1) * limit
    if fault == "empty":
        return Stretch(items=(), below=None, total_count=0)
    if fault == "stale" and number > 1:
        skip -= limit
    elif fault == "overlap" and number > 1:
        items = timeline.by_rank(skip - OVERLAP_COUNT, limit + OVERLAP_COUNT)
        return Stretch(items=items, below=None, total_count=0)
    return Stretch(items=timeline.by_rank(skip, limit), below=None, total_count=0)


def token(position: int) -> str:
    """A position as an opaque token, in base64 with its padding, so that it has to be escaped in addresses."""
    return base64.b64encode(b"+>" + position.to_bytes(8, "big")).decode()


def position_of(written: str) -> int | None:
    """The position in a token; None for what is no token of ours."""
    try:
        return int.from_bytes(base64.b64decode(written, validate=True)[2:10], "big")
    except ValueError:
        return None


def bounded(written: str | None, *, default: int, largest: int) -> int:
    """A page size as asked, within what the platform gives."""
    return min(max(int(written), 1), largest) if written and written.isdigit() else default


def as_json(content: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """A JSON answer in UTF-8."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return Answer(
        body=body, status=status, headers={"Content-Type": "application/json; charset=utf-8", **(headers or {})}
    )
