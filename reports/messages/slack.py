"""Slack incoming webhook: blocks, with a line of text for notifications. Success is the word `ok` as the body."""

from reports.messages.channel import Body, Channel, Verdict, Window, by_status, unsigned
from reports.messages.layout import Told, told
from reports.messages.message import Language, Message
from reports.messages.safe import clip

HEADER_CHARACTERS = 150
TEXT_BYTES = 990
"""Of the text, and of each post: a section holds 3000 characters, and no character has less than a byte."""

UNFIT = ("invalid_payload", "invalid_blocks", "no_text", "too_many_attachments", "msg_too_long")


def body(message: Message, language: Language) -> Body:
    """Header, text, posts and link as blocks."""
    words = told(message, language)
    link = [_section(f"<{_escaped(words.link)}|{words.link_name}>")] if words.link else []
    texts = [_cut("\n".join(words.lines)), "\n".join(f"> {_cut(post)}" for post in words.posts)]
    return {
        "text": _escaped(clip(f"{words.heading} {words.at}", HEADER_CHARACTERS)),
        "blocks": [_header(words), *(_section(text) for text in texts if text), *link],
    }


def _header(words: Told) -> Body:
    text = clip(f"{words.heading} {words.at}", HEADER_CHARACTERS)
    return {"type": "header", "text": {"type": "plain_text", "text": text, "emoji": False}}


def _section(text: str) -> Body:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def _cut(text: str) -> str:
    """Escaped and within a third of a section: three posts are one."""
    return _escaped(clip(text, TEXT_BYTES - len("&amp;") * text.count("&")))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _verdict(status: int, content: bytes) -> Verdict:
    """Slack answers in words: `invalid_token`, `no_service`, `channel_is_archived`."""
    word = content.decode("utf-8", "replace").strip()
    if word in UNFIT:
        return Verdict("unfit", f"HTTP {status} {word}: the message is not what Slack accepts")
    found = by_status(status)
    if found is None and word != "ok":
        return Verdict("refused", f"HTTP {status} without `ok`: not an answer of Slack")
    return found or Verdict("ok")


CHANNEL = Channel(body=body, seal=unsigned, verdict=_verdict, pace=(Window(1, 1),))
