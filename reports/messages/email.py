"""E-mail: a text and the same as HTML that needs nothing from outside, with the page as an attachment if wished."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from html import escape

from reports.messages.channel import Window
from reports.messages.layout import Told, told
from reports.messages.message import Language, Message, Mood
from reports.messages.safe import clip

PACE = (Window(30, 60),)
SUBJECT_BYTES = 200
COLOURS: dict[Mood, str] = {"bad": "#b42318", "over": "#1a7f4b", "news": "#9a5b00", "calm": "#1f5f99"}
"""All with a contrast of at least 4.5 on white."""
BASE = "font-family:'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;font-size:15px;line-height:1.6"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A page."""

    name: str
    content: bytes


def mail(
    message: Message,
    language: Language,
    *,
    sender: str,
    recipients: Sequence[str],
    at: datetime,
    attachment: Attachment | None = None,
) -> EmailMessage:
    """The mail. Its Message-ID follows from what it tells, so that a repeat is known as such."""
    words = told(message, language)
    made = EmailMessage()
    made["Subject"] = clip(f"{words.heading} {words.at}", SUBJECT_BYTES)
    made["From"], made["To"], made["Date"] = sender, ", ".join(recipients), format_datetime(at)
    made["Message-ID"] = f"<{message.once}@{sender.rpartition('@')[2].rstrip('>')}>"
    made.set_content(text(words))
    made.add_alternative(html(words, message.mood), subtype="html")
    if attachment:
        made.add_attachment(attachment.content, maintype="text", subtype="html", filename=attachment.name,
                            params={"charset": "utf-8"})  # fmt: skip
    return made


def text(words: Told) -> str:
    """The plain part."""
    link = [f"{words.link_name}: {words.link}"] if words.link else []
    posts = "\n".join(f"· {post}" for post in words.posts)
    return "\n\n".join(filter(None, [f"{words.heading} {words.at}", *words.lines, posts, *link])) + "\n"


def html(words: Told, mood: Mood) -> str:
    """The HTML part: styles inline, no script, no picture, nothing fetched."""
    head = f'<p style="margin:0;color:{COLOURS[mood]};font-weight:bold;font-size:18px">{escape(words.heading)}</p>'
    at = f'<p style="margin:0 0 12px;color:#555555">{escape(words.at)}</p>'
    lines = "".join(f'<p style="margin:0 0 8px">{escape(line)}</p>' for line in words.lines)
    posts = "".join(f'<li style="margin:0 0 4px">{escape(post)}</li>' for post in words.posts)
    listed = f'<ul style="margin:0 0 12px;padding-left:20px;color:#333333">{posts}</ul>' if posts else ""
    link = f'<p style="margin:0"><a href="{escape(words.link)}">{escape(words.link_name)}</a></p>' if words.link else ""
    inner = f'<div style="max-width:640px;{BASE};color:#111111">{head}{at}{lines}{listed}{link}</div>'
    return f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"></head><body>{inner}</body></html>\n'
