"""How much a text is about what it names: a thread may be given to a brand that its root is about, not one in passing.

1.0   named in the title or the product field, in a hashtag, at least twice in the author's own words, or within their
      first 40 characters (a source's whole query about a brand counts as this, too: nlp.entities.linker)
0.5   named once, further back
0.2   only named after four fifths of a long text, in a client's signature at the end (发自华为手机), or in quoted words
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from nlp.entities.terms import Hit

FULL, PASSING, MARGINAL = 1.0, 0.5, 0.2

_OPENING = 40
"""Characters in which a post says what it is about."""
_LONG, _TAIL_SHARE = 200, 0.8
"""From how many characters a text has a tail, and where it begins."""
_HASHTAG = re.compile(r"#[^#\n]{1,60}#|#\w{1,30}")
_SIGNATURE = re.compile(
    r"[（(]?(?:[^（）()\n，。]{0,12}[，,])?"
    r"(?:分享自|发自|发布自|sent from|via |来自(?=\s*@|\s*我的|[^，。！？\n]{0,20}(?:客户端|手机|iphone|android)))"
    r"[^，。！？\n]{0,30}\Z"
)


class Page(NamedTuple):
    """What is looked at of one mention, as one folded text: its text, then its title and product field."""

    folded: str
    text_length: int
    """Where the text ends and the title begins."""
    own_length: int
    """Where the author's own words end and quoted ones begin."""


def prominence(page: Page, places: Iterable[Hit]) -> float:
    """The prominence of what is named at these places of a page."""
    places = sorted(places, key=lambda place: place.start)
    if any(place.start >= page.text_length for place in places):
        return FULL
    own = page.folded[: page.own_length].rstrip()
    tags = [tag.span() for tag in _HASHTAG.finditer(own)]
    if any(begin <= place.start < end for place in places for begin, end in tags):
        return FULL
    signature = _SIGNATURE.search(own)
    said = [place for place in places if place.end <= (signature.start() if signature else len(own))]
    if not said:
        return MARGINAL
    if said[0].start < _OPENING or said[-1].start >= said[0].end:
        return FULL
    return MARGINAL if len(own) >= _LONG and said[0].start >= _TAIL_SHARE * len(own) else PASSING
