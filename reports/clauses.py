"""The clauses a headline is made of: each stands on numbers, which it carries; without evidence it is not said."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reports import numbers
from reports.names import Pair, name_of
from reports.scope import MIN_MENTIONS, Scope
from warehouse.answers import Cell, contributions

QUIET_POINTS = 0.05
"""Smaller changes of net sentiment are no news even when they are outside the margin of sampling."""

QUIET_VOLUME = 0.3
"""Smaller relative changes of volume are what weeks do anyway."""

MIN_JUDGED = 30
"""Below this many judged mentions a share says little; the sentence says so (below MIN_MENTIONS it is not said)."""

MIN_PRODUCT = 5
"""Fewest negative mentions for which a product is named; it must also have a fifth of them."""


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


def number(value: Cell) -> float:
    """A count of an answer; 0 where it is unknown, for sums only."""
    return float(value) if isinstance(value, int | float) else 0.0


def product(scope: Scope) -> Clause | None:
    """The product most of the negative mentions name."""
    rows = scope.negative_products.records()
    total = sum(number(row["negative_count"]) for row in rows)
    named = [row for row in rows if row["product"] is not None]
    if not named or number(named[0]["negative_count"]) < max(MIN_PRODUCT, total / 5):
        return None
    name, hit = str(named[0]["product"]), number(named[0]["negative_count"])
    share = numbers.percent(hit / total)
    return Clause(
        zh=f"负面中 {share} 提到「{name}」",
        en=f"{share} of the negative mentions name “{name}”",
        panel="complaints" if scope.value("complaint_count") else "posts",
        evidence={"product": name, "negative_count": hit, "all_negative_count": total},
        chosen={"product": name, "tone": "negative"},
    )


def sentiment(scope: Scope) -> Clause | None:
    """Net sentiment and its change; with a few judged mentions only how few they are."""
    now, judged = scope.value("net_sentiment"), scope.judged("now")
    if now is None:
        return None
    evidence = {"now": now, "before": scope.value("net_sentiment", "before"), "judged_count": judged}
    if judged < MIN_MENTIONS:
        zh, en = f"可判定情感的只有 {judged:.0f} 条", f"only {judged:.0f} mentions could be judged"
        return Clause(zh=zh, en=en, panel="platforms", evidence=evidence)
    zh, en = f"净情感 {numbers.percent(now)}", f"net sentiment {numbers.percent(now)}"
    change = scope.sentiment_change
    if change is not None:
        zh, en = f"{zh}，{_moved_zh(change, scope)}", f"{en}, {_moved_en(change, scope)}"
    if judged < MIN_JUDGED:
        zh, en = f"{zh}（仅 {judged:.0f} 条可判定，仅供参考）", f"{en} (only {judged:.0f} judged: a hint at best)"
    return Clause(zh=zh, en=en, panel="drivers" if change else "tiles", evidence=evidence)


def _moved_zh(change: float, scope: Scope) -> str:
    if abs(change) < 0.0005:
        return f"与{scope.words[1]}持平"
    within = "，在误差内" if abs(change) <= scope.sentiment_margin else ""
    return f"较{scope.words[1]}{'上升' if change > 0 else '下降'} {abs(change) * 100:.1f} 个百分点{within}"


def _moved_en(change: float, scope: Scope) -> str:
    if abs(change) < 0.0005:
        return f"as {scope.words[3]}"
    within = ", within the margin" if abs(change) <= scope.sentiment_margin else ""
    return f"{'up' if change > 0 else 'down'} {abs(change) * 100:.1f} points on {scope.words[3]}{within}"


def volume(scope: Scope) -> Clause | None:
    """Volume against the period before; a percentage only of a base that carries one."""
    now, before = scope.value("mention_volume"), scope.value("mention_volume", "before")
    if now is None:
        return None
    change_zh, change_en = _against(now, before, scope)
    return Clause(
        zh=f"声量 {numbers.count(now)} 条，{change_zh}", en=f"{numbers.count(now)} mentions, {change_en}",
        panel="tiles", evidence={"now": now, "before": before, "is_first": scope.is_first},
    )  # fmt: skip


def _against(now: float, before: float | None, scope: Scope) -> Pair:
    _, word, _, word_en = scope.words
    if scope.is_first:
        return f"是{scope.first_words[0]}，暂无对比", f"{scope.first_words[1]}: nothing to compare with"
    if not before:
        return f"{word}无数据", f"no data for {word_en}"
    if before < MIN_MENTIONS:
        return f"{word} {numbers.count(before)} 条", f"against {numbers.count(before)} {word_en}"
    if now >= 2 * before:
        return f"是{word}的 {numbers.times(now, before)} 倍", f"{numbers.times(now, before)}x {word_en}"
    change = numbers.relative(now, before)
    if not round((now / before - 1) * 100):
        return f"与{word}持平", f"as {word_en}"
    return f"较{word}{'增加' if now > before else '减少'} {change[1:]}", f"{change} on {word_en}"


def few(scope: Scope) -> Clause:
    """Instead of a verdict: how few mentions there are."""
    count = number(scope.value("mention_volume"))
    word, _, word_en, _ = scope.words
    return Clause(
        zh=f"{word}只有 {numbers.count(count)} 条提及，太少，不足以判断声量与口碑的走势",
        en=f"Only {numbers.count(count)} {'mention' if count == 1 else 'mentions'} {word_en}: too few to judge a trend",
        panel="posts", evidence={"mention_count": count, "minimum": MIN_MENTIONS},
    )  # fmt: skip


def tones(scope: Scope) -> Clause | None:
    """The judged mentions one by one where they are too few for a share; None when nothing was read."""
    sums = scope.sums("now")
    found = {name: number(sums.get(f"{name}_count")) for name in ("positive", "neutral", "negative", "abstained")}
    if not any(found.values()):
        return None
    told = {name: count for name, count in found.items() if count}
    zh = "、".join(f"{name_of('tone', name)[0]} {count:.0f} 条" for name, count in told.items())
    en = ", ".join(f"{count:.0f} {name_of('tone', name)[1].lower()}" for name, count in told.items())
    return Clause(zh=f"情感判定：{zh}", en=f"sentiment: {en}", panel="posts", evidence=dict(found))


def before_few(scope: Scope) -> Clause:
    """What there was before, beside `few`."""
    before = scope.value("mention_volume", "before")
    _, word, _, word_en = scope.words
    zh, en = f"{word} {numbers.count(before or 0)} 条", f"{numbers.count(before or 0)} {word_en}"
    if scope.is_first:
        zh, en = f"这是{scope.first_words[0]}", scope.first_words[1]
    return Clause(zh=zh, en=en, panel="curve", evidence={"before": before, "is_first": scope.is_first})


def calm(scope: Scope) -> Clause:
    """Nothing happened."""
    word, _, word_en, _ = scope.words
    return Clause(
        zh=f"{word}平稳：没有负面预警，声量与口碑的变化都在平常范围内",
        en=f"A calm period ({word_en}): no negative alert, volume and sentiment moved no more than usual",
        panel="curve", evidence={"alert_count": 0},
    )  # fmt: skip


def no_alert() -> Clause:
    """Said after other news, so that nobody has to wonder."""
    return Clause(zh="没有负面预警", en="no negative alert", panel="curve", evidence={"alert_count": 0})


def cause(scope: Scope) -> Clause | None:
    """The topic with the largest part in a change of net sentiment beyond its margin."""
    change = scope.sentiment_change
    if change is None or abs(change) <= scope.sentiment_margin:
        return None
    parts = {topic: part for topic, part in contributions(scope.drivers.records()).items() if topic is not None}
    sign = 1 if change > 0 else -1
    topic, part = max(parts.items(), key=lambda item: sign * item[1], default=(None, 0.0))
    if topic is None or sign * part <= 0:
        return None
    return Clause(
        zh=f"主要来自「{topic}」（{numbers.points(part)} 个百分点）",
        en=f"mainly from “{topic}” ({numbers.points(part)} points)",
        panel="drivers", evidence={"topic": topic, "contribution": part}, chosen={"topic": topic},
    )  # fmt: skip
