"""The day's card in five lines, and the week's with the page behind it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import Connection

from records.errors import UsageError
from reports import numbers
from reports.card import CARD_METRICS, post_lines
from reports.headline import Headline, Tone, headline
from reports.messages.message import Message, Mood, News
from reports.names import Pair
from reports.scope import MIN_MENTIONS, Scope, scope_of
from warehouse import answers
from warehouse.metrics import BY_NAME

Digest = Literal["daily", "weekly"]

LABELS: Mapping[Digest, Pair] = {"daily": ("日报", "Daily"), "weekly": ("周报", "Weekly")}
TONES: Mapping[Tone, tuple[Pair, Mood]] = {
    "alert": (("预警", "alert"), "bad"), "change": (("变化", "change"), "news"), "calm": (("平稳", "calm"), "calm"),
    "alone": (("无对比", "nothing to compare"), "calm"), "few": (("样本少", "few mentions"), "calm"),
}  # fmt: skip
POSTS_SCANNED = 200


def digest_news(connection: Connection, kind: Digest, today: date) -> list[News]:
    """Of each tracked brand with a mention in it: yesterday, or the last whole week (Monday to Sunday).

    Days after the brand's newest mention are told as nothing: whether nobody spoke or nobody looked is not known here.
    """
    start, end = days_of(kind, today)
    found = []
    for brand in answers.tracked_brands(connection):
        until = answers.data_until(connection, brand.brand_id)
        if until is not None and until >= start:
            key = f"{kind}:{brand.brand_id}:{start}"
            found.append(News(key=key, kind=kind, brand_id=brand.brand_id, day=end))
    return found


def days_of(kind: Digest, today: date) -> tuple[date, date]:
    """First and last day of the digest that is due on a day."""
    if kind == "daily":
        return today - timedelta(days=1), today - timedelta(days=1)
    monday = today - timedelta(days=today.weekday() + 7)
    return monday, monday + timedelta(days=6)


def digest_message(connection: Connection, news: News, *, link: str = "") -> Message | None:
    """The card of a digest's news; None for a period without a mention."""
    kind: Digest = "daily" if news.kind == "daily" else "weekly"
    start = news.day if kind == "daily" else news.day - timedelta(days=6)
    try:
        scope = scope_of(connection, news.brand_id, start=start, end=news.day)
    except UsageError:
        return None
    said = headline(scope)
    label, (tone, mood) = LABELS[kind], TONES[said.tone]
    figures = _figures(scope)
    return Message(
        key=news.key, stage=kind, brand_id=news.brand_id, brand=scope.brand.name,
        label=(f"{label[0]}·{tone[0]}", f"{label[1]}: {tone[1]}"),
        at=str(start) if start == news.day else f"{start} – {news.day}", mood=mood,
        sentences=(said.text, *figures), posts=tuple(_posts(scope, said)), link=link,
    )  # fmt: skip


def _figures(scope: Scope) -> list[Pair]:
    """One line of figures; shares only of a base that can carry one."""
    shown: list[Pair] = []
    for name in CARD_METRICS:
        metric, value = BY_NAME[name], scope.value(name)
        base = scope.judged("now") if name == "net_sentiment" else scope.value("mention_volume") or 0
        if value is None or (metric.unit != "count" and base < MIN_MENTIONS):
            continue
        text = numbers.count(value) if metric.unit == "count" else numbers.percent(value)
        shown.append((f"{metric.zh} {text}", f"{metric.en} {text}"))
    return [(" · ".join(pair[0] for pair in shown), " · ".join(pair[1] for pair in shown))] if shown else []


def _posts(scope: Scope, said: Headline) -> list[str]:
    """The most engaged posts; in an alert the most engaged negative ones."""
    rows = answers.posts(scope.connection, scope.brand.brand_id, scope.now, limit=POSTS_SCANNED).records()
    return post_lines([row for row in rows if row["tone"] == "negative"] if said.tone == "alert" else rows)
