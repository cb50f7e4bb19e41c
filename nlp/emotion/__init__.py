"""Happy, angry, sad, fear, surprise or neutral: the engines, each a file of this folder, imported when asked for."""

from pathlib import Path
from typing import cast

from nlp.engine import Engine, engine_module, engine_names

DEFAULT = "linear"
"""The engine used where none is named."""

_FOLDER = Path(__file__).parent


def names() -> list[str]:
    """The engines there are."""
    return engine_names(_FOLDER)


def load(name: str = DEFAULT, *, model: str | None = None) -> Engine:
    """An engine, ready to read; `model` is a folder of weights for engines that take one.

    Raises UsageError for an unknown engine, DamagedArtefact for damaged weights.
    """
    return cast(Engine, engine_module(__name__, _FOLDER, name).load(model))
