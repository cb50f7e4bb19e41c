"""Delivery: every channel gets what it has not been told, and a channel in trouble does not keep the others waiting."""

from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from lake.lock import exclusive
from pipeline import warehouse
from pipeline.deliver.outbox import Outbox
from pipeline.deliver.pages import Pages
from pipeline.deliver.plan import Parcel, plan
from pipeline.deliver.posting import pace_of, post_of, preview
from pipeline.deliver.sending import Clock, Sender
from pipeline.deliver.transport import BadAddress
from pipeline.job import Job
from pipeline.settings.channels import ChannelSection
from records.errors import ScrmError
from records.time import SHANGHAI, shanghai_day
from reports.messages import (
    Digest,
    Message,
    News,
    Verdict,
    alert_message,
    alert_news,
    digest_message,
    digest_news,
)
from warehouse.answers import reading


class DeliveryFailed(ScrmError):
    """A channel could not be told; what it has not been told waits for the next run."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be sent, without address and signature."""

    channel: str
    key: str
    stage: str
    content: object


@dataclass(slots=True)
class Delivered:
    """What came of a delivery."""

    sent: list[tuple[str, str, str]] = field(default_factory=list)
    """Channel, key, stage."""
    repeated_count: int = 0
    """Of these: told again, as an earlier try may have arrived."""
    held_count: int = 0
    aged_count: int = 0
    previews: list[Preview] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    """One line each."""

    @property
    def note(self) -> str:
        """One short line."""
        parts = [f"{len(self.previews)} would be sent" if self.previews else f"{len(self.sent)} sent"]
        again = f"{self.repeated_count} of them again, as a broken-off try may have arrived"
        counted = (
            (self.repeated_count, again),
            (self.held_count, f"{self.held_count} held back by quiet hours"),
            (self.aged_count, f"{self.aged_count} too old to tell"),
        )
        return ", ".join([*parts, *(text for count, text in counted if count), *self.failures])


def deliver(job: Job, *, is_dry: bool = False, clock: Clock | None = None) -> Delivered:
    """Sends what is due to every channel of the configuration; a dry run only says what it would be.

    Raises LockHeld while another process delivers from this home.
    """
    if is_dry:
        return _Delivery(job, clock or Clock()).previewed()
    with exclusive(job.home.root / "delivery.lock", "the delivery of messages"):
        return _Delivery(job, clock or Clock()).sent()


class _Delivery:
    """One run over all channels, on one reading of the warehouse."""

    def __init__(self, job: Job, clock: Clock) -> None:
        self._job, self._clock = job, clock
        self._outbox = Outbox(job.home.state)
        self._warehouse = warehouse.published(job.home)
        self._pages = Pages(self._warehouse, job.home.reports, job.settings.report.url)
        self._now = clock.now()

    def previewed(self) -> Delivered:
        done = Delivered()
        for channel, message in self._each(done):
            content = preview(channel, message, self._now)
            done.previews.append(Preview(channel.title, message.key, message.stage, content))
        return done

    def sent(self) -> Delivered:
        self._outbox.settle_interrupted()
        done = Delivered()
        stopped: set[str] = set()
        for channel, message in self._each(done):
            if channel.title not in stopped and not self._send(channel, message, done):
                stopped.add(channel.title)
        return done

    def _each(self, done: Delivered) -> list[tuple[ChannelSection, Message]]:
        """Everything that is due, in order of the channels; the warehouse is let go before anything is sent."""
        found: list[tuple[ChannelSection, Message]] = []
        entries, acknowledged = self._outbox.entries(), self._outbox.acknowledged()
        with reading(self._warehouse) as connection:
            alerts = alert_news(connection)
            for channel in self._job.settings.channels:
                news = [*alerts, *self._digests(connection, channel)]
                planned = plan(news, channel, entries, acknowledged, self._now)
                done.held_count += len(planned.held)
                done.aged_count += len(planned.aged)
                made = (self._message(connection, parcel) for parcel in planned.parcels)
                found += [(channel, message) for message in made if message]
        return found

    def _digests(self, connection: Connection, channel: ChannelSection) -> list[News]:
        if self._now.astimezone(SHANGHAI).time() < channel.digest_at:
            return []
        kinds: tuple[Digest, ...] = ("daily", "weekly")
        today = shanghai_day(self._now)
        return [news for kind in kinds if kind in channel.messages for news in digest_news(connection, kind, today)]

    def _message(self, connection: Connection, parcel: Parcel) -> Message | None:
        news, link = parcel.news, self._pages.link(parcel.news.brand_id)
        if news.kind == "alert":
            made = alert_message(connection, news.key, parcel.stage, link=link)
        else:
            made = digest_message(connection, news, link=link)
        return made and replace(made, is_repeat=parcel.is_repeat)

    def _send(self, channel: ChannelSection, message: Message, done: Delivered) -> bool:
        """Whether the channel can go on."""
        try:
            made = post_of(channel, self._pages.attachment)
            sender = Sender(channel.title, channel.url_env, made, pace_of(channel), self._outbox, self._clock)
            verdict = sender.send(message)
        except BadAddress as error:
            verdict = Verdict("refused", str(error))
        if verdict.outcome == "ok":
            done.sent.append((channel.title, message.key, message.stage))
            done.repeated_count += message.is_repeat
        if verdict.reason:
            done.failures.append(f"channel {channel.title!r} ({channel.kind}, {channel.url_env}): {verdict.reason}")
        return verdict.outcome in ("ok", "unfit")
