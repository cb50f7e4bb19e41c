"""Follower tiers: what a platform's market calls a head, shoulder, waist or tail account.

The bounds are a convention, not a published standard; agencies differ and move them, hence dated data, per platform
where a platform has bounds of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from records.errors import ConfigError


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """One band of follower counts: `at_least <= followers < below`."""

    name: str
    """head, shoulder, waist, tail or ordinary in the built-in scheme."""
    at_least: int
    """Smallest follower count of the band."""
    below: int | None = None
    """First follower count above it; None for the open top band."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TierScheme:
    """The bands in force from a day on. Raises ConfigError when they leave a gap or overlap."""

    valid_from: date
    """First day on which these bounds hold."""
    tiers: tuple[Tier, ...]
    """From the lowest band to the open top one."""
    platform: str | None = None
    """Platform with bounds of its own; None for all others."""

    def __post_init__(self) -> None:
        key = f"tiers of {self.platform or 'all platforms'} from {self.valid_from}"
        if not self.tiers or self.tiers[0].at_least != 0:
            raise ConfigError(f"{key}: the lowest band must begin at 0 followers")
        if self.tiers[-1].below is not None:
            raise ConfigError(f"{key}: the top band {self.tiers[-1].name} must be open (no `below`)")
        if len({tier.name for tier in self.tiers}) != len(self.tiers):
            raise ConfigError(f"{key}: two bands share a name")
        for lower, upper in zip(self.tiers, self.tiers[1:], strict=False):
            _check_seam(key, lower, upper)


def _check_seam(key: str, lower: Tier, upper: Tier) -> None:
    if lower.below is None or lower.below <= lower.at_least:
        raise ConfigError(f"{key}: band {lower.name} needs a `below` above its `at_least`")
    if lower.below != upper.at_least:
        fault = "a gap" if lower.below < upper.at_least else "an overlap"
        raise ConfigError(
            f"{key}: {fault} between {lower.name} (below {lower.below}) and {upper.name} (at least {upper.at_least})"
        )


DEFAULT_SCHEMES: tuple[TierScheme, ...] = (
    TierScheme(
        valid_from=date(2009, 8, 1),
        tiers=(
            Tier(name="ordinary", at_least=0, below=1_000),
            Tier(name="tail", at_least=1_000, below=10_000),
            Tier(name="waist", at_least=10_000, below=100_000),
            Tier(name="shoulder", at_least=100_000, below=1_000_000),
            Tier(name="head", at_least=1_000_000),
        ),
    ),
)
"""The bounds used unless a configuration says otherwise; in force since Weibo opened."""


def by_precedence(schemes: Sequence[TierScheme]) -> Iterator[TierScheme]:
    """Schemes in the order in which they are asked: a platform's own first, the newest first."""
    return iter(sorted(schemes, key=lambda each: (each.platform is not None, each.valid_from), reverse=True))


def schemes_of(config: Sequence[Mapping[str, Any]]) -> tuple[TierScheme, ...]:
    """Schemes from parsed configuration: a list of {valid_from, platform?, tiers: [{name, at_least, below?}]}.

    Raises ConfigError naming the entry and what is wrong with it.
    """
    schemes = []
    for position, entry in enumerate(config, start=1):
        try:
            tiers = tuple(Tier(**tier) for tier in entry["tiers"])
            valid_from = date.fromisoformat(str(entry["valid_from"]))
        except (KeyError, TypeError, ValueError) as error:
            raise ConfigError(f"tiers, entry {position}: {error}") from error
        schemes.append(TierScheme(valid_from=valid_from, tiers=tiers, platform=entry.get("platform")))
    return tuple(schemes)
