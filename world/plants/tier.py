"""An author whose followers grow past a tier's floor: tail (under 10,000) until week 4, waist from week 5 on."""

from world.catalogue import QINGHE, SHANLAN
from world.clock import WEEK_COUNT, day_of, exported_at, instant
from world.plants import calm
from world.stage import Stage

FOLLOWERS = (8_200, 8_650, 9_100, 9_700, 10_600, 11_900, 13_300, 14_800)
"""At the end of each week."""


def play(stage: Stage) -> None:
    """The author posts twice a week, so that every weekly export shows the followers of that week."""
    rng = stage.rng("tier")
    person = stage.casting.regular("weibo", "health")
    person.name, person.followers, person.follower_path = "阿梨控糖笔记", FOLLOWERS[0], FOLLOWERS
    stage.regulars["weibo"].append(person)
    for week in range(1, WEEK_COUNT + 1):
        for weekday, brand in ((1, QINGHE), (4, SHANLAN)):
            moment = instant(day_of(week, weekday), 7, rng.randint(0, 59))
            calm.post(stage, rng, person, brand=brand, at=moment).plant = "tier"
    stage.truth["tier_change"] = {
        "author": person.key,
        "changed_at": exported_at(5).isoformat(),
        "weeks": [
            {
                "observed_at": exported_at(week).isoformat(),
                "follower_count": followers,
                "tier": "waist" if followers >= 10_000 else "tail",
            }
            for week, followers in enumerate(FOLLOWERS, start=1)
        ],
    }
