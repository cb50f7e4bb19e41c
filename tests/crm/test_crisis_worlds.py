"""Crisis alerts on twenty simulated worlds (benchmarks/_crises.py; `scrm benchmark crm --only crisis` tells more)."""

from statistics import median

import pytest

from benchmarks._crises import BRANDS, WEEKS, World, delays_and_false_alarms, mentions_of, worlds
from benchmarks._crm_crisis import FOUND_WITHIN, swarms_found

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def told() -> dict[str, tuple[list[float | None], int]]:
    """Delays and false alarms by world."""
    return {world.name: delays_and_false_alarms(world, swarms_found, within=FOUND_WITHIN) for world in worlds()}


def test_there_are_twenty_worlds_as_asked() -> None:
    names = [world.name for world in worlds()]
    assert len(set(names)) == 20
    assert sum(name.startswith("calm") for name in names) == 10
    assert {"618 surge", "lottery storm", "fan-circle surge"} <= set(names)


def test_crises_are_found_within_three_hours_at_the_median(told: dict[str, tuple[list[float | None], int]]) -> None:
    delays = [delay for own, _ in told.values() for delay in own]
    assert len(delays) == 8
    found = [delay for delay in delays if delay is not None]
    assert len(found) == 8, "a crisis was missed"
    assert median(found) <= 3
    assert max(found) <= 12


def test_false_alarms_are_rarer_than_one_in_eight_weeks_of_four_brands(
    told: dict[str, tuple[list[float | None], int]],
) -> None:
    brand_weeks = len(told) * len(BRANDS) * WEEKS
    assert brand_weeks == 640
    assert sum(count for _, count in told.values()) / brand_weeks <= 1 / (8 * len(BRANDS)) / 2


@pytest.mark.parametrize(("name", "brands"), [("lottery storm", {"middle"}), ("fan-circle surge", {"middle", "large"})])
def test_a_storm_of_prizes_or_fans_is_no_crisis_of_its_brand(name: str, brands: set[str]) -> None:
    world = next(world for world in worlds() if world.name == name)
    assert {event.brand_id for event in world.events} == brands
    assert not brands & {brand for brand, _ in swarms_found(mentions_of(world))}


def test_the_same_seed_gives_the_same_world() -> None:
    world = World(name="any", seed=5)
    assert mentions_of(world).equals(mentions_of(world))
    assert not mentions_of(world).equals(mentions_of(World(name="any", seed=6)))
