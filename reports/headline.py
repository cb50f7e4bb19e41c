"""The generated sentence: every clause stands on numbers; a clause without evidence is not said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from reports import numbers
from reports.names import Pair, name_of
from reports.scope import Scope
from warehouse.answers import Cell, contributions

QUIET_POINTS = 0.05
"""Smaller changes of net sentiment are no news even when they are outside the margin of sampling."""

QUIET_VOLUME = 0.3
"""Smaller relative changes of volume are what weeks do anyway."""

MIN_JUDGED = 30
"""Below this many judged mentions a share says little; the sentence says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One part of the sentence."""

    zh: str
    """In Chinese."""
    en: str
    """In English."""
    panel: str
    """Panel that shows where it comes from."""
    evidence: Mapping[str, Cell]
    """The numbers it states."""
    chosen: Mapping[str, str] = field(default_factory=dict)
    """Posts behind it: dimension -> value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """The sentence."""

    tone: Literal["alert", "change", "calm"]
    """alert: an episode is open in the period; change: something moved; calm: nothing happened."""
    clauses: tuple[Clause, ...]
    """In the order they are said; the first is the news."""

    @property
    def text(self) -> Pair:
        """The whole sentence in Chinese and English."""
        news, rest = self.clauses[0], self.clauses[1:]
        zh = f"{news.zh}。" + "；".join(clause.zh for clause in rest) + ("。" if rest else "")
        more = "; ".join(clause.en for clause in rest)
        return zh, f"{news.en[:1].upper()}{news.en[1:]}. {more[:1].upper()}{more[1:]}" + ("." if rest else "")


def headline(scope: Scope) -> Headline:
    """Compose the sentence of a scope."""
    figures = [clause for clause in (_sentiment(scope), _volume(scope)) if clause]
    episodes = scope.episodes()
    if episodes:
        worst = max(episodes, key=lambda row: _number(row["peak_negative_count"]))
        news = [alert_clause(worst, scope.now.end), _product(scope), _spreader(scope)]
        return Headline(tone="alert", clauses=tuple(clause for clause in (*news, *figures) if clause))
    if _is_calm(scope):
        return Headline(tone="calm", clauses=(_calm(scope), *figures))
    cause = _cause(scope)
    return Headline(tone="change", clauses=(*figures, *([cause] if cause else []), _no_alert()))


def _number(value: Cell) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _day(value: Cell) -> Pair:
    if not isinstance(value, date):
        return "日期不明", "an unknown day"
    return f"{value.month}月{value.day}日", f"{value.day} {value:%b}"


def alert_clause(row: Mapping[str, Cell], until: date) -> Clause:
    """What happened, since when, how bad against usual, and whether it is over by a day."""
    peak, usual = _number(row["peak_negative_count"]), _number(row["baseline_negative_count"])
    topic = row["topic"]
    about_zh, about_en = (f"「{topic}」", f" on “{topic}”") if topic else ("", "")
    factor_zh = f"，是平日 {numbers.count(usual)} 条的 {numbers.times(peak, usual)} 倍" if usual >= 1 else ""
    factor_en = f", {numbers.times(peak, usual)}x the usual {numbers.count(usual)}" if usual >= 1 else ""
    closed = isinstance(row["closed_on"], date)
    end = _day(row["closed_on"] if closed else until)
    end_zh = f"{end[0]}已平息" if closed else f"截至{end[0]}尚未平息"
    end_en = f"over since {end[1]}" if closed else f"not over by {end[1]}"
    begun, peaked = _day(row["opened_on"]), _day(row["peak_on"])
    return Clause(
        zh=f"{about_zh}负面预警：{begun[0]}爆发，{peaked[0]}达峰，"
        f"单日负面 {numbers.count(peak)} 条{factor_zh}，{end_zh}",
        en=f"Negative alert{about_en}: broke out {begun[1]}, peaked {peaked[1]} with {numbers.count(peak)} negative"
        f" mentions in a day{factor_en}, {end_en}",
        panel="curve",
        evidence=dict(row),
        chosen={"topic": str(topic)} if topic else {},
    )


def _product(scope: Scope) -> Clause | None:
    rows = scope.negative_products.records()
    total = sum(_number(row["negative_count"]) for row in rows)
    named = [row for row in rows if row["product"] is not None]
    if not named or _number(named[0]["negative_count"]) < max(5, total / 5):
        return None
    product, hit = str(named[0]["product"]), _number(named[0]["negative_count"])
    share = numbers.percent(hit / total)
    return Clause(
        zh=f"主要涉及「{product}」，占负面 {share}",
        en=f"mostly about “{product}”, {share} of negative mentions",
        panel="complaints",
        evidence={"product": product, "negative_count": hit, "all_negative_count": total},
        chosen={"product": product, "tone": "negative"},
    )


