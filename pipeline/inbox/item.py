"""What a dropped file is while it is handled, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from pipeline.inbox.desk import Desk
from pipeline.inbox.ledger import Handled
from pipeline.inbox.names import shown
from pipeline.inbox.problems import Problem
from pipeline.inbox.watch import Drop
from records import Coverage


class Result(StrEnum):
    """What became of a dropped file."""

    TAKEN = "taken"
    KNOWN = "taken before"
    REFUSED = "in quarantine"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What became of one dropped file."""

    result: Result
    line: str = ""
    """One line for a person, where there is something to tell."""
    coverages: Sequence[Coverage] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A dropped file on this machine."""

    drop: Drop
    path: Path
    digest: str
    source: str

    @property
    def query(self) -> str:
        """What its mentions and its coverage are filed under: the name people know, told apart by the bytes."""
        return f"inbox/{shown(self.drop.entry.name)}#{self.digest[:8]}"

    def handled(self, *, is_taken: bool, kept_as: str = "") -> Handled:
        """The line of the ledger, as of now."""
        return Handled(
            source=self.source,
            digest=self.digest,
            name=self.drop.entry.name,
            query=self.query,
            is_taken=is_taken,
            handled_at=datetime.now(UTC).isoformat(),
            kept_as=kept_as,
        )


def left(drop: Drop, problem: Problem) -> Receipt:
    """The receipt of a file that stays where it is."""
    return Receipt(result=Result.LEFT, line=f"{drop.where}: {problem.en}; {problem.remedy_en}")


def is_unchanged(desk: Desk, drop: Drop) -> bool:
    """Whether the file is still the one that was looked at: its rest would be lost with a move."""
    return any(
        each.stamp == drop.entry.stamp for each in desk.store.entries(*drop.place) if each.name == drop.entry.name
    )
