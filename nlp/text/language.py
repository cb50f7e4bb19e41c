"""Which language a text is in, by its characters alone: what is not Chinese is marked, not scored.

Scripts tell Chinese, Japanese, Korean and Latin text apart; no dictionary is needed and a batch is counted at once.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from nlp.engine import by_size
from nlp.text.codes import character_table, codes_of
from nlp.text.fold import traditional

LANGUAGES = ("zh", "zh-Hant", "ja", "ko", "en", "other", "none")
"""zh: simplified Chinese, or written with characters that both share; zh-Hant: traditional; en: mostly ASCII letters;
other: another script (Cyrillic, Thai, Arabic, accented Latin); none: no letter at all (emoji, digits, marks)."""

CHINESE = frozenset({"zh", "zh-Hant"})
_FOREIGN = frozenset({"ja", "ko", "other"})
_ENGLISH_FROM = 12
"""Characters from which a text in Latin letters is English and not slang or a name (yyds, iPhone 15)."""

_HAN, _TRADITIONAL, _SIMPLIFIED, _KANA, _HANGUL, _ASCII, _OTHER = range(1, 8)
_KANA_SHARE = 0.15
"""Least share of kana among kana and Chinese characters: Japanese has half. の is not counted, as Chinese
posts write it for 的."""
_LATIN_PER_HAN = 8
"""Latin letters that weigh as much as one Chinese character: 求推荐 iPhone 15 Pro Max is Chinese."""
_TRADITIONAL_SHARE = 0.5
"""Least share of traditional characters among those that differ between the two scripts."""
_OTHER_SHARE = 0.1
"""Share of letters beyond ASCII above which Latin text is taken for another language than English."""
_CHUNK = 1 << 16
_RANGES: dict[int, Sequence[tuple[int, int]]] = {
    _OTHER: [
        (0x00C0, 0x00D6),
        (0x00D8, 0x00F6),
        (0x00F8, 0x02AF),
        (0x0370, 0x1FFF),
        (0x2C00, 0x2DFF),
        (0xA4D0, 0xABFF),
        (0xFB00, 0xFDFF),
        (0xFE70, 0xFEFC),
    ],
    _HAN: [(0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF)],
    _KANA: [(0x3041, 0x306D), (0x306F, 0x3096), (0x30A1, 0x30FA), (0x31F0, 0x31FF), (0xFF66, 0xFF6F), (0xFF71, 0xFF9D)],
    _HANGUL: [(0x1100, 0x11FF), (0x3131, 0x318E), (0xAC00, 0xD7A3)],
    _ASCII: [(0x41, 0x5A), (0x61, 0x7A), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A)],
}


@cache
def _table() -> NDArray[np.uint8]:
    table = character_table(_RANGES)
    pairs = traditional()
    table[[ord(old) for old in pairs]] = _TRADITIONAL
    table[[ord(new) for new in pairs.values() if new not in pairs and ord(new) < 0x10000]] = _SIMPLIFIED
    return table


def is_read(language: str, text: str) -> bool:
    """Whether the engines here read a text of this language: Chinese, what has no letters, and short Latin text."""
    return language not in _FOREIGN and not (language == "en" and len(text) >= _ENGLISH_FROM)


def language_indexes(texts: Sequence[str]) -> NDArray[np.int8]:
    """(n,) place in LANGUAGES of each text's language. Any string is answered."""
    found = [_indexes(texts[part]) for part in by_size(texts, _CHUNK)]
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int8)


def languages(texts: Sequence[str]) -> list[str]:
    """The language of each text, one of LANGUAGES."""
    return [LANGUAGES[index] for index in language_indexes(texts).tolist()]


def _indexes(texts: Sequence[str]) -> NDArray[np.int8]:
    codes, starts = codes_of(texts)
    kinds = _table().take(codes)
    lettered = np.flatnonzero(kinds)
    text_at = np.searchsorted(lettered, starts)
    counts = np.zeros((8, len(texts)), dtype=np.int64)
    written = kinds[lettered]
    for kind in range(1, 8):
        totals = np.concatenate(([0], np.cumsum(written == kind)))
        counts[kind] = np.diff(totals[np.append(text_at, len(lettered))])
    return _judge(counts)


def _judge(counts: NDArray[np.int64]) -> NDArray[np.int8]:
    """The language by the counts of each kind of letter, (8, n)."""
    chinese = counts[_HAN] + counts[_TRADITIONAL] + counts[_SIMPLIFIED]
    kana, hangul, ascii_count, other = counts[_KANA], counts[_HANGUL], counts[_ASCII], counts[_OTHER]
    latin = (ascii_count + other) / _LATIN_PER_HAN
    is_japanese = (kana > 0) & (kana >= _KANA_SHARE * (kana + chinese)) & (kana + chinese >= latin) & (kana >= hangul)
    is_korean = (hangul > chinese) & (hangul >= latin) & ~is_japanese
    is_chinese = (chinese > 0) & (chinese >= latin) & ~is_japanese & ~is_korean
    differing = counts[_TRADITIONAL] + counts[_SIMPLIFIED]
    is_traditional = is_chinese & (counts[_TRADITIONAL] > _TRADITIONAL_SHARE * differing)
    is_other = other > _OTHER_SHARE * (ascii_count + other)
    is_lettered = (chinese + kana + hangul + ascii_count + other) > 0
    conditions = [is_japanese, is_korean, is_traditional, is_chinese, ~is_lettered, is_other]
    names = ["ja", "ko", "zh-Hant", "zh", "none", "other"]
    chosen = np.select(conditions, [LANGUAGES.index(name) for name in names], default=LANGUAGES.index("en"))
    return chosen.astype(np.int8)
