"""The people of the world: regular authors of the four groups, passers-by, public accounts."""

from datetime import timedelta
from random import Random

from world.catalogue import BRANDS
from world.clock import FIRST_DAY, instant
from world.groups import GROUPS
from world.ids import Ids
from world.model import Person
from world.phrases import load

TIER_FLOORS = (1_000, 10_000, 100_000, 1_000_000)
"""Followers at which tail, waist, shoulder and head begin; steady accounts keep clear of them."""


class Casting:
    """Makes people, each with an id of its own."""

    def __init__(self, rng: Random, ids: Ids) -> None:
        self._rng = rng
        self._ids = ids

    def regular(self, platform: str, group_id: str | None, *, role: str = "regular") -> Person:
        """A private account with a heavy-tailed number of followers."""
        rng = self._rng
        names = load("names")
        return Person(
            platform=platform,
            native_id=self._ids.author(rng, platform),
            name=rng.choice(names["head"]) + rng.choice(names["tail"]) + rng.choice(("", "", str(rng.randint(2, 99)))),
            role=role,
            group=group_id,
            followers=_steady(int(rng.lognormvariate(5.4, 1.5)) + 5),
            following=rng.randint(30, 900),
            post_count=rng.randint(20, 4000),
            gender=rng.choice("fffmm"),
            region=rng.choice(names["region"]),
            joined_at=instant(FIRST_DAY, rng.randint(0, 23)) - timedelta(days=rng.randint(200, 4000)),
            bio=rng.choice(("", *names["bio"])),
            handle=self._ids.handle(rng) if platform == "douyin" else "",
        )

    def passer(self, platform: str) -> Person:
        """Somebody who appears once."""
        return self.regular(platform, None, role="passer")

    def fresh_account(self, platform: str, *, joined_days_before: int) -> Person:
        """An account of the water army: new, nameless, without followers."""
        rng = self._rng
        person = self.regular(platform, None, role="army")
        person.name = f"用户{rng.randint(10**9, 10**10 - 1)}"
        person.followers = rng.randint(0, 18)
        person.post_count = rng.randint(1, 9)
        person.joined_at = instant(FIRST_DAY, 3) + timedelta(days=joined_days_before, minutes=rng.randint(0, 900))
        person.bio = ""
        return person

    def public(self, name: str, role: str, *, followers: int, verified_type: int, bio: str) -> Person:
        """A Weibo account with a public handle: a brand's own, a medium, an influencer."""
        person = self.regular("weibo", None, role=role)
        person.name, person.bio = name, bio
        person.followers, person.verified_type = _steady(followers), verified_type
        person.post_count = self._rng.randint(3000, 12000)
        return person


def cast_regulars(casting: Casting, platform: str, count: int) -> list[Person]:
    """So many regular authors, the groups in turn."""
    return [casting.regular(platform, GROUPS[number % len(GROUPS)].group_id) for number in range(count)]


def cast_officials(casting: Casting) -> dict[str, Person]:
    """Each brand's own account by brand id."""
    followers = (68_000, 54_000, 41_000, 23_000)
    return {
        brand.brand_id: casting.public(
            brand.official, "brand", followers=size, verified_type=2, bio=f"{brand.name}品牌账号"
        )
        for brand, size in zip(BRANDS, followers, strict=True)
    }


def cast_media(casting: Casting) -> list[Person]:
    """Three media accounts."""
    sizes = (("禾声食讯", 132_000), ("澄湖晚报", 205_000), ("南屿消费观察", 88_000))
    return [casting.public(name, "media", followers=size, verified_type=3, bio=f"{name}账号") for name, size in sizes]


def _steady(followers: int) -> int:
    # Five per cent clear of every tier's floor, so that only the planted author changes tier.
    for floor in TIER_FLOORS:
        if floor * 0.95 <= followers < floor:
            return int(floor * 0.9)
    return followers
