"""The complaint platform: what was complained about, and how each complaint went on."""

from datetime import datetime, timedelta
from random import Random

from records.time import SHANGHAI
from world.catalogue import BRANDS, ShopBrand, ShopProduct
from world.clock import DAY_COUNT, FIRST_DAY, LAST_MOMENT, instant
from world.grammar import Grammar
from world.model import Item, Step
from world.phrases import load
from world.plants.calm import COMPLAINTS
from world.stage import Stage

CALM_COUNT = 95
"""Complaints outside the crisis at scale 1."""
FATES = {"resolved": 45, "replied": 20, "open": 22, "reopened": 13}
"""How complaints end and how often."""


def play(stage: Stage) -> None:
    """Calm complaints over the eight weeks."""
    rng = stage.rng("complaints")
    stage.truth["complaints"] = []
    for _ in range(stage.count(CALM_COUNT, at_least=8)):
        brand = rng.choices(BRANDS, (45, 25, 17, 13))[0]
        kind = rng.choices(list(COMPLAINTS), list(COMPLAINTS.values()))[0]
        at = instant(FIRST_DAY + timedelta(days=rng.randrange(DAY_COUNT)), rng.randint(8, 22), rng.randint(0, 59))
        lodge(stage, rng, brand, rng.choice(brand.drinks), kind, at=at, section=kind, plant="complaints")


def lodge(
    stage: Stage,
    rng: Random,
    brand: ShopBrand,
    product: ShopProduct,
    kind: str,
    *,
    at: datetime,
    section: str,
    plant: str,
) -> Item:
    """One complaint in the words of a section of heimao.txt, with its progress up to the world's end."""
    grammar = stage.grammar(rng)
    known = {"b": brand.name, "p": product.name, "date": f"{at:%Y年%-m月%-d日}"}
    title, text = _words(grammar, section, known)
    item = stage.publish(
        rng,
        platform="heimao",
        kind="complaint",
        at=at,
        text=text,
        title=title,
        author=stage.casting.passer("heimao"),
        brands=(brand.brand_id,),
        products=(f"{brand.brand_id}/{product.product_id}",) if product.name in title + text else (),
        sentiment="negative",
        complaint=kind,
        topic="complaint",
        plant=plant,
        extra={"company": brand.name, **_wishes(rng, section)},
    )
    item.steps = _progress(grammar, item, rng.choices(list(FATES), list(FATES.values()))[0])
    stage.truth["complaints"].append(_truth(item))
    return item


def _words(grammar: Grammar, section: str, known: dict[str, str]) -> tuple[str, str]:
    bank = load("heimao")
    parts = [bank["opening"], bank[f"{section}.detail"], bank["middle"], bank["middle"], bank["closing"]]
    opening, detail, middle, further, closing = grammar.combination(parts)
    text = "，".join(grammar.fill(part, **known) for part in (opening, detail))
    text += "。" + "，".join(grammar.fill(part, **known) for part in (middle, further))
    return grammar.pick("heimao", f"{section}.title", **known), f"{text}。{closing}"


def _wishes(rng: Random, section: str) -> dict[str, str]:
    bank = load("heimao")
    problems, demands = bank[f"{section}.problem"], bank[f"{section}.demand"]
    return {
        "problems": ",".join(rng.sample(problems, rng.randint(1, len(problems)))),
        "demands": ",".join(rng.sample(demands, rng.randint(1, len(demands)))),
    }


def _progress(grammar: Grammar, item: Item, fate: str) -> list[Step]:
    rng = grammar.rng
    assigned = item.at + timedelta(minutes=rng.randint(5, 90))
    steps = [Step(at=assigned, role="平台", state=None, text="审核通过，已分配商家处理")]
    replied = assigned + timedelta(hours=rng.lognormvariate(2.6, 0.8))
    resolved = replied + timedelta(hours=rng.uniform(6, 90))
    again = resolved + timedelta(hours=rng.uniform(12, 72))
    if fate != "open":
        steps.append(Step(at=replied, role="商家", state="已回复", text=grammar.pick("heimao", "reply.first")))
    if fate in ("resolved", "reopened"):
        done = grammar.pick("heimao", "reply.resolved")
        steps.append(Step(at=resolved - timedelta(hours=2), role="商家", state="已回复", text=done))
        steps.append(Step(at=resolved, role="消费者", state="已完成", text=grammar.pick("heimao", "consumer.confirm")))
    if fate == "reopened":
        steps.append(Step(at=again, role="消费者", state="再次投诉", text=grammar.pick("heimao", "consumer.again")))
    return [step for step in steps if step.at <= LAST_MOMENT]


def _truth(item: Item) -> dict[str, object]:
    def first(state: str) -> str | None:
        moment = next((step.at for step in item.steps if step.state == state), None)
        return moment.astimezone(SHANGHAI).isoformat(timespec="seconds") if moment else None

    reopened_at = first("再次投诉")
    return {
        "id": item.mention_id,
        "brand": item.brands[0],
        "type": item.complaint,
        "opened_at": item.at.isoformat(),
        "first_replied_at": first("已回复"),
        "resolved_at": None if reopened_at else first("已完成"),
        "reopened_at": reopened_at,
        "status": item.status,
    }
