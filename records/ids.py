"""Identifiers: native ids for sources without any, author pseudonyms, surrogate keys."""

import hashlib
import hmac
from collections.abc import Iterable


def _joined(parts: Iterable[str]) -> bytes:
    # errors="surrogatepass": broken bytes of a damaged export must still hash, and always to the same id.
    return "\x1f".join(parts).encode("utf-8", "surrogatepass")


def _digest(parts: Iterable[str], size: int) -> bytes:
    return hashlib.blake2b(_joined(parts), digest_size=size).digest()


def hashed_native_id(platform: str, author: str, published_at: str, text: str, ordinal: int) -> str:
    """The id of a row whose source gives none: `h:` + hash + ordinal among equal rows of one file.

    Reading a file twice gives the same ids; overlapping files agree on the rows they share.
    """
    return f"h:{_digest((platform, author, published_at, text), 8).hex()}.{ordinal}"


def pseudonym(key: bytes, platform: str, native_author_id: str) -> str:
    """The author id that leaves the crawlers: `a_` + 20 hex digits of HMAC-SHA256 over platform and native id.

    Keyed per platform (not per source), so one account met in two exports is one author.
    """
    message = f"{platform}\x1f{native_author_id}".encode("utf-8", "surrogatepass")
    return "a_" + hmac.digest(key, message, "sha256").hex()[:20]


def linking_key(key: bytes, kind: str, plain: str) -> str:
    """A keyed hash by which two records of one person agree: `k_` + 20 hex digits of HMAC-SHA256 over kind and value.

    `plain` is normalised (a telephone number, an e-mail address, a nickname). Without the key nobody can try numbers.
    """
    message = f"{kind}\x1f{plain}".encode("utf-8", "surrogatepass")
    return "k_" + hmac.digest(key, message, "sha256").hex()[:20]


def mask_name(name: str) -> str:
    """A display name that no longer names: first character, then stars (`青***`)."""
    return f"{name[0]}***" if name else ""


def surrogate_key(*parts: str) -> int:
    """A 63-bit surrogate key of a natural key; never negative, so special members (-1 ...) cannot collide.

    The first 63 bits of the SHA-256 of its parts, the fastest hash that databases have as well:
    `warehouse.keys.hashed` is the same number in SQL.
    """
    return int.from_bytes(hashlib.sha256(_joined(parts)).digest()[:8], "big") >> 1


def version_of(*parts: str) -> str:
    """A short version string of whatever a result depends on (weights hash, lexicon hash, parameters)."""
    return _digest(parts, 6).hex()
