"""Which strings are no words whatever their statistics: the stop filter, and what tells a word from a phrase."""

import re
from collections.abc import Sequence

from nlp.text.segment import stop_words, word_kinds

EDGES = frozenset(
    "的了着过地得之是不没无有在我你他她它这那哪就都也还很太更最挺真又再才只却和与跟同把被让给对向从到为以于因而但或及"
    "吗呢吧啊呀哦嘛啦哈嗯么们个些次会能要想可该应当将已曾刚正所每各某其此等啥咋怎谁什几多少说来去做用买看吃拿送发收如若虽然"
)
"""Characters that a new word seldom begins or ends with; words that do are in the dictionary long since."""
_ADVERB_LIST = "非常,特别,十分,超级,比较,真的,确实,完全,实在,有点,一点,一样,一直,自己,大家,觉得,感觉"
_ADVERBS = frozenset(_ADVERB_LIST.split(","))
_PLACES = frozenset("里上下中内外间边")
_MEASURE = re.compile(r"(?:[\d半两一二三四五六七八九十百千万几]+[年月日号点分元块天周个次克斤秒折倍楼寸万色])+")
"""Numbers with a measure or a date: new every day, never a word."""


def is_stopped(word: str) -> bool:
    """Whether a string cannot be a word: function characters at an edge, one character over and over, Latin alone."""
    if word[0] in EDGES or word[-1] in EDGES or len(set(word)) == 1 or word.isascii():
        return True
    return word in stop_words() or _MEASURE.match(word) is not None


def is_said_of(pieces: Sequence[str]) -> bool:
    """Whether one of a string's words is a function word or an adverb of degree: a clause, neither word nor phrase.

    Counters (瓶, 杯) are stop words too, and yet may end a word; a word neither begins with one nor ends with a place.
    """
    stops = stop_words()
    if pieces[0] in stops or pieces[-1] in _PLACES:
        return True
    return any(piece in EDGES or piece in _ADVERBS or (len(piece) > 1 and piece in stops) for piece in pieces)


def is_phrase(pieces: Sequence[str]) -> bool:
    """Whether a string is made of words the dictionary knows, all of them or all but a verb before or a quality behind.

    客服态度, 喝牛奶 and 质量差 are phrases; 吐槽 (two single characters) and 钢化膜 (a noun behind) are words.
    """
    kinds = word_kinds()
    if all(len(piece) > 1 for piece in pieces):
        return True
    if len(pieces) < 2:
        return False
    if all(len(piece) > 1 for piece in pieces[1:]):
        return kinds.get(pieces[0], "")[:1] in ("v", "p", "d", "a")
    if all(len(piece) > 1 for piece in pieces[:-1]):
        return kinds.get(pieces[-1], "")[:1] in ("a", "v", "d")
    return False
