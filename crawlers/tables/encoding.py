"""Bytes of an export -> text: encoding found, gzip seen through, broken bytes replaced and counted."""

import codecs
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from records.errors import UnreadableFile

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
MAX_DECOMPRESSED_BYTES = 4_000_000_000
"""A gzip file that grows beyond this is taken for a bomb."""
_MAX_DAMAGED_SHARE = 0.05
_LOOK_BYTES, _ZEROS_ONE_IN = 2_000, 20
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text, the encoding it was in, and how many characters were lost."""

    text: str
    encoding: str
    damaged_count: int


def decode(body: bytes, encodings: Sequence[str], where: str, reads: str = "") -> Decoded:
    """The text of a file. Raises UnreadableFile for an empty file and for what is no text in any of the encodings.

    `reads` says in words which formats are read here, for the message about a workbook.
    """
    content = _unpacked(body, where)
    if not content.strip():
        raise UnreadableFile(f"{where}: the file is empty; export it again")
    if content[:4] == b"PK\x03\x04" or content[:4] == b"\xd0\xcf\x11\xe0":
        advice = "save it as CSV (UTF-8)" if not reads or "csv" in reads else "give it in that form"
        found = "this is an Excel workbook or archive, not text" + (f", and {reads}" if reads else "")
        raise UnreadableFile(f"{where}: {found}; {advice}")
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _tolerant(content[len(bom) :], encoding, where)
    for encoding in (*_unmarked(content), *encodings):
        try:
            return Decoded(text=content.decode(encoding), encoding=encoding, damaged_count=0)
        except UnicodeDecodeError:
            continue
    best = min((_damage(content, encoding), n, encoding) for n, encoding in enumerate(encodings))
    return _tolerant(content, best[2], where)


def _unmarked(content: bytes) -> tuple[str, ...]:
    """UTF-16 without its mark, by the zero bytes beside its digits and commas, and on no other side."""
    head = content[:_LOOK_BYTES]
    if b"\x00" not in head:
        return ()
    for encoding, zeros, others in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        partners = [other for zero, other in zip(zeros, others, strict=False) if zero == 0]
        is_plain = all(other in b"\t\n\r" or 32 <= other < 127 for other in partners)
        if len(partners) * _ZEROS_ONE_IN > len(head) and is_plain:
            return (encoding,)
    return ()


def _damage(content: bytes, encoding: str) -> int:
    return content.decode(encoding, "replace").count(REPLACEMENT)


def _tolerant(content: bytes, encoding: str, where: str) -> Decoded:
    text = content.decode(encoding, "replace")
    damaged = text.count(REPLACEMENT)
    if damaged > _MAX_DAMAGED_SHARE * len(text) or "\x00" in text[:1000]:
        raise UnreadableFile(f"{where}: not text in utf-8 or gb18030; export it again as CSV (UTF-8) or JSON")
    return Decoded(text=text, encoding=encoding, damaged_count=damaged)


def _unpacked(body: bytes, where: str) -> bytes:
    if body[:2] != b"\x1f\x8b":
        return body
    unpacker = zlib.decompressobj(wbits=31)
    try:
        content = unpacker.decompress(body, MAX_DECOMPRESSED_BYTES)
    except zlib.error as error:
        raise UnreadableFile(f"{where}: damaged gzip file ({error}); copy it again") from error
    if unpacker.unconsumed_tail:
        raise UnreadableFile(f"{where}: unpacks to more than {MAX_DECOMPRESSED_BYTES:,} bytes; split the file")
    if not unpacker.eof:
        raise UnreadableFile(f"{where}: gzip file is cut at the end; copy it again")
    return content


_LATIN = re.compile(r"[\u0080-\u00ff\u0152-\u0178\u2013-\u2122]")
_LOST = re.compile(f"{REPLACEMENT}+")
_HAN = re.compile(r"[\u3400-\u9fff]")


def undo_mojibake(text: str, wrong_encoding: str) -> str | None:
    """UTF-8 text that was once read as `wrong_encoding`, read rightly; None for text that shows no such mistake.

    Bytes that the wrong encoding could not hold are lost already and stay U+FFFD.
    """
    if len(_LATIN.findall(text)) < 2 or _HAN.search(text):
        return None
    pieces = (piece.encode(wrong_encoding, "ignore") for piece in text.split(REPLACEMENT))
    mended = b"\xff".join(pieces).decode("utf-8", "replace")
    return _LOST.sub(REPLACEMENT, mended) if _HAN.search(mended) else None
