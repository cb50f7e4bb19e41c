"""Records of a delimited file whose quotes cannot be trusted: one stray quote must not swallow the rows behind it."""

import csv
from collections import deque
from collections.abc import Collection, Iterator, Sequence

MAX_LINES = 1_000
"""Lines of one record; a longer quoted cell than that is a quote that was never closed."""
_WIDE = 4
"""Columns from which a line of text that happens to split into the header's width is rare."""
_FREE_REREADING = 10_000


def records_of(
    lines: Iterator[str], delimiter: str, width: int, other_widths: Collection[int] = ()
) -> Iterator[list[str]]:
    """The records of lines that keep their ends, read with quotes as long as those make sense.

    Where a quoted cell has swallowed other rows, the record's first line becomes a record of its own and reading starts
    anew with the second: rows come out as rows, the rest as short or long ones for the caller to refuse.
    """
    source = _Lines(lines)
    shape = _Shape(delimiter, width, other_widths)
    while not source.is_at_end:
        for cells in csv.reader(source, delimiter=delimiter):
            taken = source.taken
            is_suspect = source.is_stopped or len(taken) > 1
            if is_suspect and (source.is_stopped or shape.has_swallowed(taken, cells)):
                yield from (shape.alone(line) for line in source.give_back())
                break
            source.taken = []
            yield cells


class _Lines:
    """Lines for a csv reader, which may be given back; remembers those of the record being read."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: deque[str] = deque()
        self._read_count = 0
        self._reread_count = 0
        self.taken: list[str] = []
        self.is_stopped = False
        """Whether the reader wanted a line more than there is or may be: the record's quote is open."""
        self.is_at_end = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if len(self.taken) >= MAX_LINES:
            self.is_stopped = True
            raise StopIteration
        if self._again:
            line = self._again.popleft()
        else:
            try:
                line = next(self._lines)
            except StopIteration:
                self.is_stopped = bool(self.taken)
                self.is_at_end = not self.taken
                raise
            self._read_count += 1
        self.taken.append(line)
        return line

    def give_back(self) -> list[str]:
        """Gives back all lines of the record but the first and returns that.

        Where line after line opens a quote that swallows the next ones, all of them are returned and none given back,
        as reading them again and again would never end.
        """
        taken, self.taken, self.is_stopped = self.taken, [], False
        if self._reread_count + len(taken) > 2 * self._read_count + _FREE_REREADING:
            return taken
        self._reread_count += len(taken)
        self._again.extendleft(reversed(taken[1:]))
        return taken[:1]


class _Shape:
    """What a row of this file looks like."""

    def __init__(self, delimiter: str, width: int, other_widths: Collection[int]) -> None:
        self._delimiter = delimiter
        self._width = width
        self._widths = {width, *other_widths}

    def has_swallowed(self, lines: Sequence[str], cells: Sequence[str]) -> bool:
        """Whether a closed record of several lines holds other rows.

        A genuine cell with line breaks may have lines that split into the header's width: the last one does wherever
        the text is not the last column. So whole lines count for less in a record that has the header's width and whose
        quotes open and close cells; one that has neither is given up, as it could only be refused.
        """
        has_open_last = self._opens_in_last_cell(lines[0])
        first_is_whole = not has_open_last and len(self._plain(lines[0])) == self._width
        inner = lines[1:] if has_open_last else lines[1:-1]
        whole_count = sum(self._is_whole(line) for line in inner)
        is_known_width = len(cells) in self._widths
        if is_known_width and not first_is_whole and not whole_count:
            return False
        is_strict = self._is_strict(lines)
        if not is_strict and not is_known_width and not has_open_last:
            return True
        if not is_strict or not is_known_width:
            return first_is_whole or whole_count >= (1 if self._width >= _WIDE else 3)
        return whole_count >= (3 if self._width >= _WIDE else 20) and whole_count >= 0.9 * len(inner)

    def alone(self, line: str) -> list[str]:
        """The cells of one line: by its own quotes where they give a whole row, else without."""
        line = line.rstrip("\r\n")
        cells = next(csv.reader([line], delimiter=self._delimiter), [])
        return cells if len(cells) in self._widths else [_unquoted(cell) for cell in self._plain(line)]

    def _plain(self, line: str) -> list[str]:
        return line.split(self._delimiter)

    def _is_whole(self, line: str) -> bool:
        if line.count(self._delimiter) < self._width - 1 or line.isspace():
            return False
        return len(self.alone(line)) == self._width

    def _opens_in_last_cell(self, line: str) -> bool:
        cells = self._plain(line)
        return len(cells) >= self._width and cells[self._width - 1].startswith('"')

    def _is_strict(self, lines: Sequence[str]) -> bool:
        """Whether every quote that opens a cell closes at the end of one."""
        try:
            list(csv.reader(lines, delimiter=self._delimiter, strict=True))
        except csv.Error:
            return False
        return True


def _unquoted(cell: str) -> str:
    bare = cell.removeprefix('"')
    return bare.removesuffix('"') if bare != cell else cell
