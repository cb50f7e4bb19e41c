"""An answer on its way to the client, whole or damaged."""

import asyncio
import gzip
import random
import socket
import struct
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from http.client import responses

from world.replay.messages import Answer, Asked, Site
from world.replay.plan import CONTENT_FAULTS, FaultPlan

MOVED = "/moved"
"""A path below it is served as without it: where the fault `redirect` leads."""

_PIECES = 8
_SERVER_ERRORS = (500, 502, 503, 504)


async def send(
    writer: asyncio.StreamWriter, site: Site, asked: Asked, struck: tuple[FaultPlan, str] | None, now: datetime
) -> bool:
    """Answers one request as the plan wants it; whether the connection may be used again."""
    plan, fault = struck or (None, "")
    if fault == "reset":
        return reset(writer)
    answer = answer_for(site, asked, plan, fault, now)
    if fault == "cut":
        writer.write(head(answer, now) + answer.body[: len(answer.body) // 2])
        await writer.drain()
        await asyncio.sleep(0.01)
        return reset(writer)
    if fault == "slow" and plan is not None:
        await _send_slowly(writer, answer, plan.slow_seconds, now)
    elif fault in ("length_long", "length_short"):
        length = len(answer.body) + (40 if fault == "length_long" else -min(40, len(answer.body)))
        writer.write(head(answer, now, length) + answer.body)
    else:
        writer.write(head(answer, now) + answer.body)
    await writer.drain()
    return fault not in ("length_long", "length_short")


def answer_for(site: Site, asked: Asked, plan: FaultPlan | None, fault: str, now: datetime) -> Answer:
    """The answer with what a fault does to its status, headers and body."""
    if plan is not None and fault in ("rate_limit", "rate_limit_date"):
        refusal = site.refusal(asked, 429)
        return _with(refusal, {"Retry-After": _retry_after(plan, fault, now)})
    if fault == "expired":
        return site.refusal(asked, 401)
    if fault == "server_error":
        chosen = random.Random(asked.target).choice(_SERVER_ERRORS)  # noqa: S311
        return Answer(body=b"<html>upstream</html>", status=chosen, headers={"Content-Type": "text/html"})
    if fault in ("redirect", "redirect_loop"):
        to = asked.target if fault == "redirect_loop" else MOVED + asked.target
        return Answer(status=302, headers={"Location": to})
    answer = site.answer(asked, fault if fault in CONTENT_FAULTS else None)
    if fault == "gzip":
        packed = bytearray(gzip.compress(answer.body, mtime=0))
        packed[len(packed) // 2 :] = b"\xff" * (len(packed) - len(packed) // 2)
        return _with(Answer(body=bytes(packed), headers=answer.headers), {"Content-Encoding": "gzip"})
    if plan is not None and fault == "large":
        return Answer(body=answer.body.ljust(plan.large_bytes), status=answer.status, headers=answer.headers)
    return answer


def head(answer: Answer, now: datetime, length: int | None = None) -> bytes:
    """Status line and headers."""
    headers = {"Date": format_datetime(now, usegmt=True), **answer.headers}
    headers["Content-Length"] = str(len(answer.body) if length is None else length)
    lines = [
        f"HTTP/1.1 {answer.status} {responses.get(answer.status, 'Unknown')}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")


def reset(writer: asyncio.StreamWriter) -> bool:
    """Closes with RST instead of FIN, as a crashed peer or a middlebox does."""
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
    return False


async def _send_slowly(writer: asyncio.StreamWriter, answer: Answer, seconds: float, now: datetime) -> None:
    writer.write(head(answer, now))
    size = max(len(answer.body) // _PIECES, 1)
    for start in range(0, len(answer.body), size):
        writer.write(answer.body[start : start + size])
        await writer.drain()
        await asyncio.sleep(seconds / _PIECES)


def _retry_after(plan: FaultPlan, fault: str, now: datetime) -> str:
    if fault == "rate_limit":
        return str(plan.retry_after_seconds)
    asked = datetime.fromtimestamp(datetime.now(UTC).timestamp() + plan.retry_after_seconds, UTC)
    return format_datetime(asked, usegmt=True)


def _with(answer: Answer, headers: Mapping[str, str]) -> Answer:
    return Answer(body=answer.body, status=answer.status, headers={**answer.headers, **headers})
