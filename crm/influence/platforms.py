"""What agencies call head, shoulder, waist and tail on each platform, by date, with their sources (tiers.yml)."""

from functools import cache
from pathlib import Path

import yaml

from records.tiers import TierScheme, schemes_of


@cache
def platform_schemes() -> tuple[TierScheme, ...]:
    """The follower tiers of tiers.yml, for `schemes=` of crm.tiers.tier_of and crm.influence.influencers.

    Raises ConfigError naming the entry with a gap or an overlap.
    """
    path = Path(__file__).with_name("tiers.yml")
    return schemes_of(yaml.safe_load(path.read_text(encoding="utf-8")))
