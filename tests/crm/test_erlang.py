import pandas as pd
import pytest

from crm.service.erlang import agents_needed, queue, staffing
from records.errors import UsageError


def test_published_desks_are_reproduced() -> None:
    large = queue(48, 55, handling_seconds=240, target_seconds=15)
    assert (round(large.wait_probability, 4), round(large.service_level, 4)) == (0.2387, 0.8459)
    assert large.average_wait_seconds == pytest.approx(8.18, abs=0.005)
    small = queue(10, 14, handling_seconds=180, target_seconds=20)
    assert (round(small.wait_probability, 4), round(small.service_level, 4)) == (0.1741, 0.8884)
    assert small.average_wait_seconds == pytest.approx(7.84, abs=0.005)


def test_the_fewest_agents_are_found() -> None:
    terms = {"handling_seconds": 240, "target_seconds": 15}
    agents = agents_needed(48, **terms, service_level=0.8)
    assert queue(48, agents, **terms).service_level >= 0.8 > queue(48, agents - 1, **terms).service_level
    assert agents_needed(0, **terms) == 0
    assert agents_needed(2000, **terms) < 2100


def test_more_agents_never_wait_longer() -> None:
    desks = [queue(20, agents, handling_seconds=300, target_seconds=20) for agents in range(21, 60)]
    waits = [desk.average_wait_seconds for desk in desks]
    assert waits == sorted(waits, reverse=True)
    assert [desk.service_level for desk in desks] == sorted(desk.service_level for desk in desks)


def test_a_desk_that_cannot_keep_up_has_no_average_wait() -> None:
    for agents in (0, 9, 10):
        desk = queue(10, agents, handling_seconds=180, target_seconds=20)
        assert (desk.wait_probability, desk.service_level, desk.average_wait_seconds) == (1.0, 0.0, None)


def test_half_hours_are_staffed_and_unknown_ones_are_not() -> None:
    day = pd.DataFrame({"hour": ["09:00", "09:30", "10:00"], "contact_count": [100, 0, None]})
    table = staffing(day, handling_seconds=180, target_seconds=20, service_level=0.88)
    assert table["hour"].tolist() == day["hour"].tolist()
    assert table["load_erlang"].tolist()[:2] == [10.0, 0.0]
    assert table["agent_count"].tolist()[:2] == [14, 0]
    assert pd.isna(table["agent_count"].iloc[2])
    assert round(table["service_level"].iloc[0], 4) == 0.8884
    assert staffing(day.iloc[:0], handling_seconds=180).empty


def test_impossible_desks_are_refused() -> None:
    with pytest.raises(UsageError, match="impossible desk"):
        queue(-1, 3, handling_seconds=180, target_seconds=20)
    with pytest.raises(UsageError, match="impossible desk"):
        queue(1, 3, handling_seconds=0, target_seconds=20)
    with pytest.raises(UsageError, match="service level"):
        agents_needed(1, handling_seconds=180, target_seconds=20, service_level=1.0)
    with pytest.raises(UsageError, match="erlang"):
        agents_needed(1e9, handling_seconds=180, target_seconds=20)
    with pytest.raises(UsageError, match="lacks contact_count"):
        staffing(pd.DataFrame({"calls": [1]}), handling_seconds=180)
