"""May accounts be linked to customers at all? Without a recorded basis nothing is compared."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from records.errors import ConfigError

BASES: Final = {
    "consent": "取得个人同意 (PIPL 13.1.1)",
    "contract": "订立、履行合同所必需 (PIPL 13.1.2)",
    "legal_duty": "履行法定职责或者法定义务所必需 (PIPL 13.1.3)",
}
"""Grounds of the Personal Information Protection Law that can carry a link; it knows no legitimate interest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    """What allows the linking, as the user recorded it. Raises ConfigError for an unknown kind or no document."""

    kind: str
    """One of BASES. With consent, only customers who agreed are compared."""
    document: str
    """Where the decision is written down (the impact assessment of PIPL 55, a number)."""
    recorded_on: date

    def __post_init__(self) -> None:
        if self.kind not in BASES:
            raise ConfigError(f"identity: basis {self.kind} is none of {', '.join(BASES)}")
        if not self.document.strip():
            raise ConfigError("identity: name the document that records the legal basis")


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """Returned instead of links that must not be made."""

    reason: str
    """One line that a page prints."""


NO_BASIS: Final = Withheld(reason="identity linking is off: no legal basis is recorded")
