"""A platform on loopback that answers, refuses, stalls, resets or lies as a seed says: what crawled cases ask."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from random import Random

from world.replay import FaultPlan, Server, Timeline, Timelines, running

SOURCE, QUERY, VARIABLE = "steam", "4200", "SCRM_TEST_REPLAY"
REVIEWS, PAGE = 60, 5
WIRE = ("reset", "cut", "slow", "server_error", "rate_limit", "rate_limit_date", "gzip", "length_long", "length_short")
"""Faults of the network and of a server in trouble; what they hit may be asked again."""
_NEWEST_AT = datetime(2026, 8, 30, 12, tzinfo=UTC)
_ASKED_AT = datetime(2026, 8, 31, 1, tzinfo=UTC)
"""What answers are dated by, so that a crawl of tomorrow gives the same rows."""


@contextmanager
def serving(plans: Sequence[FaultPlan] = (), on_request: Callable[[int, str], None] | None = None) -> Iterator[Server]:
    """The platform, answering until the block ends; the environment says where."""
    timeline = Timeline.generate(REVIEWS, day_count=6, newest_at=_NEWEST_AT, largest_page=PAGE)
    site = Timelines({SOURCE: timeline})
    with running(site, plans, clock=lambda: _ASKED_AT, on_request=on_request) as server:
        os.environ[VARIABLE] = server.base_url
        yield server


def drawn(chance: Random) -> FaultPlan:
    """Up to three kinds of trouble at once, seldom or nearly always, passing or lasting."""
    kinds = chance.sample(WIRE, chance.randint(1, 3))
    share = chance.choice((0.2, 0.5, 0.9))
    shares = {kind: share / len(kinds) for kind in kinds}
    return FaultPlan(seed=chance.randrange(10**6), shares=shares, longest_streak=chance.choice((2, None)))
