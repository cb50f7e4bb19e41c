"""What waits in the inbox: files that may be taken, and things that must be left where they are, with the reason."""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.inbox.names import DONE, is_no_export, shown
from pipeline.inbox.problems import EMPTY, FOLDER, LINK, NO_RIGHT, NO_RIGHT_TO_MOVE, Problem
from pipeline.inbox.store import Entry, InboxUnusable, Store
from pipeline.settings.file import Settings
from records.errors import ConfigError

SETTLE_SECONDS = 3.0
"""A file that has not changed for so long is taken for whole: copies and downloads write many times a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """A file that somebody dropped."""

    place: tuple[str, ...]
    """The folders it lies in, below the inbox: a source's and perhaps a brand's; none for the inbox itself."""
    entry: Entry
    brand_id: str | None = None
    """The brand whose folder it lies in."""

    @property
    def where(self) -> str:
        """Its place and name, for a person."""
        return shown("/".join(("inbox", *self.place, self.entry.name)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Something that is left where it is."""

    drop: Drop
    problem: Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The inbox at one moment."""

    drops: list[Drop] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    unusable: list[str] = field(default_factory=list)
    """One line for each folder that may not be read."""
    places: list[tuple[str, ...]] = field(default_factory=list)
    """The folders looked into."""


def look(store: Store, settings: Settings, folders: Sequence[str] | None = None) -> Look:
    """The inbox as it is now: of these source folders, or all of it (None) with what lies outside any folder."""
    seen = Look()
    if folders is None:
        _look_into(store, settings, (), seen)
    for folder in folders or ():
        _look_into(store, settings, (folder,), seen)
    return seen


def settled(store: Store, settings: Settings, folders: Sequence[str] | None = None) -> tuple[Look, list[Drop]]:
    """What may be taken, and files still growing, by two looks with a pause; no pause where nothing waits."""
    first = look(store, settings, folders)
    if not first.drops:
        return first, []
    time.sleep(SETTLE_SECONDS)
    second = look(store, settings, folders)
    before = {(each.entry.path, each.entry.stamp) for each in first.drops}
    growing = [each for each in second.drops if (each.entry.path, each.entry.stamp) not in before]
    second.drops[:] = [each for each in second.drops if each not in growing]
    return second, growing


def _look_into(store: Store, settings: Settings, place: tuple[str, ...], seen: Look) -> None:
    try:
        entries = store.entries(*place)
    except InboxUnusable as error:
        seen.unusable.append(str(error))
        return
    seen.places.append(place)
    brand_id = _brand_of(place, settings)
    is_writable = store.is_writable(*place)
    for entry in entries:
        drop = Drop(place=place, entry=entry, brand_id=brand_id)
        if entry.kind == "directory" and _may_enter(drop, settings):
            _look_into(store, settings, (*place, entry.name), seen)
        elif not _is_ours(entry):
            problem = _problem(store, entry, is_writable=is_writable)
            if problem:
                seen.left.append(Left(drop=drop, problem=problem))
            else:
                seen.drops.append(drop)


def _is_ours(entry: Entry) -> bool:
    return entry.name == DONE or is_no_export(entry.name)


def _may_enter(drop: Drop, settings: Settings) -> bool:
    """Folders of the inbox, and in them those of tracked brands."""
    if _is_ours(drop.entry):
        return False
    inner = (*drop.place, drop.entry.name)
    return not drop.place or (len(inner) == 2 and _brand_of(inner, settings) is not None)


def _brand_of(place: tuple[str, ...], settings: Settings) -> str | None:
    """The id of the brand whose id, name or alias the second folder bears."""
    if len(place) < 2:
        return None
    try:
        return settings.brand(place[1]).brand_id
    except ConfigError:
        return None


def _problem(store: Store, entry: Entry, *, is_writable: bool) -> Problem | None:
    if entry.kind == "directory":
        return FOLDER
    if entry.kind != "file":
        return LINK
    if entry.size_bytes == 0:
        return EMPTY
    if not store.is_readable(entry):
        return NO_RIGHT
    return None if is_writable else NO_RIGHT_TO_MOVE


def lines_of(left: Iterable[Left]) -> Iterator[str]:
    """One line each for a terminal or a log."""
    return (f"{each.drop.where}: {each.problem.en}; {each.problem.remedy_en}" for each in left)
