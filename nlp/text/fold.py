"""One-to-one character tables: width, case and traditional characters, so that offsets never move."""

import re
import unicodedata
from functools import cache

import opencc

REPLACEMENT = "\ufffd"
"""Stands for a character that is none (a lone surrogate of a damaged export)."""

_CJK = range(0x3400, 0xA000)
_KEPT_WIDE = set("！（），：；？")
"""Full-width marks that are ordinary Chinese punctuation and stay as they are."""
_COMPATIBLE = (*range(0xFF01, 0xFF5F), *range(0x1D400, 0x1D800), 0x3000)
_CASED = (*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x370, 0x530))


@cache
def converter() -> opencc.OpenCC:
    """OpenCC's traditional-to-simplified converter (phrase dictionary included)."""
    return opencc.OpenCC("t2s")


@cache
def traditional() -> dict[str, str]:
    """Each traditional character with its simplified one, as OpenCC converts it standing alone."""
    characters = [chr(code) for code in _CJK]
    simplified = converter().convert("\n".join(characters)).split("\n")
    return {old: new for old, new in zip(characters, simplified, strict=True) if old != new and len(new) == 1}


@cache
def _any_traditional() -> re.Pattern[str]:
    return re.compile(f"[{''.join(traditional())}]")


@cache
def width_table() -> dict[int, str]:
    """For str.translate: full width and styled letters to plain ones, lone surrogates to U+FFFD."""
    table = {code: unicodedata.normalize("NFKC", chr(code)) for code in _COMPATIBLE}
    table = {code: plain for code, plain in table.items() if len(plain) == 1 and chr(code) not in _KEPT_WIDE}
    return table | dict.fromkeys(range(0xD800, 0xE000), REPLACEMENT)


@cache
def _fold_table() -> dict[int, str]:
    table = {ord(old): new for old, new in traditional().items()}
    table |= {code: chr(code).lower() for code in _CASED if len(chr(code).lower()) == 1}
    for code in (*_COMPATIBLE, *range(0xD800, 0xE000)):
        plain = unicodedata.normalize("NFKC", chr(code)) if code not in range(0xD800, 0xE000) else REPLACEMENT
        if len(plain) == 1:
            table[code] = plain.lower()
    return table


_PLAIN = re.compile(r"[a-z0-9\s]*")


def fold(text: str) -> str:
    """The text as matching sees it: lower case, half width, simplified; same length, same offsets."""
    return text if _PLAIN.fullmatch(text) else text.translate(_fold_table())


def simplify(text: str) -> str:
    """Traditional to simplified at equal length: OpenCC's phrases where they keep it, single characters otherwise."""
    if _any_traditional().search(text) is None:
        return text
    converted: str = converter().convert(text)
    return converted if len(converted) == len(text) else text.translate(_fold_only_traditional())


@cache
def _fold_only_traditional() -> dict[int, str]:
    return {ord(old): new for old, new in traditional().items()}
