"""The gates a persona must pass, and what makes the groups. All bounds are our own and stated here."""

from dataclasses import dataclass, field

from records.errors import ConfigError

UNGROUPED_ID = "p_ungrouped"
"""Id of the remainder: authors whose group was too small to be shown."""
UNGROUPED_NAME = "未分群"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonaSettings:
    """Raises ConfigError for values under which no result could be honest or defined."""

    min_author_weight: float = 2.0
    """Own-word mentions an author needs to count as known well enough; suspicious ones weigh less than 1."""
    min_author_count: int = 50
    """Fewer authors than this make no personas."""
    min_cluster_size: int = 10
    """k-anonymity floor: a smaller group dissolves into the remainder, and no word of fewer authors is evidence."""
    cluster_counts: tuple[int, ...] = (3, 4, 5, 6, 7, 8)
    """Numbers of groups tried."""
    bootstrap_count: int = 20
    """Resamples per number of groups tried."""
    final_bootstrap_count: int = 50
    """Resamples for the chosen number, whose figures are published."""
    max_fit_units: int = 5_000
    """Authors used for fitting; the others are assigned to the nearest centre."""
    min_stability: float = 0.6
    """Mean adjusted Rand index over the resamples below which nothing is published."""
    min_silhouette: float = 0.1
    """Mean silhouette below which the groups are slices of one cloud."""
    dimension_count: int = 8
    """Directions kept of all blocks together."""
    chance_draw_count: int = 12
    """Times the mentions are dealt to the authors at random to see what chance makes."""
    seed: int = 20
    """Seed of dealing, subsampling, resampling and starting centres."""
    block_weights: dict[str, float] = field(
        default_factory=lambda: {
            "terms": 1.0,
            "topic": 0.7,
            "hour": 0.5,
            "kind": 0.5,
            "tone": 0.5,
            "level": 0.3,
            "platform": 0.3,
        }  # fmt: skip
    )
    """Length given to the longest direction of each block: interests lead, the platform must not decide alone."""

    def __post_init__(self) -> None:
        if self.min_cluster_size < 2 or self.min_author_count < 2 * self.min_cluster_size:
            raise ConfigError("personas: min_cluster_size must be 2 or more, min_author_count at least twice that")
        if not self.cluster_counts or min(self.cluster_counts) < 2:
            raise ConfigError("personas: cluster_counts must name numbers of groups from 2 up")
        if min(self.bootstrap_count, self.final_bootstrap_count, self.dimension_count) < 2:
            raise ConfigError("personas: bootstrap_count, final_bootstrap_count and dimension_count must be 2 or more")
