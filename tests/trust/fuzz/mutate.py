"""Damage to bytes, repeatable by its source of chance."""

import io
import zipfile
from collections.abc import Callable
from random import Random

TOKENS = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\n\n", b'"', b"'", b",,,",
    b"{", b"}", b"[" * 3000, b'{"a":' * 2000, b"<",
    b"<![CDATA[", b"]]>", b"&", b"&#0;", b"&#1114112;", b"&x;",
    b'<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;&x;&x;">]>',
    b'<!ENTITY a SYSTEM "file:///etc/passwd">', b"NaN", b"Infinity", b"-1", b"1e9999",
    b"9" * 400, b"\\ud800", b"\\u0000",
    b"null", b"true", b"\xf0\x9f", b"\x80", b"\x1b[31m", b"PK\x03\x04", b"PAR1",
    b"\x28\xb5\x2f\xfd", b"\x1f\x8b\x08\x00",
    b"!!python/object/apply:os.system ['id']\n", b"&a [*a, *a]\n", b"*a", b"${HOME}", b"\t", b"<a>" * 3000,
)  # fmt: skip
MOST_BYTES = 200_000


def mutated(data: bytes, chance: Random) -> bytes:
    """The data with one to four damages; a zip archive mostly within a member, so that its reader gets that far."""
    if data.startswith(b"PK\x03\x04") and chance.random() < 0.7:
        return _within_member(data, chance)
    for _ in range(chance.randrange(1, 5)):
        data = chance.choice(_DAMAGES)(data, chance)[:MOST_BYTES]
    return data


def _place(data: bytes, chance: Random) -> int:
    return chance.randrange(len(data) + 1)


def _flip(data: bytes, chance: Random) -> bytes:
    if not data:
        return data
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 8)):
        changed[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(data: bytes, chance: Random) -> bytes:
    return data[: _place(data, chance)]


def _drop(data: bytes, chance: Random) -> bytes:
    begin = _place(data, chance)
    return data[:begin] + data[begin + chance.randrange(1, 40) :]


def _insert(data: bytes, chance: Random) -> bytes:
    begin = _place(data, chance)
    return data[:begin] + chance.choice(TOKENS) + data[begin:]


def _replace(data: bytes, chance: Random) -> bytes:
    begin, token = _place(data, chance), chance.choice(TOKENS)
    return data[:begin] + token + data[begin + len(token) :]


def _repeat(data: bytes, chance: Random) -> bytes:
    begin = _place(data, chance)
    piece = data[begin : begin + chance.randrange(1, 200)]
    return data[:begin] + piece * chance.randrange(2, 50) + data[begin:]


def _noise(data: bytes, chance: Random) -> bytes:
    begin = _place(data, chance)
    return data[:begin] + chance.randbytes(chance.randrange(1, 30)) + data[begin:]


_DAMAGES: tuple[Callable[[bytes, Random], bytes], ...] = (
    _flip,
    _flip,
    _cut,
    _drop,
    _insert,
    _insert,
    _replace,
    _repeat,
    _noise,
)


def _within_member(data: bytes, chance: Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    chosen = chance.choice([name for name in members if name.startswith("xl/")] or list(members))
    members[chosen] = chance.choice(_DAMAGES)(members[chosen], chance)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(f"../{name}" if chance.random() < 0.01 else name, body)
    return made.getvalue()
