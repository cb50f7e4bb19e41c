"""Crisis alerts: delay and false alarms over twenty simulated worlds, and the time that a year of many brands takes."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import numpy as np
import pandas as pd

from benchmarks._crises import BRANDS, WEEKS, delays_and_false_alarms, worlds
from benchmarks._measure import Clock, Measure
from crm.crisis import crises

FOUND_WITHIN = timedelta(hours=72)
"""A crisis first alarmed later than this is missed."""


def swarms_found(mentions: pd.DataFrame) -> Sequence[tuple[str, datetime]]:
    """Brand and opening of each swarm."""
    alerts = crises(mentions).alerts
    found = alerts[alerts["kind"] == "swarm"]
    opened = found["opened_at"].dt.to_pydatetime()
    return [(str(brand), at) for brand, at in zip(found["brand_id"], opened, strict=True)]


def measures(size: int) -> Iterator[Measure]:
    """The twenty worlds, then `size` mentions of twenty brands over a year."""
    clock = Clock()
    delays: list[float | None] = []
    false_alarms = 0
    for world in worlds():
        own, false = delays_and_false_alarms(world, swarms_found, within=FOUND_WITHIN)
        delays, false_alarms = delays + own, false_alarms + false
    clock.step("worlds")
    found = [delay for delay in delays if delay is not None]
    detail = {
        "worlds": len(worlds()),
        "crises": len(delays),
        "missed": len(delays) - len(found),
        "median_delay_hours": float(np.median(found)),
        "false_alarms": false_alarms,
        "brand_weeks": round(len(worlds()) * len(BRANDS) * WEEKS),
    }
    yield Measure(name="crises of twenty worlds", cpu_seconds=clock.total, detail=detail)
    yield _year(size)


def _year(size: int) -> Measure:
    rng = np.random.default_rng(9)
    mentions = pd.DataFrame(
        {
            "brand_id": [f"b{number}" for number in rng.integers(0, 20, size)],
            "mention_id": np.arange(size).astype(str),
            "author_id": rng.integers(0, size, size).astype(str),
            "sentiment": rng.choice(["positive", "neutral", "negative"], size, p=[0.5, 0.3, 0.2]),
            "published_at": pd.Timestamp("2025-11-01", tz="Asia/Shanghai")
            + pd.to_timedelta(rng.integers(0, 365 * 86400, size), unit="s"),
        }
    )
    clock = Clock()
    crises(mentions)
    clock.step("crises")
    return Measure(name="a year of twenty brands, hour by hour", cpu_seconds=clock.total, detail={"mentions": size})
