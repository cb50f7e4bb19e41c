"""WeCom group robot (企业微信群机器人): markdown, and a news card for a week's link. The address holds the key.

Limits and codes: developer.work.weixin.qq.com document 99110 (formerly 91770).
"""

from reports.messages.channel import Body, Channel, Verdict, Window, by_code, unsigned
from reports.messages.layout import Told, fit, told
from reports.messages.message import Language, Message, Mood
from reports.messages.safe import byte_count, clip

MARKDOWN_BYTES = 4096
TITLE_BYTES, DESCRIPTION_BYTES = 128, 512
"""Of a news article."""

COLOURS: dict[Mood, str] = {"bad": "warning", "over": "info", "news": "comment", "calm": "info"}
"""Orange, green, grey."""

MEANINGS = {
    45009: Verdict("later", "more than 20 messages a minute"),
    45033: Verdict("later", "too many messages at once"),
    -1: Verdict("later", "the platform is busy"),
    93000: Verdict("refused", "the key in the address is wrong, or the robot was removed from the group"),
    40058: Verdict("unfit", "the message is longer than allowed or lacks a field"),
    45002: Verdict("unfit", "the message is longer than allowed"),
    44004: Verdict("unfit", "the message is empty"),
}


def body(message: Message, language: Language) -> Body:
    """A week with a page as a news card, everything else as markdown."""
    words = told(message, language)
    if message.stage == "weekly" and words.link:
        return {"msgtype": "news", "news": {"articles": [_article(words)]}}
    fitting = fit(words, lambda each: byte_count(_markdown(each, message.mood)), MARKDOWN_BYTES)
    return {"msgtype": "markdown", "markdown": {"content": _markdown(fitting, message.mood)}}


def _article(words: Told) -> Body:
    return {
        "title": clip(f"{words.heading} {words.at}", TITLE_BYTES),
        "description": clip("\n".join(words.lines), DESCRIPTION_BYTES),
        "url": words.link,
    }


def _markdown(words: Told, mood: Mood) -> str:
    heading = f'**<font color="{COLOURS[mood]}">{words.heading}</font>** {words.at}'
    posts = [f"> {post}" for post in words.posts]
    link = [f"[{words.link_name}]({words.link})"] if words.link else []
    return "\n".join([heading, *words.lines, *posts, *link])


def _verdict(status: int, content: bytes) -> Verdict:
    return by_code(status, content, "errcode", MEANINGS)


CHANNEL = Channel(body=body, seal=unsigned, verdict=_verdict, pace=(Window(20, 60),))
