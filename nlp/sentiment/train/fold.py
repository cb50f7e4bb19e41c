"""The character tables stored with the weights."""

import unicodedata

import numpy as np
from numpy.typing import NDArray

_COMPATIBILITY_IDEOGRAPHS = range(0xF900, 0xFB00)
"""Emoji modulo 2**16 lie here too, and are far more frequent."""
_JUDGEABLE = (range(0x3400, 0xA000), range(0xF300, 0xFB00), range(0x2600, 0x27C0))
_KANA = range(0x3041, 0x3100)


def fold_table() -> NDArray[np.uint16]:
    """(65536,) each code to its half-width, lower-case, simplified code."""
    import opencc

    table = np.arange(1 << 16, dtype=np.uint16)
    for code in range(1 << 16):
        plain = unicodedata.normalize("NFKC", chr(code)).lower()
        if len(plain) == 1 and code not in _COMPATIBILITY_IDEOGRAPHS:
            table[code] = ord(plain) & 0xFFFF
    ideographs = [chr(code) for code in range(0x3400, 0xA000)]
    simplified = opencc.OpenCC("t2s").convert("\n".join(ideographs)).split("\n")
    for before, after in zip(ideographs, simplified, strict=True):
        if len(after) == 1 and ord(after) < 1 << 16:
            table[ord(before)] = ord(after)
    return table


def kind_table() -> NDArray[np.int8]:
    """(65536,) 1 for Chinese characters and emoji, -1 for kana (so that Japanese is not judged), else 0."""
    table = np.zeros(1 << 16, np.int8)
    for codes in _JUDGEABLE:
        table[codes.start : codes.stop] = 1
    table[_KANA.start : _KANA.stop] = -1
    return table
