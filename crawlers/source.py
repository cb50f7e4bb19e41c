"""A source ready to read: its spec and, where it has one, its own Python file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType

from crawlers.reading import Reading
from crawlers.responses import ErrorAnswer
from crawlers.spec import SourceSpec
from records import RawPage, SourceQuery
from records.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """One request to make."""

    url: str
    request: Mapping[str, str]
    """What is asked, without secrets; kept with the page, so that the next request follows from the page alone.

    `query` and `chain` are always there: the SourceQuery's text and the position of this walk within it.
    """
    body: str | None = None
    """JSON to send with POST; None: GET."""
    page_number: int = 1
    wait_seconds: float = 0.0
    """Pause before a suspicious page is asked for again."""
    cost: Mapping[str, int] = field(default_factory=dict)
    """Units of each bucket of the source's quota that it spends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Where a page leads."""

    next: Fetch | None = None
    """The next request; None at the end."""
    is_capped: bool = False
    """Whether the platform's own limit is the end."""
    missing_count: int | None = None
    """Items the source says exist and did not give; None when nothing tells."""
    is_aside: bool = False
    """Whether the page lies beside the list (replies of one thread): its times tell nothing of how far the list is."""
    is_suspicious: bool = False
    """Whether it ends where the source itself says that there is more (an empty page before the end)."""


@dataclass(frozen=True, slots=True)
class Source:
    """One source: `.spec` and `.read(page, key=...)`; web sources also say what to ask first and next."""

    spec: SourceSpec
    module: ModuleType | None = field(repr=False)

    def read(self, page: RawPage, *, key: bytes) -> Reading:
        """Everything on a page or in a file. Pure: the same page gives the same reading.

        Raises UnreadableFile for what is no text or JSON at all and SchemaDrift for what is of another source.
        """
        if self.spec.is_web:
            return self._read_response(page, key)
        from crawlers.tables.reader import read_table

        return read_table(self.spec, page, key, self.module)

    def _read_response(self, page: RawPage, key: bytes) -> Reading:
        try:
            reading: Reading = self._web().read(self.spec, page, key)
        except ErrorAnswer as error:
            return Reading(what=self.spec.title.en, ended=error.outcome, note=str(error))
        return reading

    def first(self, query: SourceQuery, *, base_url: str | None = None) -> Sequence[Fetch]:
        """The first request of each walk that answers a query. Raises UsageError for a query it cannot ask."""
        fetches: Sequence[Fetch] = self._web().first(query, base_url)
        return fetches

    def after(self, page: RawPage) -> Step:
        """Where a received page leads. Pure, so that a crawl resumes from the last page kept."""
        step: Step = self._web().after(page)
        return step

    @property
    def can_refresh(self) -> bool:
        """Whether single items can be asked for again."""
        return hasattr(self.module, "refresh")

    def refresh(self, native_ids: Sequence[str], query: SourceQuery, *, base_url: str | None = None) -> Sequence[Fetch]:
        """The requests that ask for these items again; each request's `ids` lists its items, joined by commas.

        An item that the source answers for without giving it is a miss. Raises UsageError for a source without it.
        """
        if not self.can_refresh:
            raise UsageError(f"{self.spec.name}: single items cannot be asked for again")
        fetches: Sequence[Fetch] = self._web().refresh(native_ids, query, base_url)
        return fetches

    def _web(self) -> ModuleType:
        if self.module is None or not self.spec.is_web:
            raise UsageError(f"{self.spec.name}: reads files and cannot be crawled; give it a file")
        return self.module
