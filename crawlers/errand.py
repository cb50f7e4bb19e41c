"""What a crawl is sent to get: one query, in one lane, within a span of publication times."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from records import SourceQuery


class Lane(StrEnum):
    """Why a source is asked."""

    HEAD = "head"
    """What is new: back to the newest item of the last time, and an overlap beyond it."""
    BACKFILL = "backfill"
    """What was published in a range of days, where it has not been gathered yet."""
    REFRESH = "refresh"
    """Counts, edits and deletions of single items as they age."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One query with the span that is wanted of it."""

    query: SourceQuery
    begins_at: datetime | None = None
    """A list from new to old is left behind a page that is older than this as a whole; None: to its end."""
    ends_at: datetime | None = None
    """Sources with date windows are asked for nothing from here on; None: up to now."""
    native_ids: tuple[str, ...] = ()
    """Refresh: the items to ask for again; empty: the query itself."""
    name: str = ""
    """Tells its walks apart from those of another span of the same query; empty for the head."""

    def to_json(self) -> dict[str, Any]:
        """Plain values, for the crawling process."""
        return {
            "source": self.query.source,
            "query": self.query.query,
            "params": dict(self.query.params),
            "begins_at": self.begins_at.isoformat() if self.begins_at else None,
            "ends_at": self.ends_at.isoformat() if self.ends_at else None,
            "native_ids": list(self.native_ids),
            "name": self.name,
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> "Errand":
        """The errand that `to_json` gave."""
        return cls(
            query=SourceQuery(source=content["source"], query=content["query"], params=content["params"]),
            begins_at=_instant(content["begins_at"]),
            ends_at=_instant(content["ends_at"]),
            native_ids=tuple(content["native_ids"]),
            name=content["name"],
        )

    def within(self, begins_at: datetime | None, ends_at: datetime | None) -> "Errand":
        """The same query within another span, named by it."""
        ends = [each.strftime("%Y%m%dT%H%M%S") if each else "" for each in (begins_at, ends_at)]
        return replace(self, begins_at=begins_at, ends_at=ends_at, name=f"@{ends[0]}..{ends[1]}")

    def windowed_query(self) -> SourceQuery:
        """The query with its span as the parameters `since` and `until`, for a source that takes date windows."""
        span = {"since": self.begins_at, "until": self.ends_at}
        given = {name: instant.isoformat() for name, instant in span.items() if instant}
        return replace(self.query, params={**self.query.params, **given})


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
