"""What a path model of satisfaction says: latent variables, the questions that show them, and what drives what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from crm.satisfaction.intervals import Floats
from records.errors import ConfigError


@dataclass(frozen=True, slots=True, kw_only=True)
class PathModel:
    """Raises ConfigError for a path between unknown latents or against their order, or a block without questions."""

    blocks: Mapping[str, Sequence[str]]
    """Latent -> its questions (columns), causes before effects."""
    paths: Sequence[tuple[str, str]]
    """(cause, effect)."""

    def __post_init__(self) -> None:
        order = {name: place for place, name in enumerate(self.blocks)}
        for name, questions in self.blocks.items():
            if not questions:
                raise ConfigError(f"path model: {name} has no questions")
            if not any(name in path for path in self.paths):
                raise ConfigError(f"path model: {name} is on no path")
        for cause, effect in self.paths:
            if cause not in order or effect not in order or not order[cause] < order[effect]:
                raise ConfigError(f"path model: {cause} -> {effect} must lead from an earlier block to a later one")

    @property
    def latents(self) -> tuple[str, ...]:
        """Names in order."""
        return tuple(self.blocks)

    @property
    def questions(self) -> tuple[str, ...]:
        """All columns, block by block."""
        return tuple(question for block in self.blocks.values() for question in block)

    def causes(self, effect: str) -> tuple[str, ...]:
        """The latents that drive one, in order."""
        return tuple(name for name in self.latents if (name, effect) in self.paths)

    @property
    def membership(self) -> Floats:
        """Shape (questions, latents): 1 where a question belongs to a latent."""
        owners = [place for place, block in enumerate(self.blocks.values()) for _ in block]
        return np.eye(len(self.blocks))[owners]

    @property
    def adjacency(self) -> Floats:
        """Shape (latents, latents), symmetric: 1 where two are joined by a path."""
        place = {name: number for number, name in enumerate(self.latents)}
        joined = np.zeros((len(place), len(place)))
        for cause, effect in self.paths:
            joined[place[cause], place[effect]] = joined[place[effect], place[cause]] = 1
        return joined


CCSI_LATENTS: Final = {
    "image": "品牌形象", "expectation": "预期质量", "quality": "感知质量", "value": "感知价值",
    "satisfaction": "顾客满意度", "loyalty": "顾客忠诚",
}  # fmt: skip
"""The six latents of the Chinese customer satisfaction index."""
CCSI_PATHS: Final = (
    ("image", "expectation"), ("image", "quality"), ("image", "satisfaction"), ("image", "loyalty"),
    ("expectation", "quality"), ("expectation", "value"), ("expectation", "satisfaction"),
    ("quality", "value"), ("quality", "satisfaction"), ("value", "satisfaction"), ("satisfaction", "loyalty"),
)  # fmt: skip
"""Eleven paths: the ten of the European index with the same latents, and image -> quality. The number is published;
that this is the eleventh is our reading, since the publication's figure was not at hand."""


def ccsi_model(questions: Mapping[str, Sequence[str]]) -> PathModel:
    """The CCSI model on a survey's columns by latent. Raises ConfigError for a latent without questions."""
    return PathModel(blocks={name: tuple(questions.get(name, ())) for name in CCSI_LATENTS}, paths=CCSI_PATHS)
