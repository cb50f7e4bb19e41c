"""Files of a source that have several shapes: posts, comments or creators, or a workbook with a sheet of each."""

from collections.abc import Callable, Sequence
from contextlib import suppress

from crawlers.reading import Reading
from crawlers.spec import SourceSpec
from records.errors import SchemaDrift

Read = Callable[[SourceSpec, set[str]], Reading]
"""Reads a file in one shape, but for the parts already taken, and adds those it takes. Raises SchemaDrift."""


def read_in_shapes(spec: SourceSpec, read: Read, *, has_sheets: bool) -> Reading:
    """The file in the first shape whose columns it has, the source's own last; each sheet in the first that fits it.

    Raises SchemaDrift, in the words of the source's own shape, where none fits.
    """
    taken: set[str] = set()
    readings: list[Reading] = []
    for shape in spec.shapes:
        with suppress(SchemaDrift):
            readings.append(read(shape, taken))
            if not has_sheets:
                return readings[0]
    if not readings:
        return read(spec, taken)
    with suppress(SchemaDrift):
        readings.append(read(spec, taken))
    return merged([reading for reading in readings if reading.row_count] or readings[:1])


def merged(readings: Sequence[Reading]) -> Reading:
    """Readings of one file's parts as one."""
    whole = readings[0]
    for reading in readings[1:]:
        whole.mentions += reading.mentions
        whole.authors += reading.authors
        whole.observations += reading.observations
        whole.annotations += reading.annotations
        whole.refusals += reading.refusals
        whole.skipped += reading.skipped
        whole.taken_count += reading.taken_count
        whole.mended_row_count += reading.mended_row_count
        whole.known_column_count = max(whole.known_column_count, reading.known_column_count)
        whole.drift = whole.drift or reading.drift
    return whole
