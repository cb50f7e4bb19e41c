"""The stage on which the plants play: random streams, people, and the list of what was published."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from world.books.model import Books
from world.cast import Casting, cast_media, cast_officials, cast_regulars
from world.clock import clamp
from world.grammar import Grammar, Saying
from world.ids import Ids
from world.model import Item, Person

REGULAR_COUNTS = {"weibo": 320, "xiaohongshu": 205, "douyin": 125}
"""Regular authors per platform at scale 1."""


class Stage:
    """Everything a plant needs. Each plant has a random stream of its own, so one does not shift another."""

    def __init__(self, seed: int, scale: float) -> None:
        self.seed = seed
        self.scale = scale
        self.ids = Ids()
        self.items: list[Item] = []
        self.grumbles: Counter[tuple[str, date]] = Counter()
        self.truth: dict[str, Any] = {}
        self.books = Books()
        self._used: set[frozenset[str]] = set()
        self._texts: set[str] = set()
        self.casting = Casting(self.rng("cast"), self.ids)
        self.officials = cast_officials(self.casting)
        self.media = cast_media(self.casting)
        self.regulars = {
            platform: cast_regulars(self.casting, platform, self.count(number, at_least=8))
            for platform, number in REGULAR_COUNTS.items()
        }

    def rng(self, name: str) -> Random:
        """The random stream of that name."""
        return Random(f"{self.seed}:{name}")

    def grammar(self, rng: Random) -> Grammar:
        """A grammar on that stream; all share what has been said."""
        return Grammar(rng, self._used)

    def count(self, number: int, *, at_least: int = 1) -> int:
        """A number of things at this world's scale."""
        return max(at_least, round(number * self.scale))

    def fresh(self, make: Callable[[], Saying]) -> Saying:
        """What `make` says, tried again while the text has been said before (at most 20 times)."""
        said = make()
        for _ in range(20):
            if said.text not in self._texts:
                break
            said = make()
        self._texts.add(said.text)
        return said

    def publish(self, rng: Random, **fields: Any) -> Item:
        """Adds an item with a native id of its platform; `native_id` may be given."""
        at: datetime = clamp(fields.pop("at"))
        platform: str = fields.pop("platform")
        native_id = fields.pop("native_id", None) or self.ids.content(rng, platform, at)
        item = Item(platform=platform, native_id=native_id, at=at, **fields)
        self.items.append(item)
        return item

    def engage(self, rng: Random, item: Item, *, boost: float = 1.0) -> None:
        """Final engagement of an item: heavy-tailed, growing with its author's followers."""
        followers = item.author.followers if item.author else 50
        likes = (2 + followers**0.5) * rng.lognormvariate(0, 0.8) * boost
        item.likes = int(likes)
        item.comments = int(likes * rng.uniform(0.05, 0.3))
        item.shares = int(likes * rng.uniform(0.01, 0.1))
        item.favorites = int(likes * rng.uniform(0.1, 0.6))

    def somebody(self, rng: Random, platform: str, *, regular_share: float) -> Person:
        """A regular author of the platform with that probability, otherwise a passer-by."""
        if rng.random() < regular_share:
            return rng.choice(self.regulars[platform])
        return self.casting.passer(platform)


def later(rng: Random, at: datetime, *, hours: float) -> datetime:
    """A moment after `at`, soon more likely than late, on average `hours` later; people mostly sleep at night."""
    moment = at + timedelta(seconds=30 + rng.expovariate(1 / (hours * 3600)))
    if moment.hour in range(1, 7) and rng.random() < 0.9:
        moment += timedelta(hours=6)
    return clamp(moment)
