"""One walk through a web source: where it starts or resumes, how far it has come, and how it ended."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from crawlers.errand import Errand
from crawlers.meaning import meaning_of_status
from crawlers.reading import Reading
from crawlers.responses import ErrorAnswer
from crawlers.source import Fetch, Source, Step
from crawlers.spec import Credentials
from records import Outcome, RawPage
from records.errors import ScrmError

_TICK = timedelta(seconds=1)
"""Platforms write seconds: what was published within one is asked for again rather than missed."""
_MAX_DOUBTS = 3
_SHORTEST_SPLIT = timedelta(hours=1)


@dataclass(slots=True, kw_only=True)
class Trail:
    """What the kept pages of one walk tell."""

    page_count: int = 0
    last: RawPage | None = None
    """The page that the next request follows from."""
    newest_at: datetime | None = None
    """Newest publication time seen."""
    reached_at: datetime | None = None
    """Newest publication time on the last page of the list: all that is newer has been seen."""
    given_ids: set[str] = field(default_factory=set)
    """Items asked for singly that came."""
    missed_ids: set[str] = field(default_factory=set)
    """Items asked for singly that did not come."""
    last_ids: frozenset[str] = frozenset()
    """What the last page of the list held."""

    def note(self, page: RawPage, reading: Reading, *, is_aside: bool) -> None:
        """Goes on by one page; one with a server's error in place of content is asked for again."""
        self.page_count += 1
        if reading.ended is not None:
            return
        if self.last is None or _position(page) >= _position(self.last):
            self.last = page
        times = [time for time in _times(reading) if time]
        if times:
            self.newest_at = max([*times, *([self.newest_at] if self.newest_at else [])])
            # Only the newest of a page counts: a repost brings its old original along.
            self.reached_at = self.reached_at if is_aside else max(times)
        if not is_aside and reading.mentions:
            self.last_ids = _ids(reading)
        self._note_single_items(page, reading)

    def _note_single_items(self, page: RawPage, reading: Reading) -> None:
        asked = set(page.request.get("ids", "").split(",")) - {""}
        if asked:
            came = {mention.native_id for mention in reading.mentions}
            came |= {each.mention_id.partition(":")[2] for each in reading.observations}
            self.given_ids |= asked & came
            self.missed_ids |= asked - came


@dataclass(slots=True, kw_only=True)
class Walk:
    """The state of one chain of requests."""

    errand: Errand
    start: Fetch | None
    """What to ask first; None when an earlier try of this run has already reached the end."""
    trail: Trail = field(default_factory=Trail)
    """Pages kept, earlier tries of this run included."""
    outcome: Outcome = Outcome.ERROR
    """`error` until the walk has ended: a crawl that dies in between has not succeeded."""
    message: str | None = "the crawl ended before this query did; run again, it goes on from the last page kept"
    is_at_end: bool = False
    """Whether going on would ask nothing more."""
    is_whole: bool = False
    """Whether it gave everything within its span."""
    is_capped: bool = False
    missing_count: int | None = None
    doubt_count: int = 0
    """How often the page at hand has been asked for again because it could not be believed."""
    is_repeating: bool = False
    """Whether the page at hand holds just what the one before it held, however often it is asked for."""

    def to_json(self) -> dict[str, Any]:
        """How the walk ended, for the crawling process to tell its parent."""
        return {
            "query": self.errand.query.query,
            "outcome": self.outcome.value,
            "message": self.message,
            "is_at_end": self.is_at_end,
            "is_capped": self.is_capped,
            "missing_count": self.missing_count,
            "ends_at": _iso(self.errand.ends_at),
            "covered_from": _iso(self.covered_from),
            "newest_at": _iso(self.trail.newest_at),
            "given_ids": sorted(self.trail.given_ids),
            "missed_ids": sorted(self.trail.missed_ids),
        }

    @property
    def covered_from(self) -> datetime | None:
        """From when on everything the source gives has been got; None when nothing can be said."""
        reached_at = self.trail.reached_at
        if self.is_whole and self.errand.begins_at:
            return self.errand.begins_at
        return reached_at + _TICK if reached_at else None

    def doubts(self, reading: Reading | None) -> bool:
        """Whether a good response is to be asked for again: it cannot be read, or is the page before once more.

        A cut answer looks like a changed format, and a stale one like the end; both pass.
        """
        is_repeated = reading is not None and bool(reading.mentions) and _ids(reading) == self.trail.last_ids
        if (reading is None or is_repeated) and self.doubt_count < _MAX_DOUBTS:
            self.doubt_count += 1
            return True
        self.doubt_count, self.is_repeating = 0, is_repeated
        return False

    @property
    def patience_seconds(self) -> float:
        """The pause before a page in doubt is asked for again: 2, 4, 8."""
        return 2.0**self.doubt_count

    def believed(self, step: Step) -> Step:
        """An end on a page that only repeats the one before is a suspicious one."""
        return replace(step, is_suspicious=True) if self.is_repeating and step.next is None else step

    def end(self, outcome: Outcome, message: str | None = None, *, is_at_end: bool = False) -> None:
        """Ends the walk; with pages already kept, what would be an error is partial."""
        is_half = outcome is Outcome.ERROR and self.trail.page_count > 0
        self.outcome, self.message = Outcome.PARTIAL if is_half else outcome, message
        self.is_at_end = is_at_end

    def end_by_status(self, status: int, credentials: Credentials | None = None) -> None:
        """Ends the walk on a response that holds no content."""
        self.end(*meaning_of_status(status, credentials))


