"""Alerts as people at the machine see them: by id, with who was told and who has taken them on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from lake.database import kept_moment
from lake.home import Home
from pipeline import warehouse
from pipeline.deliver.outbox import Entry, Outbox
from records.errors import UsageError
from reports.messages import alert_news
from warehouse.answers import reading


@dataclass(frozen=True, slots=True)
class Listed:
    """One alert."""

    alert_id: str
    brand: str
    """Its id."""
    day: date
    """When it ended or was last seen open."""
    is_over: bool
    severity: float
    """Of a swarm; of a single post 1 when its words or severity alarm, else 0."""
    acknowledged_at: str | None
    channels: dict[str, str]
    """Channel -> how the newest message came through: sent, failed, unsure, given_up."""

    @property
    def told(self) -> str:
        """The rest of the line."""
        state = "over 已结束" if self.is_over else "open 进行中"
        taken = f"acknowledged 已确认 {self.acknowledged_at[:16]}" if self.acknowledged_at else ""
        sent = ", ".join(f"{channel}: {how}" for channel, how in self.channels.items())
        return "  ".join(filter(None, [state, f"severity {self.severity:.2f}", taken, sent]))


def listed(home: Home) -> list[Listed]:
    """Every alert, the newest first."""
    outbox = Outbox(home.state)
    entries, taken = list(outbox.entries().values()), outbox.acknowledged()
    with reading(warehouse.published(home)) as connection:
        return [
            Listed(each.key, each.brand_id, each.day, each.is_over, each.urgency, taken.get(each.key),
                   {entry.channel: entry.state for entry in _of(entries, each.key)})
            for each in reversed(alert_news(connection))
        ]  # fmt: skip


def acknowledged(home: Home) -> dict[str, datetime]:
    """Alert id -> when somebody took it on; empty in a home that has told nobody anything."""
    taken = Outbox(home.state).acknowledged() if home.state.is_file() else {}
    return {alert_id: kept_moment(at) for alert_id, at in taken.items()}


def full_id(home: Home, beginning: str) -> str:
    """The id that begins so. Raises UsageError when none does, or more than one."""
    with reading(warehouse.published(home)) as connection:
        ids = [each.key for each in alert_news(connection)]
    found = [each for each in ids if each == beginning] or [each for each in ids if each.startswith(beginning)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"alert {beginning!r}: {len(found)} begin so; give more of the id")
    raise UsageError(f"alert {beginning!r}: no such alert; `scrm alert list` names them")


def _of(entries: Iterable[Entry], key: str) -> list[Entry]:
    return [each for each in entries if each.subject == key]
