"""What the cards of the models said when they were used: kept in the lake, so that history outlives the program."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.job import Job

if TYPE_CHECKING:
    from nlp.registry.card import Card

FILE = "card.toml"


def remember_cards(job: Job, versions: Mapping[str, tuple[str, str]]) -> None:
    """Writes the card of each model in use to `lake/models/<task>/<version>/`, once."""
    from nlp.registry import models
    from nlp.registry.card import write_card

    cards = {(each.card.task, each.card.engine): each.card for each in models()}
    for task, (engine, version) in versions.items():
        card, folder = cards.get((task, engine)), _folder(job, task, version)
        if card and not (folder / FILE).is_file():
            folder.mkdir(parents=True, exist_ok=True)
            write_card(folder, card)


def card_of(job: Job, task: str, version: str) -> "Card | None":
    """The card of a version that has been used; None for rules, and for versions from before cards were kept."""
    from nlp.registry.card import read_card

    folder = _folder(job, task, version)
    return read_card(folder) if (folder / FILE).is_file() else None


def scores_json(card: "Card") -> str:
    """The scores of a card: set -> metric -> value."""
    return json.dumps({score.name: dict(score.metrics) for score in card.scores}, ensure_ascii=False)


def _folder(job: Job, task: str, version: str) -> Path:
    return job.home.models / task / version
