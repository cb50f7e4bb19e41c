"""What the value of customers is reckoned with: the firm's own figures, from the configuration."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crm.value.clv import ValueSettings
    from crm.value.profit import ServiceCosts
    from crm.value.pyramid import Pyramid


def _settings() -> "ValueSettings":
    from crm.value.clv import ValueSettings

    return ValueSettings()


def _pyramid() -> "Pyramid":
    from crm.value.pyramid import DEFAULT_PYRAMID

    return DEFAULT_PYRAMID


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueTerms:
    """The defaults guess no cost: without them profit and influence value stay unknown."""

    settings: "ValueSettings" = field(default_factory=_settings)
    pyramid: "Pyramid" = field(default_factory=_pyramid)
    tier_by: str = "clv"
    """clv, cev or profit."""
    costs: "ServiceCosts | None" = None
    acquisition_cost: float = 0.0
    """Yuan that a referral saves."""
    influenced_share: float | None = None
    """Part of a value that is owed to those whom a customer follows (crm.value.influence)."""
    complaint_reasons: tuple[str, ...] = ("投诉", "complaint")
    """A service contact whose reason holds one of these is a complaint."""
