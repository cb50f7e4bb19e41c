"""What a text is compared by: a normalised key, and MinHash over its character 3-grams."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt
import rensa

from nlp.integrity.alike import GramSets, gram_sets
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
    """Share of common 3-grams of two keys; of many pairs at once it is `alike.Likeness`."""
    common = len(grams(left) & grams(right))
    return common / (len(grams(left)) + len(grams(right)) - common)


@dataclass(frozen=True, eq=False)
class Fingerprints:
    """The different keys of some texts that are long enough to be nearly alike, and what they are found by."""

    keys: list[str]
    bands: npt.NDArray[np.uint64]
    """(keys, bands): one number for each band of a key's MinHash; equal where the band is."""

    @cached_property
    def grams(self) -> GramSets:
        """What the keys are compared by, made when one is compared first and kept for the days after."""
        return gram_sets(self.keys)


def fingerprints(keys: Iterable[str]) -> Fingerprints:
    """Of each different key of at least MIN_NEAR_LENGTH characters, in their order."""
    found = sorted({key for key in keys if len(key) >= MIN_NEAR_LENGTH})
    if not found:
        return Fingerprints([], np.empty((0, _BANDS), dtype=np.uint64))
    return Fingerprints(found, _band_hashes(np.array(_digests(found).to_rows(), dtype=np.uint64)))


def _band_hashes(rows: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """One number per row and band, of different bands different ones."""
    banded = rows.reshape(len(rows), _BANDS, -1)
    mixed = np.broadcast_to(np.arange(_BANDS, dtype=np.uint64), banded.shape[:2]).copy()
    for column in range(banded.shape[2]):
        mixed = (mixed ^ banded[:, :, column]) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(31)
    return mixed


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
