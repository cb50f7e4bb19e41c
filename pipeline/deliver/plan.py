"""What has to be sent to a channel now: pure, from the news, what was told before, and the hour."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pipeline.deliver.outbox import Entry
from pipeline.settings.channels import ChannelSection
from records.time import shanghai_day
from reports.messages import News, Stage

GROWTH_FACTOR = 2
"""An alert has grown when its peak day has so many times the negatives last told."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message to one channel."""

    news: News
    stage: Stage
    is_repeat: bool
    """Whether an earlier try may have arrived."""


@dataclass(slots=True)
class Plan:
    """What is sent, and why the rest is not."""

    parcels: list[Parcel] = field(default_factory=list)
    held: list[News] = field(default_factory=list)
    """Waits for the end of the quiet hours; what is sent then is as things stand then."""
    aged: list[News] = field(default_factory=list)
    """Over too long ago to be told for the first time."""
    acknowledged: list[News] = field(default_factory=list)
    """Taken on by somebody."""


def plan(
    news: Sequence[News],
    channel: ChannelSection,
    entries: Mapping[tuple[str, str], Entry],
    acknowledged: Container[str],
    now: datetime,
) -> Plan:
    """Gravest alerts first, then days, then weeks."""
    made = Plan()
    order = {"alert": 0, "daily": 1, "weekly": 2}
    for each in sorted(news, key=lambda one: (order[one.kind], -one.urgency, one.key)):
        entry = entries.get((channel.title, each.key))
        stage = stage_of(each, entry, channel)
        if stage is None:
            continue
        if each.key in acknowledged:
            made.acknowledged.append(each)
        elif stage == "opened" and _age(each, now) > channel.fresh_days:
            made.aged.append(each)
        elif channel.quiet and channel.quiet.holds(each.urgency, now):
            made.held.append(each)
        else:
            made.parcels.append(Parcel(each, stage, bool(entry and entry.unsure_count)))
    return made


def stage_of(news: News, entry: Entry | None, channel: ChannelSection) -> Stage | None:
    """What is due of some news in a channel; None when nothing is."""
    if channel.brands and news.brand_id not in channel.brands:
        return None
    is_told = entry is not None and entry.told_size is not None
    if news.kind != "alert":
        return news.kind if news.kind in channel.messages and not is_told else None
    if not is_told:
        return "opened" if "alert" in channel.messages else None
    assert entry is not None
    assert entry.told_size is not None
    if "update" not in channel.messages or entry.told_over:
        return None
    if news.is_over:
        return "over"
    return "grown" if news.size >= max(1, entry.told_size) * GROWTH_FACTOR else None


def _age(news: News, now: datetime) -> int:
    return (shanghai_day(now) - news.day).days
