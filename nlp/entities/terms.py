"""How one name or word is found in folded text."""

import re
from functools import lru_cache
from typing import NamedTuple

from nlp.text.fold import fold

_SEAM = re.compile(
    r"(?<=[a-z])(?=[0-9])|(?<=[0-9])(?=[a-z])"
    r"|(?<=[a-z0-9])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[a-z0-9])"
)
"""Seams where writers put a space or none: iPhone 11, 华为P40."""
_MIN_SEAMED = 4
"""Shorter names (A4) are not stretched: `a 4` is hardly ever the name."""


class Hit(NamedTuple):
    """A term and where it stands, in characters of the text looked at."""

    term: str
    start: int
    end: int


def term_key(term: str) -> str:
    """Equal for spellings that count as one: folded, without white space."""
    return "".join(fold(term).split())


def term_regex(term: str) -> str:
    """A regular expression for a term in folded text.

    White space is optional inside it. A Latin end must not run on into further letters, a digit end not into further
    digits; letters followed by digits may (`iPhone` is named in `iPhone11`, `P4` not in `P40`).
    """
    key = term_key(term)
    pieces = [
        piece for word in fold(term).split() for piece in (_SEAM.split(word) if len(key) >= _MIN_SEAMED else [word])
    ]
    body = r"\s*".join(re.escape(piece) for piece in pieces)
    return _guard(key[0], ahead=False) + body + _guard(key[-1], ahead=True)


def _guard(edge: str, *, ahead: bool) -> str:
    """Written as guards of two ranges at most: a class of three makes `re` draw a map of 65,536 bits for each term."""
    direction = "?!" if ahead else "?<!"
    if edge.isdigit() and edge.isascii():
        return f"({direction}[0-9])" if ahead else f"({direction}[0-9a-z])"
    if edge.isascii() and edge.isalpha():
        letters = f"({direction}[a-z\\u00df-\\u024f])"
        return letters if ahead else f"{letters}(?<![0-9])"
    return ""


@lru_cache(maxsize=4096)
def term_pattern(term: str) -> re.Pattern[str]:
    """The compiled expression of one term."""
    return re.compile(term_regex(term))
