"""Comments that Reddit leaves out of a thread, and how to ask for them. No source of its own: it has no yml.

A `more` stub lists comments to load with /api/morechildren; one without any (`count: 0`, "continue this thread") stands
below a comment whose branch is asked for as a thread of its own.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from crawlers.responses import mapping

CHILDREN = 100
"""Most comments that one request may name; Reddit answers one such request at a time."""
_LONGEST_PENDING = 20_000
"""Comments waiting to be asked for; a thread with more is cut."""


def things_in(content: Any) -> Iterator[Any]:
    """Posts, comments and stubs of listings inside listings, in reading order."""
    waiting = list(reversed(content)) if isinstance(content, list) else [content]
    while waiting:
        thing = waiting.pop()
        data = mapping(mapping(thing).get("data"))
        if mapping(thing).get("kind") == "Listing":
            children = data.get("children")
            waiting += reversed(children if isinstance(children, list) else [])
            continue
        yield thing
        waiting += [data["replies"]] if mapping(data.get("replies")) else []


def next_in_thread(content: Any, request: Mapping[str, str]) -> tuple[dict[str, str] | None, bool]:
    """What to ask for next of a thread, as a request without cursor, and whether some of it had to be given up.

    The request keeps what is still waiting: `c:<id>` for comments left out, `t:<id>` for branches to continue.
    """
    asked = set(request.get("asked_ids", "").split())
    found = [each for each in _left_out(things_in(content)) if each not in asked]
    waiting = list(dict.fromkeys([*request.get("pending", "").split(), *found]))
    is_cut = len(waiting) > _LONGEST_PENDING
    waiting = waiting[:_LONGEST_PENDING]
    batch = [each for each in waiting if each.startswith("c:")][:CHILDREN] or waiting[:1]
    if not batch:
        return None, is_cut
    rest = [each for each in waiting if each not in set(batch)]
    path = _path([each[2:] for each in batch], request["post"], is_branch=batch[0].startswith("t:"))
    kept = {name: value for name, value in request.items() if name != "cursor"}
    return {**kept, "path": path, "asked_ids": " ".join(batch), "pending": " ".join(rest)}, is_cut


def _left_out(things: Iterable[Any]) -> Iterator[str]:
    for thing in things:
        if mapping(thing).get("kind") != "more":
            continue
        data = mapping(thing.get("data"))
        children = data.get("children")
        above = str(data.get("parent_id") or "")
        if isinstance(children, list) and children:
            yield from (f"c:{each}" for each in children)
        elif above.startswith("t1_"):
            yield f"t:{above.removeprefix('t1_')}"


def _path(ids: list[str], post: str, *, is_branch: bool) -> str:
    if is_branch:
        return f"/comments/{post}/_/{ids[0]}?{urlencode({'sort': 'new', 'limit': '500', 'raw_json': '1'})}"
    asked = {"api_type": "json", "link_id": f"t3_{post}", "children": ",".join(ids), "sort": "new", "raw_json": "1"}
    return f"/api/morechildren?{urlencode(asked, safe=',')}"
