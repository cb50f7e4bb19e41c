"""Posts that use a brand's letters in another sense: rice seedlings, a road, a river bank. Never the brand."""

from datetime import timedelta
from random import Random

from world.clock import DAY_COUNT, FIRST_DAY, instant
from world.grammar import Saying
from world.phrases import load
from world.plants.news import OUTLETS
from world.stage import Stage

COUNTS = {"qinghe": 80, "beian": 40}
"""Posts per brand at scale 1."""


def play(stage: Stage) -> None:
    """Passers-by write about rice fields and river walks."""
    rng = stage.rng("homonyms")
    for brand_id, count in COUNTS.items():
        for _ in range(stage.count(count, at_least=4)):
            _post(stage, rng, brand_id)
    for line in load("homonyms")["news"]:
        _news(stage, rng, line)


def _post(stage: Stage, rng: Random, brand_id: str) -> None:
    platform = rng.choices(("weibo", "xiaohongshu", "douyin"), (60, 25, 15))[0]
    grammar = stage.grammar(rng)
    said = stage.fresh(lambda: Saying(text="，".join(grammar.parts("homonyms", (brand_id, "extra", "extra"))) + "。"))
    item = stage.publish(
        rng,
        platform=platform,
        kind="post",
        at=instant(FIRST_DAY + timedelta(days=rng.randrange(DAY_COUNT)), rng.randint(7, 22), rng.randint(0, 59)),
        text=said.text,
        title=said.text.partition("，")[0] if platform == "xiaohongshu" else "",
        author=stage.casting.passer(platform),
        plant="homonym",
        is_homonym=True,
    )
    stage.engage(rng, item)


def _news(stage: Stage, rng: Random, line: str) -> None:
    text = stage.grammar(rng).fill(line)
    at = instant(FIRST_DAY + timedelta(days=rng.randrange(DAY_COUNT)), rng.randint(7, 20), rng.randint(0, 59))
    stage.publish(
        rng,
        platform="news",
        native_id=f"{OUTLETS[1]}-{at:%Y%m%d}-{len(stage.items):05d}",
        kind="post",
        at=at,
        title=text.partition("，")[0],
        text=text + "。",
        content_class="news",
        plant="homonym",
        is_homonym=True,
        extra={"outlet": OUTLETS[1]},
    )
