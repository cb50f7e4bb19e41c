"""What is known of one trained model, in a form that programs read: `card.toml`, beside the `card.md` for people.

A train command calls `write_card` last; the same card always gives the same bytes.
"""

import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nlp.hashed.artefact import SUMS
from records.errors import DamagedArtefact

CARD = "card.toml"
"""The file's name, in the folder of the weights."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """One file that a model was trained on."""

    name: str
    row_count: int
    """Rows trained on, after splitting and removing repeats."""
    sha256: str
    """Of the whole file, 64 hex digits."""

    @staticmethod
    def of(file: Path, row_count: int) -> "Dataset":
        """The file's stem and hash beside the number of its rows that were trained on."""
        return Dataset(file.stem, row_count, hashlib.sha256(file.read_bytes()).hexdigest())


@dataclass(frozen=True, slots=True)
class Score:
    """What a model reached on rows it was not trained on."""

    name: str
    """The set, or the protocol (`five-fold weibo_usual_train`)."""
    row_count: int
    metrics: Mapping[str, float]
    """Metric -> value, as fractions: accuracy, macro_f1, micro_f1, ece, coverage, selective_accuracy, ..."""


@dataclass(frozen=True, slots=True)
class Card:
    """One trained model: what it is, what made it, how good it is."""

    task: str
    """As annotations name it: sentiment, emotion, aspect, ..."""
    engine: str
    """Stem of the engine's file."""
    version: str
    """Of the weights: the first 12 hex digits of their file's sha256 (`write_checked` returns it), or `sums_version`
    where there are several files."""
    command: str
    """What makes the weights anew."""
    data: Sequence[Dataset]
    scores: Sequence[Score]
    licence: str = "Apache-2.0"
    seed: int | None = None
    limits: Sequence[str] = field(default_factory=tuple)
    """What it cannot do, a sentence each."""

    @property
    def training_data_hash(self) -> str:
        """Twelve hex digits that change whenever a file, or the number of rows taken from it, does."""
        rows = sorted(f"{each.name}\t{each.row_count}\t{each.sha256}\n" for each in self.data)
        return hashlib.sha256("".join(rows).encode()).hexdigest()[:12]


def sums_version(folder: Path) -> str:
    """The version of all files of a model together: the first 12 hex digits of the sha256 of its SHA256SUMS."""
    return hashlib.sha256((folder / SUMS).read_bytes()).hexdigest()[:12]


def write_card(folder: Path, card: Card) -> Path:
    """Writes a model's `card.toml` beside its weights and returns the file."""
    lines = [f"{name} = {_value(getattr(card, name))}" for name in ("task", "engine", "version", "command", "licence")]
    if card.seed is not None:
        lines.append(f"seed = {card.seed}")
    lines += [f"training_data_hash = {_value(card.training_data_hash)}", "limits = ["]
    lines += [*(f"    {_value(limit)}," for limit in card.limits), "]"]
    for each in card.data:
        lines += ["", "[[data]]", f"name = {_value(each.name)}", f"row_count = {each.row_count}"]
        lines.append(f"sha256 = {_value(each.sha256)}")
    for score in card.scores:
        lines += ["", "[[scores]]", f"name = {_value(score.name)}", f"row_count = {score.row_count}"]
        lines += ["[scores.metrics]", *(f"{_value(key)} = {float(value):.6g}" for key, value in score.metrics.items())]
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / CARD
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


def read_card(folder: Path) -> Card:
    """The card in a model's folder. Raises DamagedArtefact for one that is absent or not what `write_card` writes."""
    file = folder / CARD
    try:
        stored = tomllib.loads(file.read_text("utf-8"))
        card = _card(stored)
    except OSError as error:
        raise DamagedArtefact(f"cannot read {file}: {error.strerror}; the model's train command writes it") from error
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedArtefact(f"{file} is no model card: {error!r}; the model's train command writes it") from error
    if stored.get("training_data_hash") != card.training_data_hash:
        raise DamagedArtefact(f"{file} was edited by hand: its data do not have the hash stated; train again")
    return card


def _card(stored: Mapping[str, Any]) -> Card:
    names = ("task", "engine", "version", "command", "licence")
    return Card(
        **{name: str(stored[name]) for name in names},
        data=tuple(Dataset(each["name"], each["row_count"], each["sha256"]) for each in stored.get("data", ())),
        scores=tuple(_score(each) for each in stored.get("scores", ())),
        seed=stored.get("seed"),
        limits=tuple(stored.get("limits", ())),
    )


def _score(stored: Mapping[str, Any]) -> Score:
    return Score(stored["name"], stored["row_count"], {key: float(value) for key, value in stored["metrics"].items()})


def _value(text: str) -> str:
    """A TOML basic string; JSON escapes all that TOML wants escaped, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
