"""Which texts of a batch jieba's Rust port may cut otherwise than jieba, told by their characters alone."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from nlp.text.codes import Codes, character_table, codes_of, texts_at

_CHINESE, _RARE, _LETTER, _MARK = 1, 2, 3, 4
_REACH = 6
"""How far apart equal pairs of characters are looked for; what the dictionary leaves unknown in a row is shorter."""


@cache
def _table() -> NDArray[np.uint8]:
    rare = [(0x3400, 0x4DBF), (0x9FD6, 0x9FFF), (0xD800, 0xDFFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF)]
    letters = [(ord("0"), ord("9")), (ord("A"), ord("Z")), (ord("a"), ord("z"))]
    marks = [(ord(mark), ord(mark)) for mark in "+#&._%-"]
    return character_table({_CHINESE: [(0x4E00, 0x9FD5)], _RARE: rare, _LETTER: letters, _MARK: marks})


def are_tied(texts: Sequence[str]) -> list[bool]:
    """Whether a Chinese character stands three times in a row in each text: 好好 + 好 is as likely as 好 + 好好.

    The port then goes by the last digit of a logarithm, and not always by the same as jieba.
    """
    codes, starts = codes_of(texts)
    found = np.zeros(len(texts), dtype=np.bool_)
    places = np.flatnonzero((codes[2:] == codes[1:-1]) & (codes[1:-1] == codes[:-2]))
    found[texts_at(starts, places[_table().take(codes[places]) == _CHINESE])] = True
    tied: list[bool] = found.tolist()
    return tied


def are_risky(texts: Sequence[str]) -> list[bool]:
    """Whether guesses may differ: rare characters, ASCII joined by marks, or pairs that repeat in a run."""
    codes, starts = codes_of(texts)
    kinds = _table().take(codes)
    found = np.zeros(len(texts), dtype=np.bool_)
    for places in (np.flatnonzero(kinds == _RARE), _joined_ascii(kinds), _repeated_pairs(codes, kinds)):
        found[texts_at(starts, places)] = True
    risky: list[bool] = found.tolist()
    return risky


def _joined_ascii(kinds: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Marks between a letter or digit and another letter, digit or mark (`3-4`, `a.b`)."""
    marks = np.flatnonzero(kinds[1:-1] == _MARK) + 1
    joined: NDArray[np.int64] = marks[(kinds[marks - 1] == _LETTER) & (kinds[marks + 1] >= _LETTER)]
    return joined


def _repeated_pairs(codes: Codes, kinds: NDArray[np.uint8]) -> NDArray[np.int64]:
    """First characters of pairs that come again at most `_REACH` characters on in the same run of Chinese ones.

    Two cuts of a run are equally likely when they hold the same characters in the same parts of words, in another
    order: 赞赞 + 赞赞赞 or 赞赞赞 + 赞赞. For that a pair comes again; a million texts held no other arrangement.
    """
    runs = np.cumsum(kinds != _CHINESE, dtype=np.int32)
    found = [np.zeros(0, dtype=np.int64)]
    for distance in range(1, min(_REACH, len(codes) - 1) + 1):
        same = codes[distance:] == codes[:-distance]
        places = np.flatnonzero(same[1:] & same[:-1])
        is_inside = (kinds[places] == _CHINESE) & (runs[places] == runs[places + distance + 1])
        found.append(places[is_inside])
    return np.concatenate(found)
