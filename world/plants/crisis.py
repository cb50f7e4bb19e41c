"""The crisis of the last week: plastic in a drink, people ill, anger, an apology on Thursday, decay."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from world.catalogue import CRISIS_PRODUCT, QINGHE
from world.clock import clamp, day_of, instant
from world.grammar import Grammar, Saying, Subject
from world.model import Item, Person, Polarity
from world.plants import app, complaints, news
from world.plants.influencer import CRISIS_MIX
from world.stage import Stage
from world.tree import grow

DAY = day_of(8, 1)
"""Tuesday of the last week."""
BEGAN_AT = instant(DAY, 9, 40)
"""The first report, a note on Xiaohongshu."""
APOLOGY_AT = instant(day_of(8, 3), 10, 0)
"""The brand's apology: Thursday."""
TOPIC_WORDS = ("异物", "塑料片", "椰浆", "腹泻", "食品安全")
"""Words that the topic behind the peak should show."""
NEGATIVE = (125, 150, 95, 50, 30, 20)
"""Negative posts Tuesday to Sunday at scale 1."""
QUESTIONS = (8, 12, 8, 5, 3, 2)
"""Neutral questions."""
REACTIONS = (0, 0, 30, 20, 10, 6)
"""Posts about the apology."""
FILED = (10, 14, 9, 6, 4, 2)
"""Complaints lodged on the complaint platform."""
_HOURS = (0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 6, 5, 5, 5, 6, 7, 8, 9, 9, 7, 4)


def play(stage: Stage) -> None:
    """Six days of it, over all platforms."""
    rng = stage.rng("crisis")
    reporter = _CrisisDesk(stage, rng)
    reporter.report(_victim, "negative", "food_safety", at=BEGAN_AT, platform="xiaohongshu", boost=1200.0)
    for offset in range(len(NEGATIVE)):
        _day(stage, rng, reporter, offset)
    _public_voices(stage, rng)
    stage.truth["crisis"] = {
        "brand": QINGHE.brand_id,
        "product": f"{QINGHE.brand_id}/{CRISIS_PRODUCT.product_id}",
        "day": DAY.isoformat(),
        "began_at": BEGAN_AT.isoformat(),
        "apology_at": APOLOGY_AT.isoformat(),
        "topic_words": list(TOPIC_WORDS),
    }


def _day(stage: Stage, rng: Random, reporter: "_CrisisDesk", offset: int) -> None:
    for _ in range(stage.count(NEGATIVE[offset], at_least=2)):
        is_victim = rng.random() < (0.3 if offset < 2 else 0.15)
        say, complaint = (_victim, "food_safety") if is_victim else (_onlooker, None)
        reporter.report(say, "negative", complaint, at=_moment(rng, offset))
    for _ in range(stage.count(QUESTIONS[offset])):
        reporter.report(_question, "neutral", None, at=_moment(rng, offset))
    for _ in range(stage.count(REACTIONS[offset]) if REACTIONS[offset] else 0):
        pleased: Polarity = "positive" if rng.random() < 0.4 else "negative"
        at = max(_moment(rng, offset), APOLOGY_AT + timedelta(minutes=rng.randint(5, 600)))
        say = _pleased if pleased == "positive" else _displeased
        reporter.report(say, pleased, None, at=at)
    for _ in range(stage.count(FILED[offset])):
        complaints.lodge(
            stage, rng, QINGHE, CRISIS_PRODUCT, "food_safety", at=_moment(rng, offset), section="crisis", plant="crisis"
        )


class _CrisisDesk:
    """Chooses who speaks where; a regular author speaks of the crisis at most once."""

    def __init__(self, stage: Stage, rng: Random) -> None:
        self._stage, self._rng = stage, rng
        self._waiting = {platform: list(people) for platform, people in stage.regulars.items()}
        for people in self._waiting.values():
            rng.shuffle(people)

    def report(
        self,
        say: Callable[[Grammar], str],
        polarity: Polarity,
        complaint: str | None,
        *,
        at: datetime,
        platform: str | None = None,
        boost: float = 1.5,
    ) -> Item:
        stage, rng, grammar = self._stage, self._rng, self._stage.grammar(self._rng)
        platform = platform or rng.choices(("weibo", "xiaohongshu", "douyin", "appstore"), (54, 26, 13, 7))[0]
        said = stage.fresh(lambda: _dressed(grammar, say(grammar), platform, polarity))
        if platform == "appstore":
            return app.review(stage, rng, QINGHE, said, polarity, at=at, plant="crisis")
        item = stage.publish(
            rng,
            platform=platform,
            kind="post",
            at=at,
            text=said.text,
            title=said.title,
            author=self._speaker(platform),
            brands=(QINGHE.brand_id,),
            products=said.products,
            sentiment=polarity,
            complaint=complaint,
            topic="crisis",
            plant="crisis",
        )
        stage.engage(rng, item, boost=boost)
        return item

    def _speaker(self, platform: str) -> Person:
        waiting = self._waiting[platform]
        if waiting and self._rng.random() < 0.4:
            return waiting.pop()
        return self._stage.casting.passer(platform)


def _known() -> dict[str, str]:
    return {"b": QINGHE.name, "p": CRISIS_PRODUCT.name}


