"""An influencer who moves the brand twice: a rave in week 4 and a demand for an explanation in the crisis week."""

from collections.abc import Mapping
from datetime import datetime
from random import Random

from world.catalogue import BRANDS, CRISIS_PRODUCT, QINGHE, ShopBrand, ShopProduct
from world.clock import WEEK_COUNT, day_of, instant
from world.model import Item, Person, Polarity
from world.stage import Stage
from world.tree import POSITIVE_MIX, grow

NAME = "小满喝茶测评"
FOLLOWERS = (842_000, 846_000, 851_000, 872_000, 879_000, 884_000, 889_000, 914_000)
"""At the end of each week."""
SPIKE_AT = instant(day_of(4, 3), 12, 5)
"""The rave: Thursday of week 4."""
ASK_AT = instant(day_of(8, 1), 19, 30)
"""The demand: Tuesday evening of the crisis week."""
AFTER_AT = instant(day_of(8, 3), 16, 0)
"""The verdict on the apology: Thursday of the crisis week."""
CRISIS_MIX: Mapping[str, int] = {"crisis.negative": 75, "crisis.neutral": 25}
"""What people add to bad news."""
_RAVE_MIX: Mapping[str, int] = {"positive": 80, "neutral": 20}
_APOLOGY_MIX: Mapping[str, int] = {"apology.negative": 45, "crisis.negative": 30, "apology.neutral": 25}


def play(stage: Stage) -> None:
    """Routine posts every week and the three that count."""
    rng = stage.rng("influencer")
    person = stage.casting.public(NAME, "influencer", followers=FOLLOWERS[0], verified_type=0, bio="茶饮测评人")
    person.follower_path = FOLLOWERS
    _routine(stage, rng, person)
    spike = _post(stage, rng, person, "influencer.launch", "positive", at=SPIKE_AT, product=QINGHE.products[1])
    ask = _post(stage, rng, person, "influencer.ask", "negative", at=ASK_AT, product=CRISIS_PRODUCT)
    after = _post(stage, rng, person, "influencer.after", "negative", at=AFTER_AT, product=CRISIS_PRODUCT)
    for item, likes in ((spike, 38_600), (ask, 29_400), (after, 12_700)):
        item.likes, item.comments = likes, likes // 9
    grow(stage, rng, spike, stage.count(420, at_least=24), _RAVE_MIX, hours=5, plant="influencer")
    grow(stage, rng, ask, stage.count(300, at_least=24), CRISIS_MIX, hours=6, plant="crisis")
    grow(stage, rng, after, stage.count(110), _APOLOGY_MIX, hours=6, plant="crisis")
    stage.truth["influencer"] = {
        "brand": QINGHE.brand_id,
        "platform": "weibo",
        "author": person.key,
        "name": person.name,
        "spike_day": SPIKE_AT.date().isoformat(),
        "spike_post": spike.mention_id,
        "crisis_posts": [ask.mention_id, after.mention_id],
    }


def _routine(stage: Stage, rng: Random, person: Person) -> None:
    for week in range(1, WEEK_COUNT + 1):
        for weekday, brand in ((0, QINGHE), (5, rng.choice(BRANDS[1:]))):
            if week == WEEK_COUNT and weekday == 5:
                continue
            at = instant(day_of(week, weekday), 11, rng.randint(0, 59))
            item = _post(
                stage,
                rng,
                person,
                "influencer.routine",
                "positive",
                at=at,
                product=rng.choice(brand.drinks),
                brand=brand,
            )
            item.likes = rng.randint(1500, 4200)
            item.comments = item.likes // 12
            grow(stage, rng, item, stage.count(rng.randint(8, 16)), POSITIVE_MIX, hours=8, plant="influencer")


def _post(
    stage: Stage,
    rng: Random,
    person: Person,
    section: str,
    polarity: Polarity,
    *,
    at: datetime,
    product: ShopProduct,
    brand: ShopBrand = QINGHE,
) -> Item:
    grammar = stage.grammar(rng)
    first, second = grammar.clauses(rng.choice(("taste", "health")), "positive", 2, drink=brand.drink)
    text = grammar.pick("commercial", section, b=brand.name, p=product.name, c1=first, c2=second)
    return stage.publish(
        rng,
        platform="weibo",
        kind="post",
        at=at,
        text=text,
        author=person,
        brands=(brand.brand_id,),
        products=(f"{brand.brand_id}/{product.product_id}",),
        sentiment=polarity,
        content_class="PGC",
        topic="crisis" if polarity == "negative" else "review",
        plant="crisis" if polarity == "negative" else "influencer",
    )
