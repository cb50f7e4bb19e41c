"""A small simulator of a brand's mentions, hour by hour, with planted events: what crisis alerts are measured on.

Eight weeks from a Monday. Calm talk is Poisson around an hour's rate (day rhythm, weekends, holidays) times a gamma
factor of the day, so that days differ by more than counting noise. Events add to it. Everything is drawn from the seed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd

from records.time import SHANGHAI

DAY_COUNT = 56
WEEKS = DAY_COUNT / 7
BRANDS = {"small": 15.0, "middle": 60.0, "large": 150.0, "huge": 300.0}
"""Mentions with a tone on a workday."""
NEGATIVE_SHARE = 0.22
DAY_VARIATION = 0.15
"""Standard deviation of the gamma factor of a day."""
WEEKEND = 1.35
_RHYTHM = np.array([3, 2, 1, 1, 1, 1, 2, 4, 6, 7, 8, 8, 9, 8, 7, 7, 7, 8, 9, 10, 11, 11, 9, 6], dtype=np.float64)
_RATES = _RHYTHM / _RHYTHM.sum()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Extra mentions of one brand from an hour on, fading by half every `half_life_hours`."""

    brand_id: str
    day: int
    hour: int
    per_hour: float
    """Extra mentions in its first hour (the rhythm of the day applies afterwards)."""
    negative_share: float
    half_life_hours: float = 18.0
    rise_hours: int = 1
    """Hours until it is at its full height."""
    author_count: int = 100_000
    """How many accounts speak."""
    is_crisis: bool = False
    is_water_army: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What is simulated; name and seed tell it apart."""

    name: str
    seed: int
    first_day: date = date(2026, 3, 2)
    events: tuple[Event, ...] = ()

    def crises(self) -> list[tuple[str, datetime]]:
        """Brand and beginning of each planted crisis."""
        start = datetime.combine(self.first_day, datetime.min.time(), SHANGHAI)
        return [(e.brand_id, start + timedelta(days=e.day, hours=e.hour)) for e in self.events if e.is_crisis]


def worlds() -> list[World]:
    """Twenty: ten calm, three surges that are no crisis, seven crises."""
    return [
        *(World(name=f"calm {number}", seed=100 + number) for number in range(10)),
        World(name="618 surge", seed=201, first_day=date(2026, 5, 4), events=_shopping_festival()),
        World(name="lottery storm", seed=202, events=(_event("middle", 38, 12, 400, 0.01, author_count=3000),)),
        World(name="fan-circle surge", seed=203, events=_fan_circle()),
        World(name="fast, by day", seed=301, events=(_crisis("middle", 40, 10, 8),)),
        World(name="fast, in the night", seed=302, events=(_crisis("middle", 41, 2, 8),)),
        World(name="slow leak", seed=303, events=(_crisis("large", 42, 9, 25, rise_hours=12, half_life_hours=40),)),
        World(name="small brand", seed=304, events=(_crisis("small", 37, 14, 6),)),
        World(name="huge brand, weekend", seed=305, events=(_crisis("huge", 47, 16, 40),)),
        World(name="two in a row", seed=306, events=(_crisis("large", 30, 11, 30), _crisis("large", 38, 20, 30))),
        World(
            name="within a 618 surge",
            seed=307,
            first_day=date(2026, 5, 4),
            events=(*_shopping_festival(), _crisis("large", 46, 15, 60)),
        ),
    ]


def mentions_of(world: World) -> pd.DataFrame:
    """One row a mention with a tone; the columns that crm.crisis.crises reads. Followers are known of half of them."""
    rng = np.random.default_rng(world.seed)
    parts = [_calm(rng, world, brand_id, rate) for brand_id, rate in BRANDS.items()]
    parts += [_extra(rng, event) for event in world.events]
    frame = pd.concat(parts, ignore_index=True)
    start = pd.Timestamp(datetime.combine(world.first_day, datetime.min.time(), SHANGHAI))
    minutes = frame["hour"] * 60 + rng.integers(0, 60, len(frame))
    frame["published_at"] = start + pd.to_timedelta(minutes, unit="min")
    followers = np.round(rng.lognormal(5.0, 1.8, len(frame)))
    frame["follower_count"] = np.where(rng.random(len(frame)) < 0.5, followers, np.nan)
    frame["mention_id"] = [f"weibo:{number}" for number in range(len(frame))]
    return frame.assign(platform="weibo").drop(columns="hour")


def _calm(rng: np.random.Generator, world: World, brand_id: str, rate: float) -> pd.DataFrame:
    weekends = [(world.first_day + timedelta(days=day)).weekday() >= 5 for day in range(DAY_COUNT)]
    shape = 1 / DAY_VARIATION**2
    levels = rate * np.where(weekends, WEEKEND, 1.0) * rng.gamma(shape, 1 / shape, DAY_COUNT)
    counts = rng.poisson(levels[:, None] * _RATES).ravel()
    return _rows(rng, brand_id, counts, 0, NEGATIVE_SHARE, 100_000)


def _extra(rng: np.random.Generator, event: Event) -> pd.DataFrame:
    begin = event.day * 24 + event.hour
    since = np.arange(DAY_COUNT * 24 - begin)
    rhythm = _RATES[(begin + since) % 24] / _RATES[event.hour]
    rise = np.minimum((since + 1) / event.rise_hours, 1.0)
    fade = 0.5 ** (np.maximum(since - event.rise_hours, 0) / event.half_life_hours)
    counts = rng.poisson(event.per_hour * np.clip(rhythm, 0.3, 3.0) * rise * fade)
    rows = _rows(rng, event.brand_id, counts, begin, event.negative_share, event.author_count)
    return rows.assign(is_water_army=event.is_water_army)


def _rows(
    rng: np.random.Generator, brand_id: str, counts: np.ndarray, begin: int, negative_share: float, author_count: int
) -> pd.DataFrame:
    hours = begin + np.repeat(np.arange(len(counts)), counts)
    draws = rng.random(len(hours))
    tones = np.select([draws < negative_share, draws < negative_share + 0.3], ["negative", "neutral"], "positive")
    authors = rng.integers(0, author_count, len(hours))
    return pd.DataFrame(
        {
            "brand_id": brand_id,
            "hour": hours,
            "sentiment": tones,
            "author_id": [f"{brand_id}.{author_count}.{number}" for number in authors],
            "is_water_army": False,
        }
    )


def _event(brand_id: str, day: int, hour: int, per_hour: float, negative_share: float, **more: float) -> Event:
    return Event(
        brand_id=brand_id, day=day, hour=hour, per_hour=per_hour, negative_share=negative_share,
        half_life_hours=more.get("half_life_hours", 18.0), rise_hours=int(more.get("rise_hours", 1)),
        author_count=int(more.get("author_count", 100_000)),
    )  # fmt: skip


def _crisis(brand_id: str, day: int, hour: int, per_hour: float, **more: float) -> Event:
    plain = _event(brand_id, day, hour, per_hour, 0.85, **more)
    return Event(**{name: getattr(plain, name) for name in plain.__dataclass_fields__} | {"is_crisis": True})


def _shopping_festival() -> tuple[Event, ...]:
    """31 May, 16 June and the eve of 18 June at 20:00: much more of every tone, a little more about late parcels."""
    return tuple(
        _event(brand_id, day, 20, rate / 4, 0.25, half_life_hours=30)
        for brand_id, rate in BRANDS.items()
        for day in (27, 43, 45)
    )


def _fan_circle() -> tuple[Event, ...]:
    """An idol's endorsement: a flood of praise, then forty accounts that quarrel, then an army."""
    return (
        _event("middle", 33, 10, 300, 0.03, author_count=5000, half_life_hours=36),
        _event("middle", 34, 20, 12, 0.9, author_count=40, half_life_hours=24),
        Event(
            brand_id="large", day=35, hour=21, per_hour=120, negative_share=0.9, half_life_hours=10, is_water_army=True,
            author_count=300,
        ),
    )  # fmt: skip


def delays_and_false_alarms(
    world: World, find: Callable[[pd.DataFrame], Sequence[tuple[str, datetime]]], *, within: timedelta
) -> tuple[list[float | None], int]:
    """Hours from each planted crisis to its first alert (None: not `within`), and the alerts that meet no crisis.

    An alert meets a crisis of its brand when it opens from its beginning to ten days later, before the brand's next.
    """
    found = list(find(mentions_of(world)))
    delays: list[float | None] = []
    met = 0
    for brand_id, began_at in world.crises():
        later = [at for brand, at in world.crises() if brand == brand_id and at > began_at]
        until = min([began_at + timedelta(days=10), *later])
        own = sorted(at for brand, at in found if brand == brand_id and began_at <= at < until)
        met += len(own)
        is_found = bool(own) and own[0] - began_at <= within
        delays.append((own[0] - began_at) / timedelta(hours=1) if is_found else None)
    return delays, len(found) - met
