"""What a text is compared by: a normalised key, and MinHash over its character 3-grams."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import rensa

from nlp.text.clean import clean
from nlp.text.fold import fold

MIN_NEAR_LENGTH = 12
"""Keys shorter than this are compared for equality only: two short praises are alike by chance."""
NEAR_JACCARD = 0.55
"""Share of common character 3-grams from which two texts are near-duplicates."""
_MAX_KEY = 2_000
_PERMUTATIONS, _BANDS, _SEED = 128, 32, 20_111
"""32 bands of 4: a pair at the threshold becomes a candidate with probability .96, at .7 with .9998."""

_SILENT = re.compile(r"[\W_]+")


@lru_cache(maxsize=1 << 16)
def text_key(text: str) -> str:
    """Equal for texts that say the same: own words without links, handles, emoji, punctuation, case and width.

    A text of nothing else (a bare repost chain, emoji) is compared as it stands. Empty for an empty text.
    """
    key = _SILENT.sub("", fold(clean(text).text))[:_MAX_KEY]
    return key or _SILENT.sub("", fold(text))[:_MAX_KEY] or text.strip()[:_MAX_KEY]


@lru_cache(maxsize=1 << 14)
def grams(key: str) -> frozenset[str]:
    """The character 3-grams of a key."""
    return frozenset(key[at : at + 3] for at in range(len(key) - 2))


@lru_cache(maxsize=1 << 16)
def jaccard(left: str, right: str) -> float:
    """Share of common 3-grams of two keys."""
    common = len(grams(left) & grams(right))
    return common / (len(grams(left)) + len(grams(right)) - common)


def candidate_pairs(keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of positions that share a MinHash band; each key at least MIN_NEAR_LENGTH long.

    rensa tells which keys meet any other at all (few); only their digests leave its memory and are banded here.
    """
    if len(keys) < 2:
        return
    index = rensa.RMinHashLSH(NEAR_JACCARD, _PERMUTATIONS, _BANDS)
    flags = index.query_duplicate_flags_matrix_one_shot(_digests(keys))
    flagged = [at for at, flag in enumerate(flags) if flag]
    if not flagged:
        return
    rows = np.array(_digests([keys[at] for at in flagged]).to_rows(), dtype=np.uint32)
    width = _PERMUTATIONS // _BANDS
    for band in range(_BANDS):
        yield from _band_pairs(rows[:, band * width : (band + 1) * width], flagged)


def _band_pairs(rows: npt.NDArray[np.uint32], positions: list[int]) -> Iterator[tuple[int, int]]:
    """Neighbours within each bucket of one band: every member with the first and with the one before it.

    Chains instead of all pairs keep a bucket of n texts at 2n comparisons; 32 bands give each pair many chances.
    """
    buckets: dict[bytes, list[int]] = {}
    for row, position in zip(rows, positions, strict=True):
        buckets.setdefault(row.tobytes(), []).append(position)
    for members in buckets.values():
        for before, member in zip(members, members[1:], strict=False):
            yield before, member
            if before != members[0]:
                yield members[0], member


def _digests(keys: Sequence[str]) -> rensa.RMinHashDigestMatrix:
    hashes, offsets = _gram_hashes(keys)
    return rensa.RMinHash.digest_matrix_from_flat_token_hashes(hashes, offsets, _PERMUTATIONS, _SEED)


def _gram_hashes(keys: Sequence[str]) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """64-bit hashes of all 3-grams of all keys in one array, and where each key's begin."""
    codes = np.frombuffer("".join(keys).encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)
    lengths = np.fromiter((len(key) for key in keys), dtype=np.int64, count=len(keys))
    ends = np.cumsum(lengths)
    is_inside = np.ones(len(codes), dtype=bool)
    is_inside[ends - 1] = is_inside[ends - 2] = False
    mixed = codes * np.uint64(0x9E3779B97F4A7C15)
    mixed[:-1] ^= codes[1:] * np.uint64(0xC2B2AE3D27D4EB4F)
    mixed[:-2] ^= codes[2:] * np.uint64(0x165667B19E3779F9)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(32)
    offsets = np.concatenate([[0], np.cumsum(lengths - 2)]).astype(np.uint64)
    return mixed[is_inside], offsets
