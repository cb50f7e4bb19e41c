"""`scrm init --from FILE`: which source a file belongs to, or which columns are what."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from records import RawPage
from records.errors import ScrmError, UnreadableFile, UsageError

if TYPE_CHECKING:
    from crawlers.reading import Reading
    from crawlers.tables.brands import BrandGuess
    from crawlers.tables.proposal import Proposal

PREVIEW_ROWS = 500
"""First rows that are read to show what a proposal makes of them."""
_TELLING = ("published_at", "author", "rating", "like_count")


@dataclass(frozen=True)
class Guess:
    """The source that a file seems to belong to."""

    source: str
    title: str
    taken_count: int
    row_count: int
    known_column_count: int = 0
    """Columns that the file was recognised by; where two sources take as many rows, the more particular one wins."""


@dataclass(frozen=True)
class Found:
    """What `scrm init` makes of a file."""

    guess: Guess
    brand: "BrandGuess"
    proposal: "Proposal | None" = None
    """The columns, where no source was written for such files."""
    refused: tuple[tuple[str, int], ...] = ()
    """Why first rows were refused, and how many."""


def examine(path: Path) -> Found:
    """What a file is: of a known source, or a table whose columns tell what they are.

    A source whose columns nobody has seen in a real file gives way where the file's own headers tell more.
    Raises UnreadableFile for a missing or damaged file, UsageError where neither is the case.
    """
    from crawlers import catalog
    from crawlers.recording import page_of_file
    from crawlers.tables.brands import brand_of
    from crawlers.tables.proposal import propose

    page = page_of_file("table", path)
    known = _known(path, page)
    proposal = propose(page)
    brand = brand_of(proposal.table, path.name)
    if known and (catalog.spec(known.source).is_unverified is False or proposal.missing or not proposal.matches):
        return Found(known, brand)
    if proposal.missing or not proposal.matches:
        raise _unreadable(path, proposal)
    reading = _first_rows(proposal, path)
    if known and not _tells_more(reading, _first_rows_of(known.source, path)):
        return Found(known, brand)
    if 2 * reading.taken_count < reading.row_count or not reading.taken_count:
        raise _unreadable(path, proposal, reading)
    refused = Counter(refusal.reason.split(": '")[0] for refusal in reading.refusals).most_common(5)
    named = Guess(proposal.source, _titled(proposal.source), reading.taken_count, reading.row_count)
    return Found(named, brand, proposal, tuple(refused))


def guess(path: Path) -> Guess:
    """The export source that takes most rows of a file. Raises UsageError when none takes at least half of them."""
    from crawlers.recording import page_of_file

    if not path.is_file():
        raise UnreadableFile(f"{path}: no such file; check the path")
    found = _known(path, page_of_file("table", path))
    if found is None:
        raise UsageError(f"{path}: no known source reads this file; docs/adding-a-source.md shows how to add one")
    return found


def _known(path: Path, page: RawPage) -> Guess | None:
    from crawlers import catalog
    from crawlers.tables.samples import may_fit

    specs = [catalog.spec(name) for name in catalog.names()]
    exports = [spec for spec in specs if spec.access == "export" and not spec.has_columns_by_header]
    tried = (_try(spec.name, path) for spec in may_fit(page, exports))
    fitting = [each for each in tried if each and each.taken_count and each.taken_count * 2 >= each.row_count]
    return max(fitting, key=lambda each: (each.taken_count, each.known_column_count), default=None)


def _try(source: str, path: Path) -> Guess | None:
    from crawlers.recording import read_recording
    from lake.keys import DEVELOPMENT_KEY

    try:
        reading = read_recording(source, path, DEVELOPMENT_KEY)
    except ScrmError:
        return None  # another source's file: that is what is being found out
    return Guess(source, _titled(source), reading.taken_count, reading.row_count, reading.known_column_count)


def _titled(source: str) -> str:
    from crawlers import catalog

    return catalog.spec(source).title.zh


def _first_rows(proposal: "Proposal", path: Path) -> "Reading":
    from crawlers.tables.given import PARAMETER

    return _first_rows_of(proposal.source, path, {PARAMETER: proposal.given.to_json()})


def _first_rows_of(source: str, path: Path, params: dict[str, str] | None = None) -> "Reading":
    from crawlers import catalog
    from crawlers.recording import page_of_file
    from crawlers.tables.reader import read_first
    from lake.keys import DEVELOPMENT_KEY

    loaded, page = catalog.load(source), page_of_file(source, path, params)
    return read_first(loaded.spec, page, DEVELOPMENT_KEY, loaded.module, PREVIEW_ROWS)


def _tells_more(reading: "Reading", other: "Reading") -> bool:
    """Whether one reading takes as many rows and fills a field, in most of them, that the other does not."""
    if reading.taken_count < other.taken_count:
        return False
    filled = [
        {name for name in _TELLING if 2 * sum(getattr(m, name) is not None for m in each.mentions) > len(each.mentions)}
        for each in (reading, other)
    ]
    return bool(filled[0] - filled[1])


def _unreadable(path: Path, proposal: "Proposal", reading: "Reading | None" = None) -> UsageError:
    from crawlers.tables.faults import shown_names

    has = shown_names((column.name for column in proposal.table.columns), 20)
    problem = f"its columns ({has}) do not say which is {', '.join(proposal.missing) or 'what'}"
    if reading is not None:
        reasons = [refusal.reason for refusal in reading.refusals] + [each.reason for each in reading.skipped]
        taken = f"{reading.taken_count} of its first {reading.row_count} rows"
        problem = f"only {taken} can be read ({reasons[0] if reasons else 'it has none'})"
    advice = "docs/adding-a-source.md shows how to name the columns yourself"
    return UsageError(f"{path}: no known source reads this file and {problem}; {advice}")
