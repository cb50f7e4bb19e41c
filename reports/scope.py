"""What a page is about: one brand, one period and the one before, with the answers that several panels share."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from math import hypot, sqrt

from sqlalchemy import Connection

from records.errors import UsageError
from warehouse import answers
from warehouse.answers import Answer, BrandName, Cell, Grain, Period
from warehouse.metrics import BY_NAME, JUDGED, Number, Sums

CURVE_DAYS = 42
"""Days of the curve at least: six weeks show whether a bad day is unusual."""

MIN_MENTIONS = 10
"""Fewest mentions that a verdict or a percentage change stands on: by chance alone a count of n varies by about
1/sqrt(n), which is a third at ten, as much as weeks differ anyway."""

WORDS = {1: ("当日", "前一日", "today", "the day before"), 7: ("本周", "上周", "this week", "last week")}
"""Length of a period -> what the period and the one before are called."""


class Scope:
    """Brand, period, comparison and their answers, each asked once."""

    def __init__(
        self,
        connection: Connection,
        brand: BrandName,
        asked: Period,
        *,
        compare: Sequence[str] = (),
        against: Period | None = None,
        acknowledged: Mapping[str, datetime] | None = None,
    ) -> None:
        self.connection = connection
        self.brand = brand
        self.asked = asked
        self.compare = tuple(one for one in dict.fromkeys(compare) if one != brand.brand_id)
        last = answers.data_until(connection)
        self.data_until = last
        self.now = asked if last is None else asked.cut(last)
        self.against = against
        self.acknowledged = acknowledged or {}
        before = against or asked.previous()
        if self.now != asked:  # a week in progress is compared with the same days of the week before
            before = Period(before.start, before.start + timedelta(days=self.now.day_count - 1))
        self.before = before

    @property
    def curve_span(self) -> Period:
        """The days of the curve: at least CURVE_DAYS, the period whole, and the one before it (not a named one)."""
        least = self.now.end - timedelta(days=CURVE_DAYS - 1)
        return Period(min(least, self.now.start if self.against else self.before.start), self.now.end)

    @property
    def words(self) -> tuple[str, str, str, str]:
        """What this and the previous period are called, in Chinese and English."""
        if self.against:
            return "本期", "对比期", "this period", "the compared period"
        if self.asked.day_count >= 28 and self.asked.start.day == 1:
            return "本月", "上月", "this month", "last month"
        return WORDS.get(self.asked.day_count, ("本期", "上期", "this period", "the period before"))

    @property
    def first_words(self) -> tuple[str, str]:
        """What this period is called when nothing is older, in Chinese and English."""
        span = {"本周": ("周", "week"), "本月": ("月", "month"), "当日": ("日", "day")}.get(self.words[0])
        zh, english = span or ("时期", "period")
        return f"首个有数据的{zh}", f"the first {english} with data"

    @property
    def voices(self) -> tuple[str, ...]:
        """Ids whose volume shares of voice are shares of: the brand and the compared ones; empty means all tracked."""
        return (self.brand.brand_id, *self.compare) if self.compare else ()

    @cached_property
    def compared_names(self) -> list[str]:
        """Names of the compared brands; the id of one that has no mention at all. Empty means all tracked brands."""
        names = {brand.brand_id: brand.name for brand in answers.tracked_brands(self.connection)}
        return [names.get(brand_id, brand_id) for brand_id in self.compare]

    @cached_property
    def is_first(self) -> bool:
        """Whether no mention of the brand is older than the period; never where another period was named."""
        if self.against:
            return False
        first = answers.data_since(self.connection, self.brand.brand_id)
        return first is not None and first >= self.asked.start

    @cached_property
    def brand_until(self) -> date | None:
        """The last day with a mention of the brand."""
        return answers.data_until(self.connection, self.brand.brand_id)

    @cached_property
    def totals(self) -> Answer:
        """Brand totals, now and before, by platform."""
        return answers.brand_totals(self.connection, self.brand.brand_id, self.now, self.before)

    @cached_property
    def tracked(self) -> Answer:
        """Totals of the brands that shares of voice compare."""
        return answers.tracked_totals(self.connection, self.now, self.before, brands=self.voices)

    @cached_property
    def daily(self) -> Answer:
        """The curve."""
        return answers.daily_series(self.connection, self.brand.brand_id, self.curve_span)

    @cached_property
    def drivers(self) -> Answer:
        """Topics, now and before."""
        return answers.topic_drivers(self.connection, self.brand.brand_id, self.now, self.before)

    @cached_property
    def alerts(self) -> Answer:
        """Alert episodes that touch the curve."""
        return answers.alerts(self.connection, self.brand.brand_id, self.curve_span)

    @cached_property
    def spreaders(self) -> Answer | None:
        """Accounts that spread the worst episode, widest first; None without an episode."""
        worst = self.worst_episode
        return None if worst is None else answers.alert_spreaders(self.connection, str(worst["alert_id"]))

    @cached_property
    def influencers(self) -> Answer:
        """Ranked authors."""
        return answers.influencers(self.connection, self.brand.brand_id, self.now)

    @cached_property
    def negative_products(self) -> Answer:
        """What the negative posts name."""
        return answers.negative_products(self.connection, self.brand.brand_id, self.now)

    @cached_property
    def models(self) -> Answer:
        """Engine and version per task."""
        return answers.model_versions(self.connection)

    @cached_property
    def coverage(self) -> Answer:
        """Coverage per source."""
        return answers.coverage(self.connection)

    def sums(self, when: str) -> Sums:
        """Totals of the brand over all platforms, `now` or `before`."""
        return summed(self.totals, when)

    def value(self, metric: str, when: str = "now") -> Number | None:
        """A metric of the brand over all platforms."""
        return BY_NAME[metric].value(self.sums(when), summed(self.tracked, when))

    def judged(self, when: str) -> Number:
        """Mentions whose sentiment was judged."""
        sums = self.sums(when)
        return sum(sums.get(name) or 0 for name in JUDGED)

    @property
    def sentiment_change(self) -> float | None:
        """Change of net sentiment; None when either period has fewer than MIN_MENTIONS judged mentions."""
        now, before = self.value("net_sentiment"), self.value("net_sentiment", "before")
        if now is None or before is None or min(self.judged("now"), self.judged("before")) < MIN_MENTIONS:
            return None
        return now - before

    @property
    def sentiment_margin(self) -> float:
        """The margin of that change: root of the sum of the squares of both margins."""
        return hypot(self.margin("now") or 0.0, self.margin("before") or 0.0)

    def margin(self, when: str) -> float | None:
        """Half of the 95% interval of net sentiment: 1.96 sqrt((p + n - (p - n)^2) / N), from sampling alone."""
        sums, judged = self.sums(when), self.judged(when)
        if not judged:
            return None
        positive, negative = ((sums[name] or 0) / judged for name in ("positive_count", "negative_count"))
        return 1.96 * sqrt((positive + negative - (positive - negative) ** 2) / judged)

    def episodes(self) -> list[dict[str, Cell]]:
        """Alert episodes open on any day of the period itself."""
        return [row for row in self.alerts.records() if _touches(row, self.now)]

    @property
    def worst_episode(self) -> dict[str, Cell] | None:
        """The episode of the period with the highest peak: what the sentence is about."""
        return max(self.episodes(), key=_peak, default=None)


def _peak(row: Mapping[str, Cell]) -> Number:
    peak = row["peak_negative_count"]
    return peak if isinstance(peak, int | float) else 0


def _touches(row: Mapping[str, Cell], period: Period) -> bool:
    opened, closed = row["opened_on"], row["closed_on"]
    assert isinstance(opened, date)
    # closed_on is the first day back to usual: an episode that closes on the first day lies before the period
    return opened <= period.end and (not isinstance(closed, date) or closed > period.start)


def summed(answer: Answer, when: str) -> Sums:
    """Sum the count columns of one period over its rows; None where no row knows the value."""
    rows = [row for row in answer.records() if row["when"] == when]
    result: dict[str, Number | None] = {}
    for name in (name for name in answer.columns if name.endswith("_count")):
        known = [value for row in rows if isinstance(value := row[name], int | float)]
        result[name] = sum(known) if known else None
    return result


def scope_of(
    connection: Connection,
    brand: str,
    *,
    start: date | None = None,
    end: date | None = None,
    grain: Grain = "week",
    compare: Sequence[str] = (),
    against: Period | None = None,
    acknowledged: Mapping[str, datetime] | None = None,
) -> Scope:
    """The scope of a brand: the asked days, or by default the last week (day, month) with data.

    It is compared with the period before it, or with `against`. `acknowledged` tells which alerts somebody took on and
    when (alert id -> instant). Raises UsageError for an unknown brand, days the wrong way round, a period without a
    mention, or an `against` of another length or that overlaps it.
    """
    found = answers.find_brand(connection, brand)
    period = answers.default_period(connection, found.brand_id, grain)
    if start is not None:
        period = Period(start, end or answers.data_until(connection, found.brand_id) or start)
    elif end is not None:
        period = Period(end - timedelta(days=6), end)
    if against:
        _check_against(period, against)
    scope = Scope(connection, found, period, compare=compare, against=against, acknowledged=acknowledged)
    if not scope.sums("now").get("mention_count"):
        last = answers.data_until(connection, found.brand_id)
        raise UsageError(
            f"brand {found.name!r} has no mentions from {period.start} to {period.end}; its last one is of {last}"
        )
    return scope


def _check_against(period: Period, against: Period) -> None:
    """Counts of unlike spans do not compare, and a day cannot be in both."""
    if against.day_count != period.day_count:
        raise UsageError(
            f"the compared period has {against.day_count} days, the period {period.day_count}; name as many"
        )
    if against.start <= period.end and period.start <= against.end:
        raise UsageError(f"the compared period {against.start}..{against.end} overlaps {period.start}..{period.end}")
