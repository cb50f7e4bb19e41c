"""One regular post: an opinion, spoken in the platform's voice and published."""

from datetime import datetime
from random import Random

from world.model import Item, Person
from world.stage import Stage
from world.voices import Opinion, speak


def utter(stage: Stage, rng: Random, person: Person, opinion: Opinion, *, at: datetime, plant: str) -> Item:
    """Publishes what `person` says at that moment and returns it, engagement included."""
    grammar = stage.grammar(rng)
    said = stage.fresh(lambda: speak(grammar, person.platform, opinion))
    item = stage.publish(
        rng,
        platform=person.platform,
        kind="post",
        at=at,
        text=said.text,
        title=said.title,
        author=person,
        brands=opinion.subject.brand_ids,
        products=said.products,
        sentiment=opinion.polarity,
        complaint=opinion.complaint,
        topic=opinion.topic,
        plant=plant,
    )
    stage.engage(rng, item)
    return item
