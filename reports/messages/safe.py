"""Text that people wrote, made harmless; and texts cut to so many bytes without breaking a character or a link."""

import re
import unicodedata
from urllib.parse import quote

from reports.card import inert

_MARKUP = str.maketrans("|~\\$^", "｜～＼＄＾")
"""What `inert` leaves and some chat reads as a table, a stroke, an escape or a formula."""
_JOINER = "\u200d"
_KEPT_FORMATS = (_JOINER, "\u200c")
_LINK = re.compile(r"https?://\S+")
_ADDRESS_SAFE = "/:?#=&%@!$,;+-._~"
"""What stays as it is in an address within brackets: not the brackets, quotes, bars and spaces that would end it."""


def plain(text: str) -> str:
    """One line in which nothing acts: no markup, no mention, no clickable address, no turning of the writing direction.

    Lone surrogates of damaged files become question marks.
    """
    whole = text.encode("utf-8", "replace").decode("utf-8")
    kept = "".join(" " if _is_control(each) else each for each in whole)
    return inert(kept).translate(_MARKUP).replace("://", "：//")


def link_address(address: str) -> str:
    """An address that can stand within the brackets of a link."""
    return quote(address, safe=_ADDRESS_SAFE)


def byte_count(text: str) -> int:
    """UTF-8 bytes: a Chinese character has three, most emoji four."""
    return len(text.encode("utf-8", "replace"))


def clip(text: str, limit: int) -> str:
    """The text in at most `limit` bytes, ending with an ellipsis where something is left out.

    Cut before a link rather than in it, and never within an emoji that is made of several characters.
    """
    if byte_count(text) <= limit:
        return text
    room = limit - byte_count("…")
    if room < 0:
        return ""
    count = len(text.encode("utf-8", "replace")[:room].decode("utf-8", "ignore"))
    for link in _LINK.finditer(text):
        if link.start() < count < link.end():
            count = link.start()
    while count and _belongs_together(text, count):
        count -= 1
    return text[:count].rstrip() + "…"


def _belongs_together(text: str, place: int) -> bool:
    """Whether the characters before and after a place are shown as one."""
    before, after = text[place - 1], text[place]
    if before == _JOINER or after == _JOINER or unicodedata.combining(after):
        return True
    if "\ufe00" <= after <= "\ufe0f" or "\U0001f3fb" <= after <= "\U0001f3ff" or "\U000e0020" <= after <= "\U000e007f":
        return True
    return _is_flag_letter(after) and _flag_letters_before(text, place) % 2 == 1


def _flag_letters_before(text: str, place: int) -> int:
    count = 0
    while count < place and _is_flag_letter(text[place - 1 - count]):
        count += 1
    return count


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _is_control(character: str) -> bool:
    is_tag = "\U000e0020" <= character <= "\U000e007f"  # the flags of England and the like
    return unicodedata.category(character) in ("Cc", "Cf") and character not in _KEPT_FORMATS and not is_tag
