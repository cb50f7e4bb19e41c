"""Feishu custom bot (飞书自定义机器人): a card of schema 2.0, signed in the body."""

import base64
import hashlib
import hmac
from datetime import datetime

from reports.messages.channel import JSON_HEADERS, Body, Channel, Envelope, Verdict, Window, by_code, packed
from reports.messages.layout import Told, fit, told
from reports.messages.message import Language, Message, Mood

BODY_BYTES = 20 * 1024
SIGNATURE_BYTES = 100
"""Room for the two fields of the signature."""

TEMPLATES: dict[Mood, str] = {"bad": "red", "over": "green", "news": "orange", "calm": "blue"}

MEANINGS = {
    11232: Verdict("later", "more than 100 messages a minute or 5 a second"),
    11233: Verdict("later", "more than 100 messages a minute or 5 a second"),
    19001: Verdict("refused", "the address is wrong, or the bot was removed from the group"),
    19021: Verdict("refused", "wrong signature, or this machine's clock is an hour off", is_signature=True),
    19022: Verdict("refused", "this machine's IP address is not on the bot's list"),
    19024: Verdict("refused", "a keyword that the bot asks for is missing"),
    9499: Verdict("unfit", "the body is not what the bot accepts, or too long"),
    19002: Verdict("unfit", "the message lacks a field"),
}


def signature(secret: str, seconds: int) -> str:
    """Base64 of HMAC-SHA256 with time and secret as the key over nothing: the other way round from DingTalk."""
    return base64.b64encode(hmac.new(f"{seconds}\n{secret}".encode(), b"", hashlib.sha256).digest()).decode()


def body(message: Message, language: Language) -> Body:
    """A card with a coloured head."""
    words = told(message, language)
    limit = BODY_BYTES - SIGNATURE_BYTES
    return _card(fit(words, lambda each: len(packed(_card(each, message.mood))), limit), message.mood)


def _card(words: Told, mood: Mood) -> Body:
    link = [f"[{words.link_name}]({words.link})"] if words.link else []
    texts = ["\n\n".join([words.at, *words.lines]), "\n".join(f"· {post}" for post in words.posts), *link]
    head = {"template": TEMPLATES[mood], "title": {"tag": "plain_text", "content": words.heading}}
    elements = [{"tag": "markdown", "content": text} for text in texts if text]
    return {"msg_type": "interactive", "card": {"schema": "2.0", "header": head, "body": {"elements": elements}}}


def seal(body: Body, url: str, secret: str, at: datetime) -> Envelope:
    """With a secret the body carries time and signature."""
    if secret:
        seconds = int(at.timestamp())
        body = {"timestamp": str(seconds), "sign": signature(secret, seconds), **body}
    return Envelope(url=url, content=packed(body), headers=JSON_HEADERS)


def _verdict(status: int, content: bytes) -> Verdict:
    return by_code(status, content, "code", MEANINGS)


CHANNEL = Channel(body=body, seal=seal, verdict=_verdict, pace=(Window(100, 60), Window(5, 1)))
