"""Which texts a model was trained on, without keeping any: the split rule, the text key, and a Bloom filter."""

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.hashed.artefact import read_checked, write_checked

SEEN = "trained-on.npz"
"""The file of a model's filter, beside its weights."""

BITS_PER_TEXT = 12
"""With eight probes about 0.3% of unknown texts are taken for known ones."""
_PROBES = 8


def is_test_text(text: str) -> bool:
    """Whether the text is never trained on: sha256 of its UTF-8 bytes is divisible by ten."""
    return int(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), 16) % 10 == 0


def text_key(text: str) -> str:
    """What makes two texts the same: letters, digits and characters alone, in half width and lower case."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return "".join(filter(str.isalnum, plain)) or text


@dataclass(frozen=True, slots=True)
class SeenTexts:
    """A Bloom filter over text keys: says yes to every text trained on, and to few others."""

    bits: NDArray[np.uint8]

    @staticmethod
    def of(texts: Sequence[str]) -> "SeenTexts":
        """The filter of some texts."""
        size = max(8, len(texts) * BITS_PER_TEXT // 8 * 8)
        flags = np.zeros(size, np.bool_)
        flags[_probes(texts, size)] = True
        return SeenTexts(np.packbits(flags))

    def contains(self, texts: Sequence[str]) -> NDArray[np.bool_]:
        """(n,) whether each text was (nearly certainly) trained on."""
        flags = np.unpackbits(self.bits).astype(np.bool_)
        known: NDArray[np.bool_] = np.logical_and.reduce(flags[_probes(texts, flags.size)], axis=1)
        return known

    def save(self, folder: Path) -> None:
        """Writes the filter beside the weights."""
        write_checked(folder, SEEN, {"bits": self.bits})

    @staticmethod
    def load(folder: Path, *, train: str) -> "SeenTexts":
        """The filter beside a model's weights; `train` is the command that makes both. Raises DamagedArtefact."""
        return SeenTexts(read_checked(folder, SEEN, train=train)[0]["bits"].astype(np.uint8))


def _probes(texts: Sequence[str], size: int) -> NDArray[np.uint64]:
    keys = (text_key(text).encode("utf-8", "surrogatepass") for text in texts)
    raw = b"".join(hashlib.blake2b(key, digest_size=16).digest() for key in keys)
    halves = np.frombuffer(raw, np.uint64).reshape(-1, 2)
    steps = np.arange(_PROBES, dtype=np.uint64)
    return (halves[:, :1] + steps * halves[:, 1:]) % np.uint64(size)
