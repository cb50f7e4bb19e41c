"""One line of the examination."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Something looked at, whether it is fine, and what was seen."""

    what: str
    is_fine: bool
    detail: str

    @property
    def mark(self) -> str:
        """A tick or a cross."""
        return "✓" if self.is_fine else "✗"
