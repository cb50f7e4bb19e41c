"""Whether 01/02/2020 means January or February: a file's other dates tell, where one of them has a day above 12."""

from collections.abc import Callable, Iterator
from functools import cache

from crawlers.convert.dates import is_day_first
from crawlers.spec import SourceSpec
from crawlers.tables.contents import open_contents
from crawlers.tables.faults import Fault
from records import RawPage
from records.errors import ScrmError

_TIME_FIELDS = (
    "published_at", "observed_at", "ordered_at", "contacted_at", "answered_at", "referred_at", "joined_at",
    "occurred_at", "expires_at", "touched_at", "spent_at", "decided_at",
)  # fmt: skip


def day_first_by_rows(spec: SourceSpec, page: RawPage) -> Callable[[], bool | None]:
    """A question answered once, by reading the file's time columns; None where no row tells or rows contradict."""

    @cache
    def answer() -> bool | None:
        found = {each for each in _told(spec, page) if each is not None}
        return found.pop() if len(found) == 1 else None

    return answer


def _told(spec: SourceSpec, page: RawPage) -> Iterator[bool | None]:
    rules = [{**spec.mention, **spec.feed}.get(name) for name in _TIME_FIELDS]
    columns = {column for rule in rules if rule for column in rule.columns}
    try:
        contents = open_contents(spec, page)
    except ScrmError:
        return  # the rows come from elsewhere, and nothing tells
    for part in contents.parts:
        for _, row, _ in part.rows:
            if not isinstance(row, Fault):
                yield from (is_day_first(str(row[name])) for name in columns if row.get(name))
