"""Identifiers: native ids for sources without any, author pseudonyms, surrogate keys."""

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from functools import lru_cache


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


class RotatedKey(bytes):
    """A key that was rotated: the first secret, and one more of each rotation since.

    What is keyed is hashed with the first, and the result with each of the others in turn: so rows that hold only the
    result of before can follow, and who knows an earlier secret alone cannot.
    """

    later: tuple[bytes, ...]

    def __new__(cls, first: bytes, later: Iterable[bytes] = ()) -> "RotatedKey":
        """The secrets in the order in which they were made."""
        made = super().__new__(cls, first)
        made.later = tuple(later)
        return made

    def __eq__(self, other: object) -> bool:
        """Equal to a key of the same secrets only."""
        return isinstance(other, bytes) and secrets_of(self) == secrets_of(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(secrets_of(self))


def secrets_of(key: bytes) -> tuple[bytes, ...]:
    """The secrets of a key, the first one first."""
    return (bytes(key), *(key.later if isinstance(key, RotatedKey) else ()))


def key_of(secrets: Sequence[bytes]) -> bytes:
    """The key of these secrets, the first one first."""
    return RotatedKey(secrets[0], secrets[1:]) if len(secrets) > 1 else secrets[0]


def keyed(key: bytes, prefix: str, *parts: str) -> str:
    """`prefix` + 20 hex digits of HMAC-SHA256 over the parts, through every secret of the key."""
    found = prefix + _hmac(key, _joined(parts))[:20]
    if isinstance(key, RotatedKey):
        for secret in key.later:
            found = rekeyed(secret, found)
    return found


def rekeyed(secret: bytes, found: str) -> str:
    """What `keyed` gave, one rotation later: the same prefix and length."""
    return found[:2] + _hmac(secret, found.encode())[:20]


def _hmac(secret: bytes, message: bytes) -> str:
    """HMAC-SHA256 in hex. A copy of a begun one costs a third of `hmac.digest`, which looks its hash up each time."""
    begun = _begun(bytes(secret)).copy()
    begun.update(message)
    return begun.hexdigest()


@lru_cache(maxsize=8)
def _begun(secret: bytes) -> hmac.HMAC:
    return hmac.new(secret, digestmod="sha256")


def pseudonym(key: bytes, platform: str, native_author_id: str) -> str:
    """The author id that leaves the crawlers: `a_` + 20 hex digits of HMAC-SHA256 over platform and native id.

    Keyed per platform (not per source), so one account met in two exports is one author.
    """
    return keyed(key, "a_", platform, native_author_id)


def linking_key(key: bytes, kind: str, plain: str) -> str:
    """A keyed hash by which two records of one person agree: `k_` + 20 hex digits of HMAC-SHA256 over kind and value.

    `plain` is normalised (a telephone number, an e-mail address, a nickname). Without the key nobody can try numbers.
    """
    return keyed(key, "k_", kind, plain)


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
