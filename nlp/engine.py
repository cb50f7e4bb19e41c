"""What an engine promises, and how engines are found: one file, one engine."""

import importlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from records import Span
from records.errors import UsageError

SENTIMENT_LABELS = ("negative", "neutral", "positive")
"""The classes of every sentiment engine, in the order of `Verdicts.probabilities`."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Verdicts on n texts, as columns: at 300,000 texts a second there is no time for an object each."""

    labels: tuple[str, ...]
    """Names of the classes."""
    probabilities: NDArray[np.float32]
    """(n, len(labels)), calibrated where the engine's card says so; rows sum to 1."""
    label_index: NDArray[np.int8]
    """(n,) position in `labels` of each verdict."""
    is_abstained: NDArray[np.bool_]
    """(n,) whether the engine declined; its label is then a best guess that counts nowhere."""

    def __len__(self) -> int:
        return len(self.label_index)

    def names(self) -> list[str]:
        """The label of each text."""
        return [self.labels[index] for index in self.label_index.tolist()]

    def confidence(self) -> NDArray[np.float32]:
        """(n,) probability of the label given."""
        chosen = np.take_along_axis(self.probabilities, self.label_index[:, None].astype(np.intp), axis=1)
        return chosen[:, 0]

    def balance(self) -> NDArray[np.float32]:
        """(n,) p_pos - p_neg in [-1, 1]; for sentiment labels only."""
        positive, negative = self.labels.index("positive"), self.labels.index("negative")
        return self.probabilities[:, positive] - self.probabilities[:, negative]

    @staticmethod
    def of(labels: tuple[str, ...], probabilities: NDArray[np.float32], is_abstained: NDArray[np.bool_]) -> "Verdicts":
        """Verdicts whose label is the likeliest class."""
        return Verdicts(labels, probabilities, probabilities.argmax(axis=1).astype(np.int8), is_abstained)


@runtime_checkable
class Engine(Protocol):
    """A classifier of whole texts.

    Any string is answered: empty, a megabyte, emoji, English, lone surrogates; what it cannot judge it abstains from.
    """

    @property
    def name(self) -> str:
        """Stem of the engine's file."""

    @property
    def version(self) -> str:
        """Changes whenever the same text could get another verdict: code, weights, options."""

    @property
    def labels(self) -> tuple[str, ...]:
        """Classes it can give, in the order of the probabilities."""

    def read(self, texts: Sequence[str]) -> Verdicts:
        """One verdict a text, in order, each independent of the other texts."""

    def explain(self, texts: Sequence[str]) -> list[tuple[Span, ...]]:
        """The pieces of each text that spoke most for its label; empty where the engine cannot tell."""


def engine_names(folder: Path) -> list[str]:
    """The engines of a task: its folder's modules, but for those that begin with an underscore."""
    return sorted(file.stem for file in folder.glob("*.py") if not file.stem.startswith("_"))


def engine_module(package: str, folder: Path, name: str) -> ModuleType:
    """The module of an engine, imported now. Raises UsageError for a name without a file."""
    names = engine_names(folder)
    if name not in names:
        raise UsageError(f"no engine {name!r} for {package.rpartition('.')[2]}; available: {', '.join(names)}")
    return importlib.import_module(f"{package}.{name}")


def by_size(texts: Sequence[str], character_count: int) -> Iterator[slice]:
    """Slices of consecutive texts of about `character_count` characters each, so that work stays in the cache."""
    begin = size = 0
    for at, length in enumerate(_lengths(texts)):
        if size and size + length > character_count:
            yield slice(begin, at)
            begin, size = at, 0
        size += length + 1
    if begin < len(texts):
        yield slice(begin, len(texts))


def _lengths(texts: Iterable[str]) -> Iterator[int]:
    return map(len, texts)
