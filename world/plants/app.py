"""App Store reviews of two brands' ordering apps; in the crisis week the own brand's app gets one-star protests."""

from datetime import datetime, timedelta
from random import Random

from world.catalogue import BRANDS, ShopBrand
from world.clock import DAY_COUNT, FIRST_DAY, instant
from world.grammar import Grammar, Saying
from world.model import POLARITIES, Item, Polarity
from world.phrases import load
from world.stage import Stage

COUNTS = {"qinghe": 290, "yunxiu": 130}
"""Calm reviews per app at scale 1."""
_RATINGS: dict[Polarity, tuple[int, ...]] = {"positive": (5, 5, 4), "neutral": (3, 3, 4), "negative": (1, 1, 2)}


def play(stage: Stage) -> None:
    """Calm reviews over the eight weeks."""
    rng = stage.rng("app")
    grammar = stage.grammar(rng)
    for brand in BRANDS:
        for _ in range(stage.count(COUNTS.get(brand.brand_id, 0)) if brand.app_id else 0):
            polarity = rng.choices(POLARITIES, (52, 22, 26))[0]
            at = instant(FIRST_DAY + timedelta(days=rng.randrange(DAY_COUNT)), rng.randint(7, 23), rng.randint(0, 59))
            said = stage.fresh(lambda: _saying(grammar, polarity))  # noqa: B023 (called at once)
            review(stage, rng, brand, said, polarity, at=at, plant="app")


def review(
    stage: Stage, rng: Random, brand: ShopBrand, said: Saying, polarity: Polarity, *, at: datetime, plant: str
) -> Item:
    """Publishes one review of the brand's app."""
    return stage.publish(
        rng,
        platform="appstore",
        kind="review",
        at=at,
        text=said.text,
        title=said.title,
        author=stage.casting.passer("appstore"),
        brands=(brand.brand_id,),
        sentiment=polarity,
        topic="app",
        plant=plant,
        rating=rng.choice(_RATINGS[polarity]),
    )


def _saying(grammar: Grammar, polarity: Polarity) -> Saying:
    rng, bank = grammar.rng, load("app")
    clauses = [grammar.fill(text) for text in grammar.combination([bank[polarity]] * rng.choice((2, 2, 3)))]
    text = clauses[0]
    for clause in clauses[1:]:
        text += "。" + grammar.pick("app", f"link.{polarity}") + clause
    if rng.random() < 0.6:
        text = grammar.pick("app", "who") + text
    return Saying(text=text + rng.choice(("。", "！", "")), title=grammar.pick("app", f"title.{polarity}"))
