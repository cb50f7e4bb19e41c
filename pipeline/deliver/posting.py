"""How a message gets to each kind of channel: by HTTP or by e-mail, with addresses and secrets of the environment."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage

from pipeline.deliver.mailing import submit
from pipeline.deliver.secret import secret_of
from pipeline.deliver.sending import Answered, Post
from pipeline.deliver.transport import BadAddress, post
from pipeline.settings.channels import ChannelSection
from reports.messages import CHANNELS, EMAIL_PACE, Attachment, Message, Verdict, Window, mail

Attach = Callable[[str], Attachment | None]
"""Brand id -> its page."""


def pace_of(channel: ChannelSection) -> Sequence[Window]:
    """How fast a channel may be told."""
    return EMAIL_PACE if channel.kind == "email" else CHANNELS[channel.kind].pace


def post_of(channel: ChannelSection, attach: Attach) -> Post:
    """One try to tell a channel something. Raises BadAddress when its address or secret is not set."""
    address = _variable(channel.url_env)
    if channel.kind == "email":
        return _by_mail(channel, address, attach)
    return _by_http(channel, address, _variable(channel.secret_env) if channel.secret_env else "")


def preview(channel: ChannelSection, message: Message, at: datetime) -> object:
    """What would be sent, without address and signature."""
    if channel.kind != "email":
        return CHANNELS[channel.kind].body(message, channel.language)
    made = _mail(channel, message, at, None)
    part = made.get_body(("plain",))
    return {"subject": made["Subject"], "to": made["To"], "text": part.get_content() if part else ""}


def _variable(name: str) -> str:
    value = secret_of(name)
    if not value:
        raise BadAddress(f"{name} is not set in the environment (or {name}_FILE cannot be read)")
    return value


def _by_http(channel: ChannelSection, address: str, secret: str) -> Post:
    kind = CHANNELS[channel.kind]

    def one(message: Message, at: datetime) -> Answered:
        envelope = kind.seal(kind.body(message, channel.language), address, secret, at)
        reply = post(envelope, allow_private=channel.allow_private)
        return Answered(_told(channel, kind.verdict(reply.status, reply.content)), reply.retry_after)

    return one


def _told(channel: ChannelSection, verdict: Verdict) -> Verdict:
    """A verdict on the signature names the variable of the secret, or says that none is named."""
    if not verdict.is_signature:
        return verdict
    named = channel.secret_env
    hint = f"check {named}" if named else "no `secret_env:` names the secret of a signed robot"
    return replace(verdict, reason=f"{verdict.reason}; {hint}")


def _by_mail(channel: ChannelSection, address: str, attach: Attach) -> Post:
    def one(message: Message, at: datetime) -> Answered:
        is_wanted = channel.attach_page and message.stage == "weekly"
        made = _mail(channel, message, at, attach(message.brand_id) if is_wanted else None)
        return Answered(submit(address, made, allow_private=channel.allow_private))

    return one


def _mail(channel: ChannelSection, message: Message, at: datetime, attachment: Attachment | None) -> EmailMessage:
    return mail(
        message, channel.language, sender=channel.sender or "", recipients=channel.to, at=at, attachment=attachment
    )
