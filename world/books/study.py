"""The yearly study of satisfaction: paired and multi-item questions, answered as a planted model says.

Image, expectation, quality, value, satisfaction and loyalty of each person follow PATHS (linear, in standard
deviations), three aspects miss or beat what was expected by GAPS, and features are of the kinds of KANO_KINDS.
"""

from datetime import date, datetime, timedelta
from random import Random

from world.books.model import Books, Customer, Study
from world.clock import instant

STUDY_DAYS = (date(2026, 3, 17), date(2026, 8, 18))
ANSWER_SHARE = 0.75
"""Customers of the last ninety days who fill the long form."""
ACTIVE_DAYS = 90
ITEMS = {
    "image": ("品牌形象好(1-10分)", "品牌有特色(1-10分)"),
    "expectation": ("购买前对品质的期望(1-10分)", "购买前对合口味的期望(1-10分)"),
    "quality": ("饮品品质(1-10分)", "服务品质(1-10分)", "合我口味(1-10分)"),
    "value": ("这个价格的品质(1-10分)", "这个品质的价格(1-10分)"),
    "satisfaction": ("总体满意程度(1-10分)", "与期望相比(1-10分)", "与理想相比(1-10分)"),
    "loyalty": ("再次购买的可能(1-10分)", "向朋友介绍的可能(1-10分)"),
}
"""Latent -> the columns that ask for it; those of satisfaction in the order overall, expectancy, ideal."""
PATHS = {
    "expectation": {"image": 0.6},
    "quality": {"image": 0.3, "expectation": 0.3},
    "value": {"expectation": 0.1, "quality": 0.6},
    "satisfaction": {"image": 0.15, "quality": 0.55, "value": 0.25},
    "loyalty": {"image": 0.2, "satisfaction": 0.65},
}
"""Effect -> cause -> what one standard deviation of the cause adds."""
GAPS = {"service": ("服务", -1.5), "quality": ("品质", 0.5), "packaging": ("包装", 0.0)}
"""Aspect -> how the columns call it, and perception less expectation."""
KANO_KINDS = {
    "logistics": ("配送", "must_be"),
    "packaging": ("包装", "attractive"),
    "price": ("价格", "one_dimensional"),
}
"""Aspect -> how the columns call it, and the kind of quality it is to most."""
EXPECTED, PERCEIVED = "{}:期望(1-10分)", "{}:实际(1-10分)"
IF_GOOD, IF_BAD = "{}做得好,您觉得(1-5)", "{}做得不好,您觉得(1-5)"
QUESTIONS = {
    **{f"ccsi.{latent}.{place}": title for latent, titles in ITEMS.items() for place, title in enumerate(titles, 1)},
    **{f"expected.ecommerce.{aspect}": EXPECTED.format(word) for aspect, (word, _) in GAPS.items()},
    **{f"perceived.ecommerce.{aspect}": PERCEIVED.format(word) for aspect, (word, _) in GAPS.items()},
    **{f"kano_with.ecommerce.{aspect}": IF_GOOD.format(word) for aspect, (word, _) in KANO_KINDS.items()},
    **{f"kano_without.ecommerce.{aspect}": IF_BAD.format(word) for aspect, (word, _) in KANO_KINDS.items()},
}
"""What the analysis calls each question -> the column that asks it."""
_PAIRS = {"must_be": (4, 1), "attractive": (5, 3), "one_dimensional": (5, 1), "indifferent": (3, 3)}
"""Kind -> answers if it is good and if it is not, from 5 (like) to 1 (dislike)."""
_OWN_MIND_SHARE = 0.3
"""Answers to the paired questions that are of another kind."""
_NOISE, _LEFT_OUT_SHARE = 0.55, 0.01


def study(rng: Random, books: Books) -> None:
    """Two waves among the customers of the last ninety days."""
    lines = books.lines_of()
    wronged = {talk.customer: talk.at for talk in books.talks if talk.satisfaction and talk.satisfaction <= 2}
    for day in STUDY_DAYS:
        opened = instant(day, 10)
        for customer in books.customers.values():
            pauses = (opened - line.at for line in lines[customer.number])
            is_active = any(timedelta() < pause < timedelta(days=ACTIVE_DAYS) for pause in pauses)
            if is_active and rng.random() < ANSWER_SHARE:
                was_wronged = customer.number in wronged and wronged[customer.number] <= opened
                books.studies.append(_filled(rng, len(books.studies) + 1, customer, opened, was_wronged=was_wronged))
    books.studies.sort(key=lambda each: (each.at, each.number))


def _filled(rng: Random, number: int, customer: Customer, opened: datetime, *, was_wronged: bool) -> Study:
    return Study(
        number=f"Y{number:05d}",
        customer=customer.number,
        at=opened + timedelta(minutes=rng.randint(5, 4000)),
        answers={
            **_items(rng, _latents(rng, customer, was_wronged=was_wronged)),
            **_pairs_of_aspects(rng),
            **_pairs_of_kano(rng),
        },
    )


def _latents(rng: Random, customer: Customer, *, was_wronged: bool) -> dict[str, float]:
    """What the person thinks, in standard deviations; bad service takes from quality and satisfaction."""
    found = {"image": 0.6 * customer.mood + rng.gauss(0, 0.8)}
    for effect, causes in PATHS.items():
        found[effect] = sum(found[cause] * weight for cause, weight in causes.items()) + rng.gauss(0, 0.55)
        if was_wronged and effect in ("quality", "satisfaction"):
            found[effect] -= 1.0
    return found


def _items(rng: Random, latents: dict[str, float]) -> dict[str, int | None]:
    return {
        title: None if rng.random() < _LEFT_OUT_SHARE else _within(6.6 + 1.5 * (latents[name] + rng.gauss(0, _NOISE)))
        for name, titles in ITEMS.items()
        for title in titles
    }


def _pairs_of_aspects(rng: Random) -> dict[str, int | None]:
    told: dict[str, int | None] = {}
    for word, gap in GAPS.values():
        expected = rng.gauss(7, 1)
        told[EXPECTED.format(word)] = _within(expected)
        told[PERCEIVED.format(word)] = _within(expected + gap + rng.gauss(0, 1))
    return told


def _pairs_of_kano(rng: Random) -> dict[str, int | None]:
    told: dict[str, int | None] = {}
    for word, kind in KANO_KINDS.values():
        shown = rng.choice(list(_PAIRS)) if rng.random() < _OWN_MIND_SHARE else kind
        told[IF_GOOD.format(word)], told[IF_BAD.format(word)] = _PAIRS[shown]
    return told


def _within(value: float) -> int:
    return min(max(round(value), 1), 10)