def walks_of(
    source: Source, errand: Errand, trails: Mapping[tuple[str, str], Trail], *, base_url: str | None = None
) -> list[Walk]:
    """The walks of an errand, each resumed behind the last page kept of it; `trails` by query and chain.

    Raises UsageError for a query that the source cannot ask.
    """
    walks = []
    for first in _starts(source, errand, base_url):
        trail = trails.get((errand.query.query, first.request["chain"]))
        if trail is None:
            walks.append(Walk(errand=errand, start=first))
            continue
        walk, rests = _resumed(source, errand, first, trail)
        walks.append(walk)
        for rest in rests:
            walks.extend(walks_of(source, rest, trails, base_url=base_url))
    return walks


def _starts(source: Source, errand: Errand, base_url: str | None = None) -> Iterable[Fetch]:
    if errand.native_ids:
        return source.refresh(errand.native_ids, errand.query, base_url=base_url)
    query = errand.windowed_query() if source.spec.has_date_windows else errand.query
    return [
        replace(each, request={**each.request, "chain": f"{each.request['chain']}{errand.name}"})
        for each in source.first(query, base_url=base_url)
    ]


def follow(source: Source, page: RawPage, reading: Reading, errand: Errand) -> Step:
    """Where a page leads; nowhere when all of it, pinned items aside, is older than what is wanted.

    Raises SchemaDrift for a page that is not of this source and ErrorAnswer for a server's error in its place.
    """
    step = source.after(page)
    is_list = source.spec.is_newest_first and not step.is_aside
    if errand.begins_at is None or step.next is None or not is_list:
        return step
    times = _times(reading)
    return Step() if times and all(time and time < errand.begins_at for time in times) else step


def finish(source: Source, walk: Walk, step: Step) -> list[Errand]:
    """Ends a walk that has reached its end; returns the spans still to be asked for where that end is a false one."""
    rests = _rests(source, walk, step)
    if rests:
        walk.end(Outcome.OK, is_at_end=True)
        return rests
    walk.is_capped, walk.missing_count = step.is_capped, step.missing_count
    if step.missing_count:
        message = f"the source ended {step.missing_count} items before its own total; run again later"
        walk.end(Outcome.PARTIAL, message, is_at_end=True)
    elif step.is_suspicious:
        walk.end(Outcome.PARTIAL, "the source gave an empty page where it has more; run again later", is_at_end=True)
    else:
        walk.end(Outcome.OK, is_at_end=True)
        walk.is_whole = not step.is_capped
    return []


def _rests(source: Source, walk: Walk, step: Step) -> list[Errand]:
    """A capped or falsely ended window goes on as a window of its own from where it stopped; an empty one is halved."""
    spec, errand = source.spec, walk.errand
    is_cut = step.is_capped or step.is_suspicious or step.missing_count
    if not (is_cut and spec.has_date_windows and spec.is_newest_first):
        return []
    if walk.trail.reached_at is not None:
        ends_at = walk.trail.reached_at + _TICK
        has_come_on = errand.ends_at is None or ends_at < errand.ends_at
        rest = errand.within(errand.begins_at, ends_at)
        return [rest] if has_come_on and _takes_window(source, rest) else []
    if errand.begins_at is None or errand.ends_at is None or errand.ends_at - errand.begins_at < _SHORTEST_SPLIT:
        return []
    middle = errand.begins_at + (errand.ends_at - errand.begins_at) / 2
    return [errand.within(middle, errand.ends_at), errand.within(errand.begins_at, middle)]


def _takes_window(source: Source, errand: Errand) -> bool:
    """Whether the end of the span reaches the server: a source's search may take one and its comments none."""
    open_ended = errand.within(errand.begins_at, None)
    return [each.url for each in _starts(source, errand)] != [each.url for each in _starts(source, open_ended)]


def _resumed(source: Source, errand: Errand, first: Fetch, trail: Trail) -> tuple[Walk, list[Errand]]:
    walk = Walk(errand=errand, start=None, trail=trail)
    if trail.last is None:
        return replace(walk, start=first), []
    # The server of this try counts, not that of the try before.
    last = replace(trail.last, request={**trail.last.request, "base_url": first.request.get("base_url", "")})
    try:
        # The key is of no matter: only times are looked at.
        step = follow(source, last, source.read(last, key=b"unused: authors are thrown away"), errand)
    except ErrorAnswer as error:
        walk.end(error.outcome, str(error))
        return walk, []
    except ScrmError as error:
        walk.end(Outcome.SCHEMA_DRIFT, str(error), is_at_end=True)
        return walk, []
    walk.start = step.next
    return walk, finish(source, walk, step) if step.next is None else []


def _times(reading: Reading) -> list[datetime | None]:
    """Publication times of a page's mentions, without those pinned above the list."""
    return [each.published_at for each in reading.mentions if each.extra.get("is_pinned") != "true"]


def _ids(reading: Reading) -> frozenset[str]:
    return frozenset(each.native_id for each in reading.mentions)


def _position(page: RawPage) -> tuple[int, int]:
    return page.page_number, int(page.request.get("attempt", "1"))


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
