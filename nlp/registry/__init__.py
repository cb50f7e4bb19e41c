"""The committed models: what each is, what made it, how good it is; and what moved when one changed."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from nlp.hashed.artefact import SUMS
from nlp.registry.card import CARD, Card, read_card, sums_version
from records.errors import DamagedArtefact

__all__ = ["FOLDER", "ModelCard", "models"]

FOLDER = Path(__file__).resolve().parent.parent / "models"
"""Where the models of this package are: a folder each, at any depth."""

_PROSE = "card.md"


@dataclass(frozen=True, slots=True)
class ModelCard:
    """A committed model: its folder and what its train command wrote about it."""

    folder: Path
    card: Card
    weights: dict[str, str]
    """File -> sha256, as SHA256SUMS states them."""
    byte_count: int
    """Of those files together."""

    @property
    def prose(self) -> Path:
        """The page for people."""
        return self.folder / _PROSE


def models(folder: Path = FOLDER) -> list[ModelCard]:
    """Every model under a folder, by task and engine, its files proven to be those that were trained.

    Raises DamagedArtefact for weights without a card, a card of other weights, and files that are not what was written.
    """
    found = [_model(sums.parent) for sums in sorted(folder.rglob(SUMS))]
    return sorted(found, key=lambda each: (each.card.task, each.card.engine, str(each.folder)))


def _model(folder: Path) -> ModelCard:
    card = read_card(folder)
    lines = (folder / SUMS).read_text("utf-8").splitlines()
    weights = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    byte_count = 0
    for name, digest in weights.items():
        try:
            raw = (folder / name).read_bytes()
        except OSError as error:
            raise DamagedArtefact(f"cannot read {folder / name}: {error.strerror}") from error
        if hashlib.sha256(raw).hexdigest() != digest:
            raise DamagedArtefact(f"{folder / name} is damaged: its sha256 is not the one in {SUMS}")
        byte_count += len(raw)
    if card.version != sums_version(folder) and not any(each.startswith(card.version) for each in weights.values()):
        raise DamagedArtefact(f"{folder / CARD} is of other weights: none has version {card.version}; train again")
    if not (folder / _PROSE).is_file():
        raise DamagedArtefact(f"{folder} has no {_PROSE}; the model's train command writes it")
    return ModelCard(folder, card, weights, byte_count)
