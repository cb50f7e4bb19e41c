"""Voices that are not customers': paid posts, lotteries, the brands' own accounts, media accounts."""

from datetime import datetime, timedelta
from random import Random

from world.catalogue import BRANDS, ShopBrand
from world.clock import DAY_COUNT, FIRST_DAY, instant
from world.grammar import Saying
from world.groups import GROUPS
from world.model import Item, Person, Polarity
from world.stage import Stage, later
from world.tree import grow

PAID_COUNTS = {"weibo": 20, "xiaohongshu": 28, "douyin": 12}
"""Paid posts at scale 1."""
LOTTERY_COUNT = 20
"""Lotteries at scale 1, each with ten to twenty reposts."""
OFFICIAL_COUNT = 15
"""Announcements per brand account at scale 1."""
MEDIA_COUNT = 24
"""Posts of media accounts at scale 1."""
REPLY_SHARE = 0.4
"""Share of complaining Weibo posts that the brand's account answers by reposting them."""


def play(stage: Stage) -> None:
    """Publishes all of them."""
    rng = stage.rng("commercial")
    bloggers = {platform: [_blogger(stage, rng, platform) for _ in range(8)] for platform in PAID_COUNTS}
    for platform, count in PAID_COUNTS.items():
        for _ in range(stage.count(count)):
            _say(stage, rng, rng.choice(bloggers[platform]), "paid", "positive", "paid", _brand(rng))
    for number in range(stage.count(LOTTERY_COUNT, at_least=2)):
        brand = _brand(rng)
        host = stage.officials[brand.brand_id] if number % 2 else rng.choice(bloggers["weibo"])
        item = _say(stage, rng, host, "lottery", "neutral", "lottery", brand)
        grow(stage, rng, item, stage.count(rng.randint(10, 20)), {"lottery": 1}, hours=10, plant="lottery", max_depth=1)
    for brand in BRANDS:
        for _ in range(stage.count(OFFICIAL_COUNT)):
            _say(stage, rng, stage.officials[brand.brand_id], "official", "neutral", "BGC", brand)
    for _ in range(stage.count(MEDIA_COUNT)):
        _say(stage, rng, rng.choice(stage.media), "media", "neutral", "PGC", _brand(rng))
    _answer(stage, rng)


def _blogger(stage: Stage, rng: Random, platform: str) -> Person:
    person = stage.casting.passer(platform)
    person.role, person.followers, person.post_count = "blogger", rng.randint(12_000, 80_000), rng.randint(300, 2000)
    return person


def _brand(rng: Random) -> ShopBrand:
    return rng.choices(BRANDS, (40, 28, 18, 14))[0]


def _moment(rng: Random) -> datetime:
    day = FIRST_DAY + timedelta(days=rng.randrange(DAY_COUNT))
    return instant(day, rng.choice((10, 11, 12, 15, 17, 18, 20)), rng.randint(0, 59))


def _say(
    stage: Stage,
    rng: Random,
    person: Person,
    section: str,
    polarity: Polarity,
    content_class: str,
    brand: ShopBrand,
) -> Item:
    grammar, product = stage.grammar(rng), rng.choice(brand.drinks)

    def saying() -> Saying:
        clauses = grammar.clauses(
            rng.choice([group.topic for group in GROUPS] + ["taste"]), "positive", 2, drink=brand.drink
        )
        known = {"b": brand.name, "p": product.name, "official": brand.official, "c1": clauses[0], "c2": clauses[1]}
        text = grammar.pick("commercial", section, **known)
        return Saying(text=text if brand.name in text or section != "official" else f"【{brand.name}】{text}")

    said = stage.fresh(saying)
    item = stage.publish(
        rng,
        platform=person.platform,
        kind="post",
        at=_moment(rng),
        text=said.text,
        title=f"{brand.name}{product.name}" if person.platform == "xiaohongshu" else "",
        author=person,
        brands=(brand.brand_id,),
        products=(f"{brand.brand_id}/{product.product_id}",) if product.name in said.text else (),
        sentiment=polarity,
        content_class=content_class,
        topic="commercial",
        plant="commercial",
    )
    stage.engage(rng, item, boost=0.5)
    return item


def _answer(stage: Stage, rng: Random) -> None:
    """Brand accounts answer complaining posts by reposting them with a few words."""
    for post in [item for item in stage.items if item.platform == "weibo" and item.kind == "post" and item.complaint]:
        if not post.brands or rng.random() > REPLY_SHARE:
            continue
        stage.publish(
            rng,
            platform="weibo",
            kind="repost",
            at=later(rng, post.at, hours=6),
            text=stage.grammar(rng).pick("commercial", "official.reply"),
            author=stage.officials[post.brands[0]],
            brands=post.brands,
            products=post.products,
            sentiment="neutral",
            content_class="BGC",
            topic="reply",
            plant="commercial",
            parent=post,
            root=post,
        )
        post.shares = max(post.shares, 1)
