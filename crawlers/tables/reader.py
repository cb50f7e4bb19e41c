"""One export file -> mentions or authors, by the source's column mapping."""

from collections.abc import Callable
from itertools import islice
from types import ModuleType

from crawlers.convert.context import Context
from crawlers.expectations import drift_of
from crawlers.reading import Reading, Skipped
from crawlers.spec import SourceSpec
from crawlers.tables.accounts import AccountRows, with_settled_marks
from crawlers.tables.authorbooks import AuthorBooks
from crawlers.tables.contents import open_contents
from crawlers.tables.dateorder import day_first_by_rows
from crawlers.tables.encoding import undo_mojibake
from crawlers.tables.faults import Fault, Row
from crawlers.tables.feeds import feed_rows
from crawlers.tables.fields import FieldError
from crawlers.tables.mapping import resolved
from crawlers.tables.mentions import MentionRows
from crawlers.tables.shapes import read_in_shapes
from crawlers.tables.workbooks import is_workbook
from records import RawPage, Refusal

UNVERIFIED = "header set not verified on a real file"
"""Said of a source whose yml has `is_unverified`."""


def read_table(spec: SourceSpec, page: RawPage, key: bytes, hooks: ModuleType | None = None) -> Reading:
    """Reads a whole file. Raises UnreadableFile or SchemaDrift when it is not of this source at all.

    The source's own Python file may add two functions: `mend_row(row) -> row` puts right what its files get wrong,
    before the mapping; `replies(row, mention, book, context) -> mentions` gives what else a row holds (a
    complaint's thread, a repost's original).
    A source of several shapes reads the file in the first whose columns it has, its main shape last.
    A source whose columns are found by their headers gets its mapping from the page's request or from the file.
    """
    spec = resolved(spec, page)
    if not spec.shapes:
        return _TableReader(spec, page, key, hooks).read(set())

    def read_shape(shape: SourceSpec, taken: set[str]) -> Reading:
        return _TableReader(shape, page, key, hooks).read(taken)

    return read_in_shapes(spec, read_shape, has_sheets=is_workbook(page.body))


def single_row_reader(
    spec: SourceSpec, page: RawPage, key: bytes, hooks: ModuleType | None = None
) -> Callable[[int, Row | Fault], Reading]:
    """A function that reads one row (number, row) as if it were the only one of its file.

    For a bulk import, which reads the plain rows itself and looks for repeated ones over the whole file.
    """
    reader = _TableReader(spec, page, key, hooks)

    def read_alone(number: int, row: Row | Fault) -> Reading:
        reader.begin()
        reader.take(number, row)
        return reader.reading

    return read_alone


def read_first(spec: SourceSpec, page: RawPage, key: bytes, hooks: ModuleType | None, row_limit: int) -> Reading:
    """The first rows of each part of a file, to show what a mapping makes of it. Raises as `read_table` does."""
    return _TableReader(resolved(spec, page), page, key, hooks).read(set(), row_limit)


class _TableReader:
    def __init__(self, spec: SourceSpec, page: RawPage, key: bytes, hooks: ModuleType | None) -> None:
        self._spec = spec
        self._page = page
        self._mend: Callable[[Row], Row] | None = getattr(hooks, "mend_row", None)
        self._books = AuthorBooks(key)
        year = page.request.get("year")
        self._context = Context(
            fetched_at=page.fetched_at,
            year=int(year) if year else None,
            is_day_first=day_first_by_rows(spec, page),
        )
        self._where = page.url
        self._mentions = MentionRows(spec, page, self._books, self._context, hooks)
        self._accounts = AccountRows(spec, page.fetched_at, self._books.of(spec.platform), self._context)
        self.begin()

    def begin(self) -> None:
        """Forgets the rows read so far: all that one row may know of another is here."""
        spec, page = self._spec, self._page
        self.reading = Reading(
            what=spec.title.en,
            note=UNVERIFIED if spec.is_unverified else None,
            known_column_count=len(spec.required),
        )
        self._mentions.forget()
        self._accounts.forget()
        query = page.request.get("query", page.url)
        self._feed = feed_rows(spec, query, self._books.of(spec.platform), self._context)

    def read(self, taken: set[str], row_limit: int | None = None) -> Reading:
        """Everything in the file but the parts already taken; adds to those."""
        contents = open_contents(self._spec, self._page)
        self.reading.damaged_character_count = contents.damaged_count
        self._context.serial_epoch = contents.serial_epoch
        for part in contents.parts:
            if part.where in taken:
                continue
            self._where = part.where
            for number, row, is_mended in islice(part.rows, row_limit):
                self.reading.mended_row_count += is_mended
                self.take(number, row)
            taken.add(part.where)
        self.reading.authors = with_settled_marks(self._spec, self.reading.authors)
        self.reading.drift = drift_of(self._spec, self.reading)
        return self.reading

    def _leave(self, number: int, fault: Fault) -> None:
        if fault.is_skip:
            self.reading.skipped.append(Skipped(row=number, reason=fault.reason))
        else:
            self.reading.refusals.append(Refusal(where=self._where, row=number, reason=fault.reason))

    def take(self, number: int, row: Row | Fault) -> None:
        """Reads one row into the reading."""
        if isinstance(row, Fault):
            self._leave(number, row)
            return
        try:
            row = self._prepared(row)
            outcome = self._record_row(row)
        except FieldError as error:
            outcome = Fault(str(error))
        except RecursionError:  # objects too deep to be written out again
            outcome = Fault("nested too deep")
        if outcome is None:
            self.reading.taken_count += 1
        else:
            self._leave(number, outcome)

    def _record_row(self, row: Row) -> Fault | None:
        if self._feed is None:
            rows = self._accounts if self._spec.record == "author" else self._mentions
            return rows.read(row, self.reading)
        found = self._feed(row)
        if isinstance(found, Fault):
            return found
        self.reading.feeds += found
        return None

    def _prepared(self, row: Row) -> Row:
        if self._spec.mojibake:
            row = self._without_mojibake(row, self._spec.mojibake)
        return self._mend(row) if self._mend else row

    def _without_mojibake(self, row: Row, wrong_encoding: str) -> Row:
        mended = {
            name: text
            for name, cell in row.items()
            if isinstance(cell, str) and (text := undo_mojibake(cell, wrong_encoding)) is not None
        }
        self.reading.mended_row_count += bool(mended)
        return {**row, **mended}
