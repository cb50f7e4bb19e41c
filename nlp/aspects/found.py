"""What an aspect engine promises."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from records import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class AspectFound:
    """One aspect that a text speaks of."""

    aspect: str
    """Industry and name: `automobile.price`."""
    label: str
    """negative, neutral or positive."""
    probability: float | None
    """Calibrated probability of `label`, the aspect given; None where the engine's card knows none (rules)."""
    is_abstained: bool = False
    """Whether no label is likely enough; `label` is then the best guess."""
    spans: tuple[Span, ...] = ()
    """Where the text speaks of the aspect."""
    opinion: tuple[Span, ...] = ()
    """Words of its clause that judge."""


@runtime_checkable
class AspectEngine(Protocol):
    """Finds the aspects of one industry in texts and how each is judged.

    Any string is answered: empty, a megabyte, emoji, English, lone surrogates; most hold no aspect.
    """

    @property
    def name(self) -> str:
        """linear or rules."""

    @property
    def industry(self) -> str:
        """automobile, restaurant, phone, app or ecommerce."""

    @property
    def version(self) -> str:
        """Changes whenever the same text could get another verdict."""

    @property
    def aspects(self) -> tuple[str, ...]:
        """Ids it can give."""

    def read(self, texts: Sequence[str]) -> list[list[AspectFound]]:
        """The aspects of each text in the taxonomy's order, at most one verdict an aspect and text."""
