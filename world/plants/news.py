"""Two news outlets: brand news, industry news, and syndicated pieces that both print."""

from datetime import datetime, timedelta
from random import Random

from world.catalogue import BRANDS, ShopBrand
from world.clock import DAY_COUNT, FIRST_DAY, instant
from world.model import Item, Polarity
from world.stage import Stage

OUTLETS = ("foodnews", "citynews")
"""Feeds of the replay site."""
_SECTIONS: dict[str, Polarity] = {"brand": "neutral", "brand.positive": "positive", "brand.negative": "negative"}


def play(stage: Stage) -> None:
    """Calm news over the eight weeks, and a dozen syndicated pieces."""
    rng = stage.rng("news")
    for outlet in OUTLETS:
        for _ in range(stage.count(38)):
            section = rng.choices(list(_SECTIONS), (80, 12, 8))[0]
            publish(stage, rng, outlet, section, _SECTIONS[section], brand=_brand(rng), at=_moment(rng), plant="news")
        for _ in range(stage.count(16)):
            publish(stage, rng, outlet, "industry", "neutral", brand=None, at=_moment(rng), plant="news")
    for number in range(stage.count(12)):
        first = publish(stage, rng, OUTLETS[0], "brand", "neutral", brand=_brand(rng), at=_moment(rng), plant="news")
        syndicate(stage, rng, first, group=f"syndicated-{number}")


def publish(
    stage: Stage,
    rng: Random,
    outlet: str,
    section: str,
    polarity: Polarity,
    *,
    brand: ShopBrand | None,
    at: datetime,
    plant: str,
    product: str | None = None,
) -> Item:
    """One news item of a section of news.txt."""
    drink = rng.choice(brand.drinks) if brand else None
    known = {"b": brand.name, "p": product or drink.name} if brand and drink else {}
    title, _, text = stage.grammar(rng).pick("news", section, **known).partition(" = ")
    named = [each for each in brand.drinks if each.name in title + text] if brand else []
    return stage.publish(
        rng,
        platform="news",
        native_id=_guid(stage, outlet, at),
        kind="post",
        at=at,
        text=text,
        title=title,
        brands=(brand.brand_id,) if brand else (),
        products=tuple(f"{brand.brand_id}/{each.product_id}" for each in named) if brand else (),
        sentiment=polarity,
        content_class="news",
        topic="news",
        plant=plant,
        extra={"outlet": outlet},
    )


def syndicate(stage: Stage, rng: Random, first: Item, *, group: str) -> Item:
    """The other outlet prints the piece some hours later with a changed first line."""
    outlet = OUTLETS[1] if first.extra["outlet"] == OUTLETS[0] else OUTLETS[0]
    at = first.at + timedelta(hours=rng.uniform(1, 6))
    first.duplicate_group = group
    return stage.publish(
        rng,
        platform="news",
        native_id=_guid(stage, outlet, at),
        kind="post",
        at=at,
        text=f"{first.text}（据禾声食讯）",
        title=first.title,
        brands=first.brands,
        products=first.products,
        sentiment=first.sentiment,
        content_class="news",
        topic="news",
        plant=first.plant,
        duplicate_group=group,
        extra={"outlet": outlet},
    )


def _guid(stage: Stage, outlet: str, at: datetime) -> str:
    return f"{outlet}-{at:%Y%m%d}-{len(stage.items):05d}"


def _brand(rng: Random) -> ShopBrand:
    return rng.choices(BRANDS, (40, 25, 20, 15))[0]


def _moment(rng: Random) -> datetime:
    return instant(FIRST_DAY + timedelta(days=rng.randrange(DAY_COUNT)), rng.randint(7, 20), rng.randint(0, 59))
