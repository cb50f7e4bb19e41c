"""Everyday spreading: a tenth of the calm Weibo posts is passed on a few times."""

from world.stage import Stage
from world.tree import NEGATIVE_MIX, NEUTRAL_MIX, POSITIVE_MIX, Mix, grow

SHARE = 0.1
"""Share of calm posts that are reposted at all."""
_MIXES: dict[str, Mix] = {"positive": POSITIVE_MIX, "neutral": NEUTRAL_MIX, "negative": NEGATIVE_MIX}


def play(stage: Stage) -> None:
    """Grows small trees of one to four reposts."""
    rng = stage.rng("spread")
    calm = [item for item in stage.items if item.platform == "weibo" and item.kind == "post" and item.plant == "calm"]
    for item in calm:
        if item.sentiment and rng.random() < SHARE:
            grow(stage, rng, item, rng.randint(1, 4), _MIXES[item.sentiment], hours=6, plant="calm", max_depth=2)
