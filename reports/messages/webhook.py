"""Any other receiver: one JSON object with everything that is known; signed in a header. Success is HTTP 2xx."""

import hashlib
import hmac
from datetime import datetime

from reports.messages.channel import JSON_HEADERS, Body, Channel, Envelope, Verdict, Window, by_status, packed
from reports.messages.message import Language, Message
from reports.messages.safe import plain
from reports.names import Pair

VERSION = 1
"""Of the object's keys."""

SIGNATURE, TIMESTAMP, ONCE = "X-Scrm-Signature", "X-Scrm-Timestamp", "Idempotency-Key"


def signature(secret: str, seconds: int, content: bytes) -> str:
    """Hex of HMAC-SHA256 with the secret as key over `time.body`."""
    return hmac.new(secret.encode(), f"{seconds}.".encode() + content, hashlib.sha256).hexdigest()


def body(message: Message, language: Language) -> Body:
    """Both languages whatever the setting: a machine reads it."""
    return {
        "version": VERSION, "once": message.once, "key": message.key, "stage": message.stage,
        "brand_id": message.brand_id, "brand": message.brand, "label": _both(message.label),
        "at": message.at, "mood": message.mood,
        "sentences": [_both(each) for each in message.sentences], "posts": [plain(post) for post in message.posts],
        "link": message.link, "severity": message.urgency, "is_over": message.is_over, "is_repeat": message.is_repeat,
    }  # fmt: skip


def _both(pair: Pair) -> Body:
    return {"zh": pair[0], "en": pair[1]}


def seal(body: Body, url: str, secret: str, at: datetime) -> Envelope:
    """The idempotency key lets a receiver drop what it has; with a secret the time and the signature are headers."""
    content, seconds = packed(body), int(at.timestamp())
    headers = {**JSON_HEADERS, ONCE: str(body["once"]), TIMESTAMP: str(seconds)}
    if secret:
        headers[SIGNATURE] = f"sha256={signature(secret, seconds, content)}"
    return Envelope(url=url, content=content, headers=headers)


def _verdict(status: int, content: bytes) -> Verdict:
    return by_status(status) or Verdict("ok")


CHANNEL = Channel(body=body, seal=seal, verdict=_verdict, pace=(Window(60, 60),))
