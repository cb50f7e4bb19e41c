"""One pass that turns a post into its author's own words and keeps every offset.

Dropped characters become FILLER in a string as long as the original, so that a place in the cleaned text is found
again in the original by counting; evidence spans always point into the text as received.
"""

import html
import re
from dataclasses import dataclass
from functools import lru_cache

from nlp.text.fold import simplify, width_table
from records import Span

FILLER = "\ue000"
"""Private-use character standing where a character was dropped."""

CLEAN_VERSION = "1"
"""Raised when own words or cleaned words of some text change; part of the version of what reads them."""

MAX_LENGTH = 20_000
"""Characters read of one text; the longest posts of the platforms are shorter, what follows is not read."""

_SHORT = 300

_ODD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ud800-\udfff\ue000\ufe00-\ufe0f\ufeff"
    "\uff02-\uff07\uff0a\uff0b\uff0d-\uff19\uff1c-\uff1e\uff20-\uff5e\u3000\U0001d400-\U0001d7ff]"
)
"""What is dropped or made plain before anything else; full-width punctuation of ordinary Chinese is not in it."""
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]"
)
_CHAIN = re.compile(r"(?<!:)//\s*@|(?<!:)/\s?@[\w\-·]{1,30}[:：]|\n原始用户[:：]")
"""Where quoted words begin: Weibo's repost chain, or the original author's line of an exported repost."""

