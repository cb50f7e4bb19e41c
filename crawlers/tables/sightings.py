"""Rows that a file holds twice: the same again, or the same content counted at another moment."""

from datetime import datetime

from crawlers.spec import SourceSpec
from records import COUNT_FIELDS, Mention, Observation


class Sightings:
    """What a file has shown so far. Tools append to the file of the day, so a post may stand there several times."""

    def __init__(self, spec: SourceSpec) -> None:
        self._has_times = "observed_at" in spec.mention
        self._moments: set[tuple[str, datetime]] = set()
        self._texts: dict[str, tuple[str, str | None]] = {}

    def is_repeated(self, mention: Mention) -> bool:
        """Whether the same words under this id were there before; they are remembered."""
        said = (mention.text, mention.title)
        if self._texts.get(mention.mention_id) == said:
            return True
        self._texts[mention.mention_id] = said
        return False

    def is_new_moment(self, mention: Mention) -> bool:
        """Whether the file says when it saw its rows, and has not shown the mention at this moment before."""
        moment = (mention.mention_id, mention.observed_at)
        if not self._has_times or moment in self._moments:
            return False
        self._moments.add(moment)
        return True


def counts_of(mention: Mention) -> Observation:
    """The counts of a mention whose words are known already."""
    counts = {name: getattr(mention, name) for name in (*COUNT_FIELDS, "count_precision")}
    return Observation(mention_id=mention.mention_id, source=mention.source, observed_at=mention.observed_at, **counts)
