"""Campaigns: a new drink in week 3, a competitor's collaboration in week 5; three days with more talk about each."""

from datetime import timedelta
from random import Random

from world.catalogue import QINGHE, YUNXIU, ShopBrand, ShopProduct
from world.clock import instant
from world.grammar import Subject
from world.groups import group_named, hour_for
from world.model import POLARITIES
from world.stage import Stage
from world.utter import utter
from world.voices import Opinion

BALANCE = (66, 24, 10)
"""Positive, neutral and negative posts about a campaign, in per cent."""


def play(stage: Stage) -> None:
    """Students and collectors try the new drink; collectors gather the competitor's merchandise."""
    rng = stage.rng("launch")
    _campaign(stage, rng, QINGHE, QINGHE.products[3], groups=("student", "collab"), count=60)
    _campaign(stage, rng, YUNXIU, YUNXIU.products[1], groups=("collab",), count=36)


def _campaign(
    stage: Stage, rng: Random, brand: ShopBrand, product: ShopProduct, *, groups: tuple[str, ...], count: int
) -> None:
    event = brand.events[0]
    people = [who for everyone in stage.regulars.values() for who in everyone if who.group in groups]
    for person in rng.sample(people, min(len(people), stage.count(count))):
        group = group_named(person.group)
        at = instant(event.begins_on + timedelta(days=rng.randint(0, 2)), hour_for(rng, group), rng.randint(0, 59))
        subject = Subject(brand=brand, product=product, brand_word=brand.name, product_word=product.name)
        polarity = rng.choices(POLARITIES, BALANCE)[0]
        utter(stage, rng, person, Opinion(subject=subject, topic=group.topic, polarity=polarity), at=at, plant="launch")
