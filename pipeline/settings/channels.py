"""The part of `brands.yml` that says who is told what, where and when; addresses stay in the environment."""

import re
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from pipeline.settings.section import Section
from records.time import SHANGHAI

ChannelKind = Literal["wecom", "dingtalk", "feishu", "slack", "email", "webhook"]
MessageKind = Literal["alert", "update", "daily", "weekly"]
SIGNED = ("dingtalk", "feishu", "webhook")
"""Kinds that may have a secret."""

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def _clock_time(value: Any) -> Any:
    """YAML reads an unquoted 22:00 as the number 1320, which must not become 00:22."""
    if not isinstance(value, str | time):
        raise ValueError('write the time in quotes, as in "22:00"')
    return value


class QuietSection(Section):
    """Hours (Asia/Shanghai) in which nothing is sent but what is grave; they may pass midnight."""

    begins_at: time = Field(alias="from")
    ends_at: time = Field(alias="to")
    unless_severity: float | None = Field(default=None, ge=0, le=1)
    """Alerts of at least this severity are sent all the same; left out: nothing is."""

    _from_text = field_validator("begins_at", "ends_at", mode="before")(_clock_time)

    def holds(self, urgency: float, now: datetime) -> bool:
        """Whether a message of this urgency waits at this moment."""
        if self.unless_severity is not None and urgency >= self.unless_severity:
            return False
        at = now.astimezone(SHANGHAI).time()
        if self.begins_at <= self.ends_at:
            return self.begins_at <= at < self.ends_at
        return at >= self.begins_at or at < self.ends_at


class ChannelSection(Section):
    """One chat group, mailing list or receiver."""

    kind: ChannelKind
    name: str = ""
    """What it is called in the log and in `scrm alert list`; what was sent is remembered under it."""
    url_env: str
    """Environment variable that holds the address (of e-mail: smtps://user:password@host)."""
    secret_env: str | None = None
    """Environment variable that holds the secret of signatures."""
    brands: list[str] = []
    """Brand ids; empty means all."""
    messages: list[MessageKind] = ["alert", "update"]
    language: Literal["zh", "en", "both"] = "zh"
    quiet: QuietSection | None = None
    digest_at: time = time(8, 30)
    """Days and weeks are told from this time on (Asia/Shanghai)."""
    fresh_days: int = Field(default=3, ge=0)
    """An alert nobody has been told of is told so many days after it ended, and no later."""
    allow_private: bool = False
    """Whether the address may lie in a private network, and be plain http."""
    sender: str | None = None
    """Of e-mail."""
    to: list[str] = []
    """Of e-mail."""
    attach_page: bool = False
    """Whether e-mails of a week carry the page."""

    _from_text = field_validator("digest_at", mode="before")(_clock_time)

    @property
    def title(self) -> str:
        """The name, or the kind where none is given."""
        return self.name or self.kind

    @field_validator("url_env", "secret_env")
    @classmethod
    def _is_a_name(cls, value: str | None) -> str | None:
        if value is not None and not _VARIABLE.fullmatch(value):
            raise ValueError("give the name of an environment variable, never the address or secret itself")
        return value

    @model_validator(mode="after")
    def _fits_its_kind(self) -> "ChannelSection":
        is_mail = self.kind == "email"
        if is_mail and not (self.sender and self.to):
            raise ValueError("email needs `sender:` and `to:`")
        if not is_mail and (self.sender or self.to or self.attach_page):
            raise ValueError(f"`sender:`, `to:` and `attach_page:` are for email, not for {self.kind}")
        if self.secret_env and self.kind not in SIGNED:
            raise ValueError(f"{self.kind} signs nothing; `secret_env:` is for {', '.join(SIGNED)}")
        if any("\n" in each or "@" not in each for each in [*self.to, *([self.sender] if self.sender else [])]):
            raise ValueError("an address of `sender:` or `to:` is not an e-mail address")
        if "update" in self.messages and "alert" not in self.messages:
            raise ValueError("messages: `update` goes on with an `alert`; give both")
        return self


def check_channels(channels: Sequence[ChannelSection], brands: Sequence[str]) -> None:
    """Raises ValueError for two channels of one name, or a brand that is not tracked."""
    titles = [each.title for each in channels]
    for repeated in sorted({each for each in titles if titles.count(each) > 1}):
        raise ValueError(f"channels: two are called {repeated!r}; give each a `name:` of its own")
    for each in channels:
        for brand in each.brands:
            if brand not in brands:
                known = ", ".join(sorted(brands))
                raise ValueError(f"channels.{each.title}.brands: {brand!r} is no tracked brand id; known: {known}")
