"""A site made of timelines, each in one format."""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import quote

from world.replay import formats
from world.replay.messages import NOT_FOUND, Answer, Asked
from world.replay.timeline import Timeline

ROBOTS = b"User-agent: *\nDisallow:\n"


class Timelines:
    """Timelines by the name of their format; `steam/4201` is one for targets with `4201` in them alone.

    Rendered pages are kept until their timeline changes. Raises KeyError for a format that does not exist.
    """

    def __init__(self, timelines: Mapping[str, Timeline], *, robots: bytes = ROBOTS) -> None:
        parts = [(name.partition("/"), timeline) for name, timeline in timelines.items()]
        self._served = [_Served(formats.load(name), quote(part), timeline) for (name, _, part), timeline in parts]
        self._robots = robots
        self._kept: dict[tuple[int, str], Answer] = {}

    def answer(self, asked: Asked, fault: str | None) -> Answer:
        """The page that a format makes of its timeline."""
        if asked.path == "/robots.txt":
            return Answer(body=self._robots, headers={"Content-Type": "text/plain"})
        served = self._find(asked)
        if served is None:
            return NOT_FOUND
        if fault is not None:
            return _renamed(served.form, served.form.answer(served.timeline, asked, fault), fault)
        key = served.timeline.version, asked.target
        if key not in self._kept:
            self._kept[key] = served.form.answer(served.timeline, asked, None)
        return self._kept[key]

    def refusal(self, asked: Asked, status: int) -> Answer:
        """The platform's own words."""
        served = self._find(asked)
        return served.form.error(status) if served else Answer(body=b"", status=status)

    def _find(self, asked: Asked) -> "_Served | None":
        fitting = (each for each in self._served if each.form.PATHS.fullmatch(asked.path))
        return next((each for each in fitting if each.part in asked.target), None)


class _Served(NamedTuple):
    form: formats.Format
    part: str
    timeline: Timeline


def _renamed(form: formats.Format, answer: Answer, fault: str) -> Answer:
    if fault != "renamed":
        return answer
    body = answer.body.replace(f'"{form.FIELD}":'.encode(), f'"{form.FIELD}_v2":'.encode())
    return Answer(body=body, status=answer.status, headers=answer.headers)
