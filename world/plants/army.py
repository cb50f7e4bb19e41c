"""A water army in week 6: about a hundred new accounts copy four scripts of praise within five hours."""

from datetime import timedelta
from random import Random

from world.catalogue import YUNXIU
from world.clock import FIRST_DAY, day_of, instant
from world.phrases import load
from world.stage import Stage

DAY = day_of(6, 2)
"""Wednesday of week 6."""
POST_COUNT = 120
"""Posts at scale 1, by five sixths as many accounts."""


def play(stage: Stage) -> None:
    """Publishes the army's posts and notes who and what they are."""
    rng = stage.rng("army")
    count = stage.count(POST_COUNT, at_least=24)
    joined = (DAY - FIRST_DAY).days
    accounts = [
        stage.casting.fresh_account("weibo", joined_days_before=joined - rng.randint(1, 9))
        for _ in range(count * 5 // 6)
    ]
    product = YUNXIU.products[1]
    scripts = load("army")["script"]
    items = []
    for number in range(count):
        script = number % len(scripts)
        item = stage.publish(
            rng,
            platform="weibo",
            kind="post",
            at=instant(DAY, 13) + timedelta(seconds=rng.randint(0, 5 * 3600)),
            text=_copied(rng, scripts[script].replace("{b}", YUNXIU.name).replace("{p}", product.name)),
            author=accounts[number % len(accounts)],
            brands=(YUNXIU.brand_id,),
            products=(f"{YUNXIU.brand_id}/{product.product_id}",),
            sentiment="positive",
            topic="army",
            plant="army",
            duplicate_group=f"army-{script}",
        )
        item.likes = rng.randint(0, 3)
        items.append(item)
    stage.truth["army"] = {
        "brand": YUNXIU.brand_id,
        "product": f"{YUNXIU.brand_id}/{product.product_id}",
        "day": DAY.isoformat(),
        "sentiment": "positive",
        "ids": sorted(item.mention_id for item in items),
        "authors": sorted({item.author.key for item in items if item.author}),
    }


def _copied(rng: Random, script: str) -> str:
    """The script with up to two small edits and an ending of its own."""
    bank = load("army")
    for swap in rng.sample(bank["swap"], 2):
        old, _, new = swap.partition("=")
        if rng.random() < 0.5:
            script = script.replace(old, new, 1)
    return script.replace("{x}", rng.choice(bank["end"]) + rng.choice(("", "", rng.choice(bank["end"]))))
