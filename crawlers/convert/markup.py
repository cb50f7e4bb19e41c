"""HTML of a post -> its words."""

import html
import re

_BLOCK = re.compile(r"(?i)<\s*(?:br|/p|/div|/li|/h\d)[^>]*>")
_TAG = re.compile(r"<[^>]+>")


def plain(markup: str) -> str:
    """The text of HTML: paragraphs and breaks become new lines, other tags go, entities become characters."""
    text = html.unescape(_TAG.sub("", _BLOCK.sub("\n", markup)))
    return re.sub(r"[ \t\xa0]*\n\s*", "\n", text).strip()
