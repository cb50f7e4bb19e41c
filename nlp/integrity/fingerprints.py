"""What a text is compared by: a normalised key, and MinHash over its character 3-grams."""

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import rensa

from nlp.text.clean import CleanText, clean
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
    return key_of(clean(text))


def key_of(cleaned: CleanText) -> str:
    """The key of a text that is cleaned already."""
    key = _SILENT.sub("", fold(cleaned.text))[:_MAX_KEY]
    return key or _SILENT.sub("", fold(cleaned.original))[:_MAX_KEY] or cleaned.original.strip()[:_MAX_KEY]


@lru_cache(maxsize=1 << 14)
def grams(key: str) -> frozenset[str]:
    """The character 3-grams of a key."""
    return frozenset(key[at : at + 3] for at in range(len(key) - 2))


@lru_cache(maxsize=1 << 16)
def jaccard(left: str, right: str) -> float:
    """Share of common 3-grams of two keys."""
    common = len(grams(left) & grams(right))
    return common / (len(grams(left)) + len(grams(right)) - common)


def candidate_pairs(keys: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of positions that share a MinHash band, each pair once; each key at least MIN_NEAR_LENGTH long.

    rensa tells which keys meet any other at all; only their digests leave its memory and are banded here. Within a
    bucket every member is paired with the first and with the one before it: a bucket of n texts costs 2n comparisons
    instead of n squared, and 32 bands give each pair many chances.
    """
    if len(keys) < 2:
        return []
    index = rensa.RMinHashLSH(NEAR_JACCARD, _PERMUTATIONS, _BANDS)
    flags = np.array(index.query_duplicate_flags_matrix_one_shot(_digests(keys)), dtype=bool)
    flagged = np.flatnonzero(flags)
    if not len(flagged):
        return []
    rows = np.array(_digests([keys[at] for at in flagged.tolist()]).to_rows(), dtype=np.uint64)
    codes = np.concatenate([_band_pairs(band) for band in _band_hashes(rows)])
    pairs = flagged[np.stack(np.divmod(np.unique(codes), len(flagged)), axis=1)]
    return [(int(left), int(right)) for left, right in pairs]


def _band_hashes(rows: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """One number per band and row: (bands, rows)."""
    banded = rows.reshape(len(rows), _BANDS, -1)
    mixed = np.zeros(banded.shape[:2], dtype=np.uint64)
    for column in range(banded.shape[2]):
        mixed = (mixed ^ banded[:, :, column]) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(31)
    return np.ascontiguousarray(mixed.T)


def _band_pairs(hashes: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    """Pairs within the buckets of one band, as left * rows + right with left < right."""
    order = np.argsort(hashes, kind="stable")
    ordered = hashes[order]
    is_same = ordered[1:] == ordered[:-1]
    firsts = np.maximum.accumulate(np.where(np.concatenate([[False], is_same]), 0, np.arange(len(order))))
    members = np.flatnonzero(is_same) + 1
    lefts = np.concatenate([order[members - 1], order[firsts[members]]])
    rights = np.concatenate([order[members], order[members]])
    codes: npt.NDArray[np.int64] = lefts * len(hashes) + rights
    return codes


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
