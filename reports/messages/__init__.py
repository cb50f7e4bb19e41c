"""Messages for chats: what is told (episodes, digests), and one file for each channel that says it in its own form."""

from collections.abc import Mapping

from reports.messages import dingtalk, feishu, slack, webhook, wecom
from reports.messages.channel import Channel, Envelope, Verdict, Window
from reports.messages.digests import Digest, digest_message, digest_news
from reports.messages.email import PACE as EMAIL_PACE
from reports.messages.email import Attachment, mail
from reports.messages.episodes import alert_message, alert_news
from reports.messages.message import Language, Message, News, Stage

CHANNELS: Mapping[str, Channel] = {
    "wecom": wecom.CHANNEL,
    "dingtalk": dingtalk.CHANNEL,
    "feishu": feishu.CHANNEL,
    "slack": slack.CHANNEL,
    "webhook": webhook.CHANNEL,
}
"""Kinds that are reached by HTTP; e-mail is the other kind."""

__all__ = [
    "CHANNELS", "EMAIL_PACE", "Attachment", "Channel", "Digest", "Envelope", "Language", "Message", "News", "Stage",
    "Verdict", "Window", "alert_message", "alert_news", "digest_message", "digest_news", "mail",
]  # fmt: skip
