"""Two runs at once fit topics once, however they meet: a second fit would differ from the first."""

import threading
from pathlib import Path
from typing import Any, cast

import pytest

from lake.home import Home
from nlp.batch import Plan
from pipeline import topics
from pipeline.job import Job
from records import Lexicon

PLAN = Plan(brands=(), lexicon=Lexicon(), assignments={})


class Owner:
    """What a fit needs of a job."""

    def __init__(self, home: Home) -> None:
        self.home = home


def test_a_second_run_waits_for_the_fit_of_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    job = cast("Job", Owner(Home(tmp_path).create()))
    begun, may_end, fits = threading.Event(), threading.Event(), list[Any]()

    def slow(*_: object, previous: object) -> None:
        fits.append(previous)
        begun.set()
        assert may_end.wait(20)

    monkeypatch.setattr("nlp.topics.markets.fit_markets", slow)
    runs = [threading.Thread(target=topics.refresh, args=(job, PLAN), kwargs={"mention_count": 7}) for _ in range(2)]
    runs[0].start()
    assert begun.wait(20)
    runs[1].start()
    runs[1].join(0.5)
    assert runs[1].is_alive()  # it waits
    may_end.set()
    for each in runs:
        each.join(20)
        assert not each.is_alive()
    assert fits == [None]
