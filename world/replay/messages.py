"""What the replay server is asked and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request."""

    target: str
    """Path with query, as sent."""
    method: str = "GET"

    @property
    def path(self) -> str:
        """The target without its query."""
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        """Query parameters; of a repeated one the last."""
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One response, before the wire does anything to it."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    """Without Date and Content-Length, which the server adds (a Date given here stays)."""


NOT_FOUND = Answer(body=b"not found\n", status=404, headers={"Content-Type": "text/plain"})


class Site(Protocol):
    """What can be served."""

    def answer(self, asked: Asked, fault: str | None) -> Answer:
        """The response; `fault` is one of plan.CONTENT_FAULTS that the content itself has to show, or None."""
        ...

    def refusal(self, asked: Asked, status: int) -> Answer:
        """This site's own body for an error status, without the headers that say when to come back."""
        ...
