"""Sentences from phrases: slots are filled, clauses combined, combinations not repeated."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from world.catalogue import ShopBrand, ShopProduct
from world.model import Polarity
from world.phrases import load

_SLOT = re.compile(r"\{(\w+)\}")
_NUMBERS = {
    "n": (2, 9),
    "k": (2, 6),
    "min": (25, 95),
    "price": (16, 32),
    "low": (6, 12),
    "fast": (12, 19),
    "cal": (80, 260),
    "d": (1, 28),
    "days": (3, 20),
    "days2": (21, 60),
    "heat": (33, 38),
}
_UNFIT = {"coffee": re.compile("茶|果|汤"), "tea": re.compile("咖啡|美式|拿铁|酸得|刷锅水")}
_TRADITIONAL = str.maketrans(
    "来这个买点爱觉真过还没开时间说应欢后实贵价钱队两种岚云铺让给员颜联热凉纸张满药医诚",
    "來這個買點愛覺真過還沒開時間說應歡後實貴價錢隊兩種嵐雲鋪讓給員顏聯熱涼紙張滿藥醫誠",
)
_TYPOS = (("真的", "真滴"), ("没有", "木有"), ("怎么", "肿么"), ("什么", "神马"), ("这样", "酱紫"), ("朋友", "盆友"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a text is about, and how its author writes the names."""

    brand: ShopBrand | None
    product: ShopProduct | None = None
    brand_word: str = ""
    product_word: str = ""

    @property
    def drink(self) -> str:
        """tea or coffee; empty without a brand."""
        return self.brand.drink if self.brand else ""

    @property
    def brand_ids(self) -> tuple[str, ...]:
        """True brands."""
        return (self.brand.brand_id,) if self.brand else ()

    def product_ids(self, text: str) -> tuple[str, ...]:
        """The product, if the finished text names it."""
        if self.brand and self.product and any(alias in text for alias in self.product.aliases):
            return (f"{self.brand.brand_id}/{self.product.product_id}",)
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A finished text."""

    text: str
    title: str = ""
    products: tuple[str, ...] = ()
    """`brand/product` ids the text names."""


class Grammar:
    """Makes texts; `used` remembers which clause combinations have been said."""

    def __init__(self, rng: Random, used: set[frozenset[str]]) -> None:
        self.rng = rng
        self._used = used

    def fill(self, template: str, **known: str) -> str:
        """The template with every slot filled: from `known`, a number range, or a list of slots.txt."""
        values = dict(known)
        for name in _SLOT.findall(template):
            if name not in values:
                values[name] = self._slot(name)
        return _SLOT.sub(lambda match: values[match.group(1)], template)

    def _slot(self, name: str) -> str:
        if name in _NUMBERS:
            return str(self.rng.randint(*_NUMBERS[name]))
        return self.rng.choice(load("slots")[name])

    def pick(self, bank: str, section: str, **known: str) -> str:
        """One filled phrase of a section."""
        return self.fill(self.rng.choice(load(bank)[section]), **known)

    def combination(self, banks: Sequence[Sequence[str]]) -> list[str]:
        """One template of each bank, all different, in a combination not yet said (after 40 tries, any)."""
        chosen: list[str] = []
        for _ in range(40):
            tried = [self.rng.choice(bank) for bank in banks]
            key = frozenset(tried)
            if len(key) < len(tried) and chosen:
                continue
            chosen = tried
            if len(key) == len(tried) and key not in self._used:
                self._used.add(key)
                break
        return chosen

    def parts(self, bank: str, sections: Sequence[str], **known: str) -> list[str]:
        """One filled phrase of each section, in a combination not yet said."""
        sections_of = load(bank)
        return [self.fill(part, **known) for part in self.combination([sections_of[name] for name in sections])]

    def clauses(
        self, topic: str, polarity: Polarity, count: int, *, drink: str = "", complaint: str | None = None
    ) -> list[str]:
        """Filled clauses of one polarity, fit for `drink`: the topic's first, then the topic's or general ones."""
        own = _fitting(f"{topic}.{polarity}", drink)
        general = _fitting(f"taste.{polarity}", drink)
        first = _fitting(f"complaint.{complaint}", drink) if complaint else own
        rest = [own if self.rng.random() < 0.6 else general for _ in range(count - 1)]
        return [self.fill(clause) for clause in self.combination([first, *rest])]

    def subject(self, brand: ShopBrand, product: ShopProduct | None = None) -> Subject:
        """A brand and product in the words its author uses: mostly the full names."""
        brand_word = brand.name if self.rng.random() < 0.72 else self.rng.choice(brand.aliases)
        product_word = ""
        if product:
            product_word = product.name if self.rng.random() < 0.85 else self.rng.choice(product.aliases)
        return Subject(brand=brand, product=product, brand_word=brand_word, product_word=product_word)

    def dress(self, text: str) -> str:
        """Now and then traditional characters, a typo, doubled marks."""
        roll = self.rng.random()
        if roll < 0.025:
            return text.translate(_TRADITIONAL)
        if roll < 0.055:
            for right, wrong in _TYPOS:
                text = text.replace(right, wrong)
        elif roll < 0.09:
            text = text.replace("。", "～")
        return text


@cache
def _fitting(section: str, drink: str) -> tuple[str, ...]:
    """The clauses of social.txt that can be said of that drink (any, if it is not known)."""
    unfit = _UNFIT.get(drink)
    return tuple(clause for clause in load("social")[section] if not (unfit and unfit.search(clause)))


def words_of(subject: Subject) -> dict[str, str]:
    """The known slots of a subject."""
    return {"b": subject.brand_word, "p": subject.product_word}
