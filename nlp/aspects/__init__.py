"""What a text speaks of, by industry, and how it judges each: aspects, opinion words, polarity."""

from pathlib import Path

from nlp.aspects import _weights, linear, rules
from nlp.aspects.found import AspectEngine, AspectFound
from nlp.aspects.taxonomy import industries

DEFAULT = "ecommerce"
"""The industry whose aspects fit goods of any kind."""

_LABELLED = ("automobile", "restaurant")
"""Industries with labelled texts; the others find aspects by their keywords."""

__all__ = ["DEFAULT", "AspectEngine", "AspectFound", "industries", "load"]


def load(industry: str = DEFAULT, *, folder: Path = _weights.FOLDER) -> AspectEngine:
    """The engine of an industry, ready to read, with the weights in a folder.

    Raises UsageError for an unknown industry, DamagedArtefact for damaged weights.
    """
    return linear.load(industry, folder) if industry in _LABELLED else rules.load(industry, folder)