_PIECES = re.compile(
    r"""
    (?P<url>(?:https?://|www\.)[^\s\u3000-\u303f\u4e00-\u9fff\uff00-\uffef<>"']+)
  | (?P<html></?[a-zA-Z][^<>]{0,300}>)
  | (?P<entity>&(?:[a-zA-Z]{2,8}|\#\d{1,6}|\#x[0-9a-fA-F]{1,6});)
  | (?P<handle>(?:回复\s*)?(?<![A-Za-z0-9._])@[\w\-·]{1,30}[:：]?)
  | (?P<hashtag>\#[^\#\s](?:[^\#\n]{0,58}[^\#\s])?\#|\#\w{1,30}(?![\w\#]))
  | (?P<expression>\[(?!\d+\])[\w\-]{1,16}\])
  | (?P<emoji>[\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\u200d]+)
  | (?P<tail>(?:[.…]{0,6}\s{0,3}(?:展开全文|收起全文d?|查看全文)|(?:\.{2,6}|…{1,3})\s{0,3}(?:全文|展开|更多))\s*\Z)
  | (?P<link>O?网页链接|查看图片|(?<!\w)L[^\s，。！？]{1,20}的(?:微博|秒拍|美拍)视频)
  | (?P<reason>\A转发理由[:：])
  | (?P<repeat>(?P<unit>[^\W\d_]|[!！?？。.~…,，、])(?P=unit){3,})
    """,
    re.VERBOSE,
)
_PIECE_MARK = re.compile("[<&@#\\[\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\u200d]")
_PIECE_WORDS = ("http", "www.", "全文", "展开", "更多", "网页链接", "查看图片", "视频", "转发理由")
_FOUR_ALIKE = re.compile(r"(.)(?=\1\1\1)", re.DOTALL)
_BLANK = re.compile(r"\s[\s\ue000]+")
_EDGE = re.compile(r".?[\s\ue000]", re.DOTALL)
_LEADING = re.compile(r"\A[\s\ue000]+")
_DEFAULT = re.compile(
    r"(?:(?:快转|转发|轻转发|转)(?:微博)?了?|repost(?:ed)?|分享(?:图片|视频|网易新闻)|无|"
    r"此?用户(?:没有|未)(?:及时)?(?:填写|做出|作出)?评[价论](?:内容)?|(?:系统)?默认好?评价?|"
    r"评价方未及时做出评价.{0,12})[\s。.!！~]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, eq=False)
class CleanText:
    """A text with links, handles, markup and quoted words taken out, and what was taken out as features."""

    original: str
    """The text as received."""
    masked: str
    """As long as the part read; FILLER where a character was dropped."""
    own_end: int
    """Where the author's own words end in the original and a quoted repost chain begins."""
    text: str
    """The cleaned own words."""
    hashtags: tuple[str, ...] = ()
    """Words between `#` marks; they also stay in the text."""
    expressions: tuple[str, ...] = ()
    """Names of platform expressions (`[泪]` -> 泪)."""
    emoji: tuple[str, ...] = ()
    """Runs of emoji."""
    handle_count: int = 0
    """Accounts addressed."""
    link_count: int = 0
    """Links."""

    @property
    def is_voiced(self) -> bool:
        """Whether the author says anything: words, an expression or an emoji."""
        return bool(self.text or self.expressions or self.emoji)

    @property
    def own(self) -> str:
        """The author's own words as received: the original without the quoted chain; empty for a bare repost."""
        return self.original[: self.own_end]

    @property
    def quoted(self) -> str:
        """The repost chain as received."""
        return self.original[self.own_end :]

    def span(self, start: int, end: int) -> Span:
        """The piece of the original that [start, end) of `text` came from."""
        offsets = [at for at, character in enumerate(self.masked) if character != FILLER]
        if end <= start:
            at = offsets[start] if start < len(offsets) else len(self.masked)
            return Span(start=at, end=at)
        return Span(start=offsets[start], end=offsets[end - 1] + 1)


class _Features:
    """What one pass finds; `replace` is the callback of the one regular expression."""

    __slots__ = ("emoji", "expressions", "handle_count", "hashtags", "link_count")

    def __init__(self) -> None:
        self.hashtags: list[str] = []
        self.expressions: list[str] = []
        self.emoji: list[str] = []
        self.handle_count = 0
        self.link_count = 0

    def replace(self, match: re.Match[str]) -> str:
        """As many characters as matched: what stays of the piece, then FILLER."""
        piece, kind = match.group(), match.lastgroup
        if kind == "repeat":
            return piece[:3] + FILLER * (len(piece) - 3)
        if kind == "hashtag":
            return self._hashtag(piece)
        if kind == "entity":
            plain = html.unescape(piece)
            return piece if len(plain) != 1 else plain.replace("\xa0", " ") + FILLER * (len(piece) - 1)
        if kind == "expression":
            self.expressions.append(piece[1:-1])
        elif kind == "emoji":
            self.emoji.append(piece)
        elif kind == "handle":
            self.handle_count += 1
        elif kind in ("url", "link"):
            self.link_count += 1
        return " " + FILLER * (len(piece) - 1)

    def _hashtag(self, piece: str) -> str:
        word = piece.strip("#").removesuffix("[话题]")
        self.hashtags.append(word)
        return " " + word + FILLER * (len(piece) - len(word) - 2) + (" " if len(piece) > len(word) + 1 else "")


_NO_FEATURES = _Features()


def _may_hold_pieces(line: str) -> bool:
    """Whether `_PIECES` could match anywhere: a cheap look that spares ordinary texts the dear one."""
    return (
        _PIECE_MARK.search(line) is not None
        or any(map(line.__contains__, _PIECE_WORDS))
        or _FOUR_ALIKE.search(line) is not None
    )


def _chain_start(line: str) -> int:
    """Where quoted words begin; the end of the line when there are none."""
    chain = _CHAIN.search(line) if "/" in line or "原始用户" in line else None
    return chain.start() if chain else len(line)


def _without_edges(masked: str) -> str:
    """FILLER for the white space at both ends."""
    if masked and not _EDGE.match(masked[0] + masked[-1]):
        return masked
    kept = masked
    while kept and (kept[-1] == FILLER or kept[-1].isspace()):
        kept = kept.rstrip(FILLER).rstrip()
    begin = _LEADING.match(kept)
    start = begin.end() if begin else 0
    return FILLER * start + kept[start:] + FILLER * (len(masked) - len(kept))


def _one_blank(match: re.Match[str]) -> str:
    return match.group()[0] + FILLER * (len(match.group()) - 1)


def clean(text: str) -> CleanText:
    """Own words of a post, cleaned, with features. Never fails; an empty text stays empty."""
    return _remembered(text) if len(text) <= _SHORT else _clean(text)


@lru_cache(maxsize=1 << 14)
def _remembered(text: str) -> CleanText:
    """Short texts are remembered: each task of a batch asks for them again."""
    return _clean(text)


def _clean(text: str) -> CleanText:
    line = text[:MAX_LENGTH]
    if _ODD.search(line):
        line = _INVISIBLE.sub(FILLER, line).translate(width_table())
    own_end = _chain_start(line)
    features, masked = _NO_FEATURES, line[:own_end]
    if _may_hold_pieces(masked):
        features = _Features()
        masked = _PIECES.sub(features.replace, masked)
    masked = _without_edges(_BLANK.sub(_one_blank, simplify(masked)))
    own = masked.replace(FILLER, "")
    if len(own) < 40 and _DEFAULT.fullmatch(own):
        own, masked, own_end = "", FILLER * len(masked), 0
    return CleanText(
        original=text,
        masked=masked,
        own_end=own_end,
        text=own,
        hashtags=tuple(features.hashtags),
        expressions=tuple(features.expressions),
        emoji=tuple(features.emoji),
        handle_count=features.handle_count,
        link_count=features.link_count,
    )
