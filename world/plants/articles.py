"""The own brand's articles on WeChat: every Monday a message of two or three, the first of which is the headline."""

from datetime import timedelta
from random import Random

from world.catalogue import QINGHE
from world.clock import WEEK_COUNT, day_of, instant
from world.model import Person
from world.phrases import load
from world.stage import Stage

ACCOUNT = Person(
    platform="wechat", native_id="gh_qinghetea", name="青禾茶", role="brand", followers=52_000, verified_type=2
)
FIRST_MESSAGE = 2_651_000_000
"""Messages are numbered from about here; WeChat's articles are known by message and place in it."""


def play(stage: Stage) -> None:
    """Publishes them; the counters grow from the headline and from what is new."""
    rng, number = stage.rng("articles"), 0
    texts, message = load("articles"), FIRST_MESSAGE + rng.randrange(1_000_000)
    for week in range(1, WEEK_COUNT + 1):
        at = instant(day_of(week, 0), 11, 30)
        message += rng.randint(2, 9)
        for place in range(1, 3 + week % 2):
            title, _, text = texts["article"][number % len(texts["article"])].partition(" = ")
            number += 1
            item = stage.publish(
                rng,
                platform="wechat",
                native_id=f"{message}_{place}",
                kind="post",
                at=at + timedelta(seconds=place),
                text=text,
                title=title,
                author=ACCOUNT,
                brands=(QINGHE.brand_id,),
                products=tuple(f"{QINGHE.brand_id}/{p.product_id}" for p in QINGHE.products if p.name in title + text),
                sentiment="neutral",
                content_class="BGC",
                topic="official",
                plant="articles",
            )
            _count(rng, item.extra, place)
            item.likes, item.shares = int(item.extra["likes"]), int(item.extra["shares"])
    stage.truth["articles"] = {"count": number, "headline_count": WEEK_COUNT, "account": ACCOUNT.key}


def _count(rng: Random, extra: dict[str, str], place: int) -> None:
    reads = int(rng.lognormvariate(8.4, 0.3) / place)
    shares = {"wows": 0.004, "likes": 0.012, "shares": 0.02}
    extra["reads"] = str(reads)
    extra |= {name: str(int(reads * share * rng.uniform(0.6, 1.4))) for name, share in shares.items()}
