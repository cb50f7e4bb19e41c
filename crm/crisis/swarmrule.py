"""When many voices are a swarm."""

from dataclasses import dataclass, field

from crm.crisis.baseline import AlertRule
from records.errors import ConfigError


@dataclass(frozen=True, slots=True, kw_only=True)
class SwarmRule:
    """The bounds of hourly alerts, our own. Raises ConfigError for bounds that cannot be met."""

    days: AlertRule = field(default_factory=AlertRule)
    """What is usual for a day, when a day is back to it, how much worse the tone must be, how long an episode lasts."""
    burst_scale: float = 3.0
    """The burst state expects this many times the usual negatives of the hour (Kleinberg's s)."""
    burst_gamma: float = 2.0
    """The price of entering the burst, in ln of the hours of the window (Kleinberg's gamma)."""
    min_negative_count: int = 8
    """Negatives since the burst began; fewer never open an alert."""
    min_voice_count: int = 6
    """Different accounts among them; a water army is none, unknown authors count as different ones."""
    max_voice_share: float = 0.5
    """Share of them that one account may have written."""
    min_reach_count: int = 500
    """Followers of these accounts together; asked only where they are known of every negative."""
    quiet_hours: int = 24
    """An episode ends when this many hours together are back to the usual."""

    def __post_init__(self) -> None:
        if self.burst_scale <= 1 or self.burst_gamma < 0:
            raise ConfigError("alerts: burst_scale must be above 1 and burst_gamma 0 or more")
        if self.min_negative_count < 1 or self.min_voice_count < 1 or self.quiet_hours < 1:
            raise ConfigError("alerts: min_negative_count, min_voice_count and quiet_hours must be 1 or more")
        if not 0 < self.max_voice_share <= 1 or self.min_reach_count < 0:
            raise ConfigError("alerts: max_voice_share must lie in (0, 1] and min_reach_count be 0 or more")