def _spreader(scope: Scope) -> Clause | None:
    """The best-ranked author who was mostly negative: reach is what the ranking measured, so it is told with it."""
    for row in scope.influencers.records():
        if _number(row["negative_count"]) > _number(row["positive_count"]):
            break
    else:
        return None
    platform = name_of("platform", row["platform"])
    tier = name_of("tier", row["tier"]) if row["tier"] else ("", "")
    rank_en = f"{tier[1].lower()}-tier " if tier[1] else ""
    who = row["author_name"] or row["author_id"]
    reach = None if row["reach_count"] is None else numbers.short(_number(row["reach_count"]))
    reach_zh, reach_en = (f"，触达 {reach[0]}人次", f", reach {reach[1]}") if reach else ("", "")
    return Clause(
        zh=f"传播最广的是{platform[0]}{tier[0]}作者 {who}{reach_zh}",
        en=f"spread most by {who}, a {rank_en}{platform[1]} author{reach_en}",
        panel="influencers",
        evidence={name: row[name] for name in ("author_id", "rank", "reach_count", "negative_count")},
        chosen={"author_id": str(row["author_id"])},
    )


def _sentiment(scope: Scope) -> Clause | None:
    now, before = scope.value("net_sentiment"), scope.value("net_sentiment", "before")
    if now is None:
        return None
    zh, en = f"净情感 {numbers.percent(now)}", f"net sentiment {numbers.percent(now)}"
    if before is not None:
        zh += f"，较{scope.words[1]} {numbers.points(now - before)} 个百分点"
        en += f", {numbers.points(now - before)} points on {scope.words[3]}"
    judged = judged_count(scope)
    if judged < MIN_JUDGED:
        zh, en = f"{zh}（仅 {judged:.0f} 条可判定，仅供参考）", f"{en} (only {judged:.0f} judged: a hint at best)"
    return Clause(zh=zh, en=en, panel="drivers", evidence={"now": now, "before": before, "judged_count": judged})


def judged_count(scope: Scope) -> float:
    """Mentions of the period whose sentiment was judged."""
    sums = scope.sums("now")
    return sum(sums[name] or 0 for name in ("positive_count", "neutral_count", "negative_count"))


def _volume(scope: Scope) -> Clause | None:
    now, before = scope.value("mention_volume"), scope.value("mention_volume", "before")
    if now is None:
        return None
    change = f"（{numbers.relative(now, before)}）" if before else f"（{scope.words[1]}无数据）"
    change_en = f" ({numbers.relative(now, before)})" if before else f" (no data for {scope.words[3]})"
    return Clause(
        zh=f"声量 {numbers.count(now)}{change}", en=f"volume {numbers.count(now)}{change_en}",
        panel="tiles", evidence={"now": now, "before": before},
    )  # fmt: skip


def _is_calm(scope: Scope) -> bool:
    volume, volume_before = scope.value("mention_volume"), scope.value("mention_volume", "before")
    now, before = scope.value("net_sentiment"), scope.value("net_sentiment", "before")
    if not volume or not volume_before or abs(volume / volume_before - 1) > QUIET_VOLUME:
        return False
    return now is None or before is None or abs(now - before) <= max(QUIET_POINTS, _margin_of_change(scope))


def _margin_of_change(scope: Scope) -> float:
    now, before = scope.margin("now") or 0.0, scope.margin("before") or 0.0
    return float((now**2 + before**2) ** 0.5)


def _calm(scope: Scope) -> Clause:
    word, _, word_en, _ = scope.words
    return Clause(
        zh=f"{word}平稳：没有负面预警，声量与口碑的变化都在平常范围内",
        en=f"A calm period ({word_en}): no negative alert, volume and sentiment moved no more than usual",
        panel="curve", evidence={"alert_count": 0},
    )  # fmt: skip


def _no_alert() -> Clause:
    return Clause(zh="没有负面预警", en="no negative alert", panel="curve", evidence={"alert_count": 0})


def _cause(scope: Scope) -> Clause | None:
    parts = {topic: part for topic, part in contributions(scope.drivers.records()).items() if topic is not None}
    now, before = scope.value("net_sentiment"), scope.value("net_sentiment", "before")
    if not parts or now is None or before is None or abs(now - before) <= _margin_of_change(scope):
        return None
    sign = 1 if now > before else -1
    topic, part = max(parts.items(), key=lambda item: sign * item[1])
    if sign * part <= 0:
        return None
    return Clause(
        zh=f"主要来自「{topic}」（{numbers.points(part)} 个百分点）",
        en=f"mainly from “{topic}” ({numbers.points(part)} points)",
        panel="drivers", evidence={"topic": topic, "contribution": part}, chosen={"topic": topic},
    )  # fmt: skip
