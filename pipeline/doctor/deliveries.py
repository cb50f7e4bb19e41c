"""Channels: whether each can be told, and what did not get through."""

from collections.abc import Sequence

from lake.home import Home
from pipeline.deliver.outbox import Entry, Outbox
from pipeline.deliver.secret import secret_of
from pipeline.doctor.finding import Finding
from pipeline.settings.channels import ChannelSection
from pipeline.settings.file import Settings
from records.errors import ScrmError


def channels(home: Home, settings: Settings) -> list[Finding]:
    """One finding a channel, and one on what was acknowledged; nothing where nobody is told anything."""
    if not settings.channels or not home.state.exists():
        return [_channel(each, []) for each in settings.channels]
    try:
        outbox = Outbox(home.state)
        entries, taken = list(outbox.entries().values()), outbox.acknowledged()
    except ScrmError as error:
        return [Finding("channels", False, str(error))]
    found = [_channel(each, [one for one in entries if one.channel == each.title]) for each in settings.channels]
    if taken:
        found.append(
            Finding("alerts", True, f"{len(taken)} acknowledged / 已确认; the last at {max(taken.values())[:16]}")
        )
    return found


def _channel(channel: ChannelSection, entries: Sequence[Entry]) -> Finding:
    what = f"channel {channel.title}"
    wanted = filter(None, (channel.url_env, channel.secret_env))
    unset = [name for name in wanted if not secret_of(name)]
    if unset:
        return Finding(what, False, f"{' and '.join(unset)} not set in this environment; see docs/alerts.md")
    waiting = [each for each in entries if each.state not in ("sent", "given_up")]
    if waiting:
        newest = max(waiting, key=lambda each: each.attempted_at)
        why = f": {newest.note}" if newest.note else ""
        return Finding(what, False, f"{len(waiting)} messages did not get through{why}; `scrm alert send` tries again")
    sent = [each.attempted_at for each in entries]
    lost = sum(each.state == "given_up" for each in entries)
    doubt = f"; {lost} may not have arrived" if lost else ""
    return Finding(what, True, f"last told at {max(sent)[:16]} UTC{doubt}" if sent else "nothing sent yet")
