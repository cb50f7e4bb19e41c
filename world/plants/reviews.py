"""Reviews of packaged tea and coffee in an online shop; they carry no author and name the brand in the product."""

from datetime import timedelta
from random import Random

from world.catalogue import BRANDS, ShopBrand, ShopProduct
from world.clock import DAY_COUNT, FIRST_DAY, instant
from world.grammar import Grammar, Saying
from world.model import POLARITIES, Polarity
from world.phrases import load
from world.stage import Stage

COUNTS = {"qinghe": 300, "yunxiu": 170, "shanlan": 150, "beian": 110}
"""Reviews per brand at scale 1."""
_RATINGS: dict[Polarity, tuple[int, ...]] = {"positive": (5, 5, 5, 4), "neutral": (3, 4), "negative": (1, 1, 2)}


def play(stage: Stage) -> None:
    """Each brand's packaged product gets its reviews."""
    rng = stage.rng("reviews")
    for brand in BRANDS:
        for _ in range(stage.count(COUNTS[brand.brand_id])):
            _review(stage, rng, brand, rng.choice(brand.packaged))


def _review(stage: Stage, rng: Random, brand: ShopBrand, product: ShopProduct) -> None:
    polarity = rng.choices(POLARITIES, (62, 20, 18))[0]
    grammar = stage.grammar(rng)
    said = stage.fresh(lambda: Saying(text=_text(grammar, brand, product, polarity)))
    day = FIRST_DAY + timedelta(days=rng.randrange(DAY_COUNT))
    item = stage.publish(
        rng,
        platform="jd",
        native_id=f"row-{len(stage.items)}",
        kind="review",
        at=instant(day, rng.choice((9, 12, 13, 19, 20, 21, 22, 23)), rng.randint(0, 59)),
        text=said.text,
        brands=(brand.brand_id,),
        products=(f"{brand.brand_id}/{product.product_id}",),
        sentiment=polarity,
        topic="packaged",
        plant="reviews",
        rating=rng.choice(_RATINGS[polarity]),
    )
    item.likes, item.comments = int(rng.paretovariate(1.2)) - 1, int(rng.paretovariate(1.8)) - 1


def _text(grammar: Grammar, brand: ShopBrand, product: ShopProduct, polarity: Polarity) -> str:
    rng, bank = grammar.rng, load("jd")
    count = rng.choice((1, 2, 2, 3, 3, 4))
    clauses = [grammar.fill(clause) for clause in grammar.combination([bank[f"{brand.drink}.{polarity}"]] * count)]
    if rng.random() < 0.55:
        clauses.insert(0, grammar.pick("jd", "opener"))
    if rng.random() < 0.25:
        clauses.insert(0, f"{brand.name}的{product.name}")
    if rng.random() < 0.4:
        clauses.append(grammar.pick("jd", f"closer.{polarity}"))
    return rng.choice(("，", "，", "。")).join(clauses) + rng.choice(("。", "！", "", "，"))
