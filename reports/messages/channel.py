"""What every channel's file gives: a body, an envelope with signature, a verdict on the answer, a pace."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from reports.messages.message import Language, Message

JSON_HEADERS: Mapping[str, str] = {"Content-Type": "application/json; charset=utf-8"}

Body = Mapping[str, object]
"""A JSON object."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What is posted where. The address is a secret: never to be shown."""

    url: str = field(repr=False)
    content: bytes
    headers: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer means."""

    outcome: Literal["ok", "later", "refused", "unfit"]
    """Arrived; worth another try; the address, key or signature is at fault; this one message is at fault."""
    reason: str = ""
    """One line for whoever runs the machine; nothing of the answer but its code."""
    is_signature: bool = False
    """Whether the secret of signatures may be what is wrong."""


@dataclass(frozen=True, slots=True)
class Window:
    """At most so many messages in so many seconds."""

    count: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A kind of channel that is reached by HTTP."""

    body: Callable[[Message, Language], Body]
    """The payload, within the platform's limits."""
    seal: Callable[[Body, str, str, datetime], Envelope]
    """Body, address, secret (may be empty) and time -> envelope with the signature."""
    verdict: Callable[[int, bytes], Verdict]
    """HTTP status and body -> what it means."""
    pace: Sequence[Window]


def packed(body: Body) -> bytes:
    """A JSON body as UTF-8, Chinese as it is."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def unsigned(body: Body, url: str, secret: str, at: datetime) -> Envelope:
    """The envelope of a platform without signature."""
    return Envelope(url=url, content=packed(body), headers=JSON_HEADERS)


def by_status(status: int) -> Verdict | None:
    """What an HTTP status alone says; None where the body must be read."""
    if status == 429:
        return Verdict("later", "HTTP 429: too many messages")
    if status >= 500:
        return Verdict("later", f"HTTP {status}: the platform has trouble")
    if status == 413:
        return Verdict("unfit", "HTTP 413: the body is too long")
    if not 200 <= status < 300:
        return Verdict("refused", f"HTTP {status}: the address is wrong or no longer valid")
    return None


def by_code(status: int, content: bytes, name: str, meanings: Mapping[int, Verdict]) -> Verdict:
    """The verdict of a platform that says success by a number in its JSON body (0), whatever the HTTP status."""
    try:
        answer = json.loads(content)
    except ValueError:
        answer = None
    code = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(code, int):
        return by_status(status) or Verdict("refused", f"HTTP {status} without `{name}`: not this platform's answer")
    if code == 0:
        return Verdict("ok")
    known = meanings.get(code, Verdict("refused", "the platform refuses it"))
    return replace(known, reason=f"{name} {code}: {known.reason}")
