"""Excerpts of posts, with the evidence spans moved along."""

import json
from typing import Any

from warehouse.answers import Cell

EXCERPT_CHARACTERS = 240
"""Longest excerpt; long reviews are cut around the first evidence."""

LEAD_CHARACTERS = 60
"""What is kept before the first evidence when a text is cut."""


TURNS = dict.fromkeys(map(ord, "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
"""Marks that turn the direction of what follows (Unicode Bidirectional Algorithm, explicit formatting)."""


def straight(text: str) -> str:
    """A text without marks of direction: a name that holds one would turn round the figures said after it."""
    return text.translate(TURNS)


def excerpt(text: Cell, evidence: Cell, *, limit: int = EXCERPT_CHARACTERS) -> tuple[str | None, str]:
    """The text, cut around its evidence when long, and a JSON list of spans in UTF-16 units of that excerpt.

    Python counts code points and browsers UTF-16 units: after an emoji the two differ.
    """
    if text is None:
        return None, "[]"
    whole = str(text).encode("utf-8", "replace").decode("utf-8")
    spans = [(start, end) for start, end in _spans(evidence) if 0 <= start < end <= len(whole)]
    begin = _begin(whole, spans, limit)
    cut = whole[begin : begin + limit]
    prefix = "…" if begin else ""
    suffix = "…" if begin + limit < len(whole) else ""
    shown = [(max(start, begin) - begin, min(end, begin + limit) - begin) for start, end in spans]
    moved = [[_units(prefix + cut[:start]), _units(prefix + cut[:end])] for start, end in shown if 0 <= start < end]
    return f"{prefix}{cut}{suffix}", json.dumps(moved, separators=(",", ":"))


def _begin(text: str, spans: list[tuple[int, int]], limit: int) -> int:
    first = min((start for start, _ in spans), default=0)
    if len(text) <= limit or first < limit - LEAD_CHARACTERS:
        return 0
    return max(0, min(first - LEAD_CHARACTERS, len(text) - limit))


def _spans(evidence: Any) -> list[tuple[int, int]]:
    found = json.loads(evidence) if isinstance(evidence, str) and evidence else evidence or []
    return [(int(start), int(end)) for start, end in found]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
