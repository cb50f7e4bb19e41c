"""The generated sentence: the news first, then what stands behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from reports import clauses, incident
from reports.clauses import QUIET_POINTS, QUIET_VOLUME, Clause
from reports.episode import blamed_product, episode_clause
from reports.names import Pair
from reports.scope import MIN_MENTIONS, Scope
from reports.text import straight
from warehouse.answers import Cell

Tone = Literal["alert", "change", "calm", "alone", "few"]
"""alert: an episode is open in the period; change: something moved; calm: nothing happened; alone: there is nothing
to compare with; few: too few mentions for any verdict."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """The sentence."""

    tone: Tone
    """What kind of news it is."""
    clauses: tuple[Clause, ...]
    """In the order they are said; the first is the news."""

    @property
    def text(self) -> Pair:
        """The whole sentence in Chinese and English."""
        news, rest = self.clauses[0], self.clauses[1:]
        zh = f"{news.zh}。" + "；".join(clause.zh for clause in rest) + ("。" if rest else "")
        more = "; ".join(clause.en for clause in rest)
        return zh, f"{self.news_en} {more[:1].upper()}{more[1:]}." if rest else self.news_en

    @property
    def news_en(self) -> str:
        """The news alone in English, as a sentence."""
        news = self.clauses[0].en
        return f"{news[:1].upper()}{news[1:]}."


def headline(scope: Scope) -> Headline:
    """Compose the sentence of a scope."""
    worst = scope.worst_episode
    now, before = (clauses.number(scope.value("mention_volume", when)) for when in ("now", "before"))
    if worst is not None:
        return _alarm(scope, worst)
    if max(now, before) < MIN_MENTIONS:
        return _said("few", clauses.few(scope), clauses.tones(scope), clauses.before_few(scope))
    if not before:
        return _said("alone", _news(scope, clauses.volume(scope)), clauses.sentiment(scope), clauses.no_alert())
    if _is_quiet(now, before) and not _has_turned(scope):
        return _said("calm", clauses.calm(scope), *_figures(scope))
    figures = _figures(scope)
    return _said("change", _news(scope, figures[0]), *figures[1:], clauses.no_alert())


def _alarm(scope: Scope, worst: Mapping[str, Cell]) -> Headline:
    """What happened, since when, how bad and whether it is over; then which product, who spread it, what it did.

    That no product or no account stands out is said as well: who reads must not wonder whether it was forgotten.
    """
    blamed = blamed_product(scope.connection, scope.brand.brand_id, worst, scope.now.end)
    named = blamed.product if blamed else worst.get("product")
    return _said(
        "alert",
        episode_clause(worst, scope.now.end, blamed),
        incident.taken_on(scope, worst),
        clauses.product(scope) or (None if named else incident.no_product(scope)),
        incident.spreader(scope),
        incident.others(scope, worst),
        clauses.sentiment(scope),
        clauses.volume(scope),
    )


def _said(tone: Tone, *parts: Clause | None) -> Headline:
    said = (replace(part, zh=straight(part.zh), en=straight(part.en)) for part in parts if part)
    return Headline(tone=tone, clauses=tuple(said))


def _news(scope: Scope, clause: Clause | None) -> Clause | None:
    """A figure that opens the sentence says which period it is of."""
    return clause and replace(clause, zh=f"{scope.words[0]}{clause.zh}")


def _figures(scope: Scope) -> tuple[Clause | None, ...]:
    """What moved comes first: net sentiment with its cause when it turned, else volume."""
    if _has_turned(scope):
        return clauses.sentiment(scope), clauses.cause(scope), clauses.volume(scope)
    return clauses.volume(scope), clauses.sentiment(scope)


def _is_quiet(now: float, before: float) -> bool:
    return abs(now / before - 1) <= QUIET_VOLUME


def _has_turned(scope: Scope) -> bool:
    change = scope.sentiment_change
    return change is not None and abs(change) > max(QUIET_POINTS, scope.sentiment_margin)
