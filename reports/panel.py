"""A panel of the page: which answers it stands on and how it is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from reports.names import Pair
from warehouse.answers import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One file in reports/panels builds one of these, or None when it has no rows (then it vanishes)."""

    name: str
    """Identifier; the section's id on the page is `p-<name>`."""
    renderer: str
    """Which file of reports/page/renderers draws it."""
    width: Literal["full", "wide", "narrow", "half"]
    """Room on a wide screen: a whole row, two thirds, one third, half."""
    title: Pair
    """Chinese and English title."""
    hint: Pair
    """How to read it, one line."""
    answers: tuple[Answer, ...]
    """Its rows; every one is shown with its SQL."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """Further values for the renderer."""
    metrics: tuple[str, ...] = ()
    """Metrics it shows, beyond those of its answers."""

    def as_data(self) -> dict[str, Any]:
        """What the page embeds; the rows themselves are embedded once for all panels."""
        names = [*self.metrics, *(name for answer in self.answers for name in answer.metrics)]
        return {
            "name": self.name,
            "renderer": self.renderer,
            "width": self.width,
            "title": self.title,
            "hint": self.hint,
            "options": dict(self.options),
            "metrics": list(dict.fromkeys(names)),
            "tables": [answer.name for answer in self.answers],
        }
