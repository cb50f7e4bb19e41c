"""The four customer groups: what they talk about, when, and whose drinks they buy."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A customer group that the personas should find again."""

    group_id: str
    name: str
    """As a brand team would call it."""
    topic: str
    """The section of social.txt it mostly speaks from."""
    hours: tuple[int, ...]
    """Hours in which it mostly posts."""
    weekdays: tuple[int, ...]
    """Relative weights of Monday to Sunday."""
    brand_weights: tuple[int, ...]
    """Relative weights of the brands, in the catalogue's order."""


GROUPS = (
    Group(
        group_id="student",
        name="学生·优惠",
        topic="price",
        hours=(18, 19, 20, 21, 21, 22, 22, 23),
        weekdays=(3, 3, 4, 3, 3, 2, 2),
        brand_weights=(50, 30, 6, 14),
    ),
    Group(
        group_id="health",
        name="健康·低糖",
        topic="health",
        hours=(6, 6, 7, 7, 8, 9),
        weekdays=(3, 3, 3, 3, 3, 3, 3),
        brand_weights=(50, 22, 20, 8),
    ),
    Group(
        group_id="office",
        name="上班·咖啡续命",
        topic="office",
        hours=(7, 8, 8, 9, 9, 10, 13, 14),
        weekdays=(6, 5, 5, 5, 5, 1, 0),
        brand_weights=(30, 8, 34, 28),
    ),
    Group(
        group_id="collab",
        name="联名·打卡",
        topic="collab",
        hours=(11, 12, 13, 14, 15, 15, 16, 17),
        weekdays=(1, 1, 1, 1, 2, 9, 9),
        brand_weights=(48, 34, 10, 8),
    ),
)
"""All groups, about equally large."""


def topic_for(rng: Random, group: Group) -> str:
    """What a member talks about: nearly always the group's own topic."""
    roll = rng.random()
    if roll < 0.84:
        return group.topic
    if roll < 0.93:
        return rng.choice(("taste", "service"))
    return rng.choice([other.topic for other in GROUPS if other is not group])


def hour_for(rng: Random, group: Group) -> int:
    """The hour of a member's post: nearly always one of the group's own."""
    return rng.choice(group.hours) if rng.random() < 0.86 else rng.randint(7, 23)


def group_named(group_id: str | None) -> Group:
    """The group of a regular author. Raises KeyError for people outside the groups."""
    for group in GROUPS:
        if group.group_id == group_id:
            return group
    raise KeyError(group_id)
