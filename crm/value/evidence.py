"""The typed answer of a method whose data cannot carry it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NotEnoughEvidence:
    """Returned instead of a number; a page prints `reason`."""

    what: str
    """What was counted, in the plural (repeat buyers, customers)."""
    n: int
    """How many there are."""
    needed: int
    """How many the method asks for."""
    because: str | None = None
    """Why that many are still not enough (all equal, no variation); None when the number alone decides."""

    @property
    def reason(self) -> str:
        """One line: `not enough evidence: n = 3 repeat buyers, 20 needed`."""
        why = self.because or f"{self.needed} needed"
        return f"not enough evidence: n = {self.n} {self.what}, {why}"
