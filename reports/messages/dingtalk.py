"""DingTalk custom robot (钉钉自定义机器人): markdown, and an action card for a week's link; signed in the address."""

import base64
import hashlib
import hmac
from datetime import datetime
from urllib.parse import quote_plus

from reports.messages.channel import JSON_HEADERS, Body, Channel, Envelope, Verdict, Window, by_code, packed
from reports.messages.layout import Told, fit, told
from reports.messages.message import Language, Message
from reports.messages.safe import clip

BODY_BYTES = 20_000
TITLE_BYTES = 120
"""What a phone's notification shows; ours, the platform names no limit."""

MEANINGS = {
    130101: Verdict("later", "more than 20 messages a minute"),
    90030: Verdict("later", "the robot's quota is used up"),
    -1: Verdict("later", "the platform is busy"),
    310000: Verdict("refused", "wrong signature, missing keyword, or IP address not allowed", is_signature=True),
    300001: Verdict("refused", "the token in the address is wrong"),
    300005: Verdict("refused", "the token in the address is wrong, or the robot was removed"),
    40035: Verdict("unfit", "the message lacks a field"),
    460101: Verdict("unfit", "the message is longer than allowed"),
}


def signature(secret: str, milliseconds: int) -> str:
    """Base64 of HMAC-SHA256 with the secret as key over time and secret, quoted for an address."""
    digest = hmac.new(secret.encode(), f"{milliseconds}\n{secret}".encode(), hashlib.sha256).digest()
    return quote_plus(base64.b64encode(digest))


def body(message: Message, language: Language) -> Body:
    """A week with a page as an action card, everything else as markdown."""
    words = told(message, language)
    fitting = fit(words, lambda each: len(packed(_body(each, message))), BODY_BYTES)
    return _body(fitting, message)


def _body(words: Told, message: Message) -> Body:
    title = clip(f"{words.heading} {words.at}", TITLE_BYTES)
    if message.stage == "weekly" and words.link:
        card = {"title": title, "text": _text(words), "singleTitle": words.link_name, "singleURL": words.link}
        return {"msgtype": "actionCard", "actionCard": card}
    link = f"\n\n[{words.link_name}]({words.link})" if words.link else ""
    return {"msgtype": "markdown", "markdown": {"title": title, "text": _text(words) + link}}


def _text(words: Told) -> str:
    posts = [f"> {post}" for post in words.posts]
    return "\n\n".join([f"#### {words.heading}", words.at, *words.lines, *posts])


def seal(body: Body, url: str, secret: str, at: datetime) -> Envelope:
    """With a secret the address carries time and signature."""
    if secret:
        milliseconds = int(at.timestamp() * 1000)
        mark = "&" if "?" in url else "?"
        url = f"{url}{mark}timestamp={milliseconds}&sign={signature(secret, milliseconds)}"
    return Envelope(url=url, content=packed(body), headers=JSON_HEADERS)


def _verdict(status: int, content: bytes) -> Verdict:
    return by_code(status, content, "errcode", MEANINGS)


CHANNEL = Channel(body=body, seal=seal, verdict=_verdict, pace=(Window(20, 60),))
