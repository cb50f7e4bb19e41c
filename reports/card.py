"""The headline card: five lines for a chat group. Text only; sending it is somebody else's job."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from reports import numbers
from reports.headline import Headline, headline
from reports.names import name_of
from reports.scope import MIN_MENTIONS, Scope, scope_of
from reports.text import excerpt
from warehouse import answers
from warehouse.answers import Cell
from warehouse.connect import Target
from warehouse.metrics import BY_NAME

CARD_BYTES = 2048
"""Longest text message of WeCom, the tightest of the chat tools (UTF-8; a Chinese character has three bytes)."""

CARD_POSTS = 3
"""Posts on a card."""

POST_CHARACTERS = 60
"""Of each post."""

CARD_METRICS = ("mention_volume", "net_sentiment", "complaint_share")


def card_text(
    *,
    brand: str,
    start: date,
    end: date,
    sentence: Headline,
    figures: Sequence[str],
    posts: Sequence[str],
    link: str = "",
) -> str:
    """The card as plain text, at most CARD_BYTES bytes: what does not fit is left out whole, posts first."""
    mark = {"alert": "【预警】", "change": "【变化】", "calm": "【平稳】", "alone": "【无对比】", "few": "【样本少】"}[
        sentence.tone
    ]
    head = [f"{mark}{brand} {start} 至 {end}", sentence.text[0], " · ".join(figures)]
    tail = [f"详情：{link}"] if link else []
    for kept in range(len(posts), -1, -1):
        text = "\n".join(filter(None, [*head, *posts[:kept], *tail]))
        if len(text.encode("utf-8")) <= CARD_BYTES:
            return text
    return text.encode("utf-8")[:CARD_BYTES].decode("utf-8", "ignore")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card and what a sender must know of it."""

    tone: str
    """alert, change, calm, alone or few (see reports.headline.Tone)."""
    text: str
    """The message."""


def build_card(
    warehouse: Connection | Target,
    brand: str,
    *,
    period_from: date | None = None,
    period_to: date | None = None,
    link: str = "",
) -> Card:
    """The card of a brand's period (default: its last week). Raises UsageError as `build_page` does."""
    with answers.reading(warehouse) as connection:
        scope = scope_of(connection, brand, start=period_from, end=period_to)
        sentence = headline(scope)
        text = card_text(
            brand=scope.brand.name, start=scope.asked.start, end=scope.asked.end, sentence=sentence,
            figures=_figures(scope), posts=_posts(scope), link=link,
        )  # fmt: skip
    return Card(tone=sentence.tone, text=text)


def _figures(scope: Scope) -> list[str]:
    shown = []
    for name in CARD_METRICS:
        value, base = scope.value(name), scope.value("mention_volume")
        if name == "net_sentiment":
            base = scope.judged("now")
        is_told = BY_NAME[name].unit == "count" or (base or 0) >= MIN_MENTIONS
        if value is not None and is_told:
            text = numbers.count(value) if BY_NAME[name].unit == "count" else numbers.percent(value)
            shown.append(f"{BY_NAME[name].zh} {text}")
    return shown


def _posts(scope: Scope) -> list[str]:
    """The most engaged posts; in an alert the most engaged negative ones."""
    rows = answers.posts(scope.connection, scope.brand.brand_id, scope.now, limit=200).records()
    return post_lines([row for row in rows if row["tone"] == "negative"] if scope.episodes() else rows)


def post_lines(rows: Iterable[Mapping[str, Cell]]) -> list[str]:
    """A line for each of the most engaged posts; equal texts are told once."""
    told: dict[str, str] = {}
    for row in sorted(rows, key=_engagement, reverse=True):
        text, _ = excerpt(row["text"], "[]", limit=POST_CHARACTERS)
        if text:
            told.setdefault(inert(text), name_of("platform", row["platform"])[0])
    return [f"· {platform}：{text}" for text, platform in told.items()][:CARD_POSTS]


def inert(text: str) -> str:
    """One line in which nothing acts as markup or calls anybody in a chat: such characters become full-width."""
    return " ".join(text.split()).translate(str.maketrans("<>[]*_`#@", "＜＞［］＊＿｀＃＠"))


def _engagement(row: Mapping[str, Cell]) -> float:
    count = row["engagement_count"]
    return float(count) if isinstance(count, int | float) else -1.0
