"""Calm weeks: the regular authors speak of what their group cares about."""

from datetime import datetime, timedelta
from random import Random

from world.catalogue import BRANDS, QINGHE, ShopBrand
from world.clock import DAY_COUNT, FIRST_DAY, day_of, instant
from world.grammar import Subject
from world.groups import Group, group_named, hour_for, topic_for
from world.model import POLARITIES, Item, Person, Polarity
from world.stage import Stage
from world.utter import utter
from world.voices import Opinion

COMPLAINTS = {
    "delivery": 6,
    "service": 5,
    "refund": 4,
    "price": 3,
    "false_advertising": 3,
    "quality": 3,
    "food_safety": 1,
    "privacy": 1,
}
"""Complaint types of social.txt and how often they are met."""
GRUMBLE_LIMIT = 11
"""Most negative posts of regular authors about one brand on one day, so that no calm day looks like a crisis."""
BALANCE = (55, 25, 20)
"""Positive, neutral and negative posts of a calm week, in per cent."""


def play(stage: Stage) -> None:
    """Every regular author posts 3 to 12 times."""
    rng = stage.rng("calm")
    for people in stage.regulars.values():
        for person in people:
            for _ in range(round(rng.triangular(3, 12, 4.5))):
                post(stage, rng, person)


def post(
    stage: Stage, rng: Random, person: Person, *, brand: ShopBrand | None = None, at: datetime | None = None
) -> Item:
    """One calm post of a regular author, about the given brand or one its group likes."""
    group = group_named(person.group)
    at = at or _moment(rng, group)
    polarity = rng.choices(POLARITIES, BALANCE)[0]
    if polarity == "neutral" and brand is None and person.platform == "weibo" and rng.random() < 0.1:
        return _comparison(stage, rng, person, group, at)
    complaint = None
    if polarity == "negative" and rng.random() < 0.2:
        complaint = rng.choices(list(COMPLAINTS), list(COMPLAINTS.values()))[0]
    subject = _subject(stage, rng, group, brand, at, polarity)
    if polarity == "negative" and subject.brand and not _is_calm(stage, subject.brand, at):
        polarity, complaint = "neutral", None
    opinion = Opinion(subject=subject, topic=topic_for(rng, group), polarity=polarity, complaint=complaint)
    return utter(stage, rng, person, opinion, at=at, plant="calm")


def _is_calm(stage: Stage, brand: ShopBrand, at: datetime) -> bool:
    """Counts a grumble about the brand on that day; False once the day has as many as a calm day may have."""
    day = (brand.brand_id, at.date())
    stage.grumbles[day] += 1
    return stage.grumbles[day] <= GRUMBLE_LIMIT


def _comparison(stage: Stage, rng: Random, person: Person, group: Group, at: datetime) -> Item:
    """A post that names two brands and prefers neither."""
    first, second = rng.sample(BRANDS, 2)
    product = rng.choice(first.drinks)
    grammar = stage.grammar(rng)
    names = {"b": first.name, "b2": second.name, "p": product.name}
    clause = "，".join(grammar.clauses(group.topic, "neutral", 2))
    text = grammar.pick("social", "frame.compare", c1=clause, **names)
    item = stage.publish(
        rng,
        platform=person.platform,
        kind="post",
        at=at,
        text=text,
        author=person,
        brands=(first.brand_id, second.brand_id),
        products=(f"{first.brand_id}/{product.product_id}",) if product.name in text else (),
        sentiment="neutral",
        topic=group.topic,
        plant="calm",
    )
    stage.engage(rng, item)
    return item


def _moment(rng: Random, group: Group) -> datetime:
    day = rng.choices(range(DAY_COUNT), [group.weekdays[number % 7] for number in range(DAY_COUNT)])[0]
    return instant(FIRST_DAY + timedelta(days=day), hour_for(rng, group), rng.randint(0, 59), rng.randint(0, 59))


def _subject(
    stage: Stage, rng: Random, group: Group, brand: ShopBrand | None, at: datetime, polarity: Polarity
) -> Subject:
    if brand is None:
        if rng.random() < 0.04:
            return Subject(brand=None)
        brand = rng.choices(BRANDS, group.brand_weights)[0]
        # During the crisis fewer people praise the brand in the news.
        if brand is QINGHE and polarity == "positive" and at >= instant(day_of(8, 1), 12) and rng.random() < 0.5:
            brand = rng.choice(BRANDS[1:])
    product = rng.choice(brand.drinks) if rng.random() < 0.62 else None
    return stage.grammar(rng).subject(brand, product)