def _victim(grammar: Grammar) -> str:
    sections = ("victim.where", "victim.what", "victim.after", "victim.demand")
    where, what, after, demand = grammar.parts("crisis", sections, **_known())
    return f"{where}，{what}，{after}。{demand}"


def _onlooker(grammar: Grammar) -> str:
    sections = ("onlooker.lead", "onlooker.fact", "onlooker.feeling", "onlooker.tail")
    lead, fact, feeling, tail = grammar.parts("crisis", sections, **_known())
    middle = f"{fact}，{feeling}" if grammar.rng.random() < 0.6 else f"{feeling}，{fact}"
    return f"{lead}，{middle}。{tail}"


def _question(grammar: Grammar) -> str:
    sections = ("question.lead", "question", "question.tail")
    lead, question, tail = grammar.parts("crisis", sections, **_known())
    named = "" if QINGHE.name in question or CRISIS_PRODUCT.name in question + lead else f"{QINGHE.name}，"
    return f"{lead}，{named}{question}？{tail}"


def _pleased(grammar: Grammar) -> str:
    return "，".join(grammar.parts("crisis", ("apology.lead", "apology.positive", "apology.tail"), **_known()))


def _displeased(grammar: Grammar) -> str:
    return "，".join(grammar.parts("crisis", ("apology.lead", "apology.negative", "apology.tail"), **_known()))


def _dressed(grammar: Grammar, text: str, platform: str, polarity: Polarity) -> Saying:
    rng = grammar.rng
    subject = Subject(brand=QINGHE, product=CRISIS_PRODUCT)
    bare, title = text, ""
    mark = "weibo" if platform == "appstore" else platform
    if platform != "appstore" and rng.random() < 0.5:
        text += grammar.pick("marks", f"{mark}.{polarity}") * rng.choice((1, 1, 3))
    tag = grammar.pick("crisis", "tags", **_known())
    if platform == "weibo" and rng.random() < 0.45:
        text = f"#{tag}#{text}"
    elif platform in ("xiaohongshu", "douyin"):
        text = f"{text} #{tag} #{QINGHE.name}"
    if platform == "xiaohongshu":
        title = bare.partition("，")[0][:20]
    elif platform == "appstore":
        title = tag
    return Saying(text=text, title=title, products=subject.product_ids(text + title))


def _moment(rng: Random, offset: int) -> datetime:
    hours = [weight if offset or hour >= 10 else 0 for hour, weight in enumerate(_HOURS)]
    hour = rng.choices(range(24), hours)[0]
    return clamp(instant(DAY + timedelta(days=offset), hour, rng.randint(0, 59), rng.randint(0, 59)))


def _public_voices(stage: Stage, rng: Random) -> None:
    """The brand's apology, what media accounts and the news outlets make of it."""
    official = stage.officials[QINGHE.brand_id]
    apology = _announce(stage, rng, official, "official.apology", "neutral", at=APOLOGY_AT)
    apology.likes = 3_200
    mix = {"apology.negative": 40, "apology.neutral": 35, "crisis.negative": 25}
    grow(stage, rng, apology, stage.count(70), mix, hours=6, plant="crisis")
    _announce(stage, rng, official, "official.progress", "neutral", at=instant(day_of(8, 5), 15, 30))
    for person, hour in ((stage.media[1], 10), (stage.media[2], 14)):
        item = _announce(stage, rng, person, "media.news", "negative", at=instant(day_of(8, 2), hour, 15))
        item.likes = 900 + 40 * hour
        grow(stage, rng, item, stage.count(40), CRISIS_MIX, hours=5, plant="crisis")
    _announce(stage, rng, stage.media[0], "media.apology", "neutral", at=APOLOGY_AT + timedelta(minutes=50))
    _news(stage, rng)


def _announce(stage: Stage, rng: Random, person: Person, section: str, polarity: Polarity, *, at: datetime) -> Item:
    item = stage.publish(
        rng,
        platform="weibo",
        kind="post",
        at=at,
        text=stage.grammar(rng).pick("crisis", section, **_known()),
        author=person,
        brands=(QINGHE.brand_id,),
        products=(f"{QINGHE.brand_id}/{CRISIS_PRODUCT.product_id}",),
        sentiment=polarity,
        content_class="BGC" if person.role == "brand" else "PGC",
        topic="crisis",
        plant="crisis",
    )
    stage.engage(rng, item)
    return item


def _news(stage: Stage, rng: Random) -> None:
    schedule: tuple[tuple[int, str, Polarity, int], ...] = (
        (2, "crisis.day2", "negative", 3),
        (3, "crisis.apology", "neutral", 2),
        (4, "crisis.after", "negative", 1),
        (6, "crisis.after", "negative", 1),
    )
    for weekday, section, polarity, number in schedule:
        for index in range(number):
            first = news.publish(
                stage,
                rng,
                news.OUTLETS[index % 2],
                section,
                polarity,
                brand=QINGHE,
                plant="crisis",
                at=instant(day_of(8, weekday), 11 + index, rng.randint(0, 59)),
                product=CRISIS_PRODUCT.name,
            )
            if index == 0 and weekday < 4:
                news.syndicate(stage, rng, first, group=f"syndicated-crisis-{weekday}")
