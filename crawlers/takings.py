"""What one crawl takes in: tallies by query, refused rows told, records landed."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from crawlers.land import Lander
from crawlers.reading import Reading
from crawlers.tally import Tally
from records import RawPage, Refusal


class Takings:
    """Takes every kept page once, of this try and of those before."""

    def __init__(self, lander: Lander, tell_refused: Callable[[str, Sequence[Refusal]], None]) -> None:
        self.tallies: dict[str, Tally] = defaultdict(Tally)
        """By query."""
        self._lander = lander
        self._tell_refused = tell_refused

    def take(self, page: RawPage, reading: Reading | None) -> None:
        """Counts and lands one page; None is a page that could not be read. Raises OSError."""
        query = page.request.get("query", page.url)
        if reading is None:
            self.tallies[query].page_count += 1
            return
        self.tallies[query].add(self._lander.take(reading))
        if reading.refusals:
            self._tell_refused(query, reading.refusals)

    def close(self) -> None:
        """Lands what waits. Raises OSError."""
        self._lander.flush()
