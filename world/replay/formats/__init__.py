"""The formats a timeline can be served in, one file each, found by file name.

A module has `PLATFORM`, `QUERY` (what to ask its source for), `FIELD` (an item's field that the fault `renamed` takes
away), `PATHS` (a pattern), `answer(timeline, asked, fault)`, `native_id(item)` as the source will name it, and
`error(status)`, the platform's own words for a refusal.
"""

import importlib
import pkgutil
import re
from typing import Protocol, cast

from world.replay.messages import Answer, Asked
from world.replay.timeline import Item, Timeline


class Format(Protocol):
    """What a module of this folder offers."""

    PLATFORM: str
    QUERY: str
    FIELD: str
    PATHS: re.Pattern[str]

    def answer(self, timeline: Timeline, asked: Asked, fault: str | None) -> Answer:
        """The response to a request whose path agrees with PATHS."""
        ...

    def native_id(self, item: Item) -> str:
        """The id that the source gives this item."""
        ...

    def error(self, status: int) -> Answer:
        """The platform's own body for a refusal."""
        ...


def names() -> list[str]:
    """The formats there are."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def load(name: str) -> Format:
    """A format by its name. Raises KeyError for an unknown one."""
    if name not in names():
        raise KeyError(f"no format {name!r}; there are: {', '.join(names())}")
    return cast(Format, importlib.import_module(f"{__name__}.{name}"))
