"""The clauses beside an alert episode: who spread it, whom it names, who has taken it on, what else alarmed."""

from collections.abc import Mapping

from reports import numbers
from reports.clauses import Clause, number
from reports.episode import english_day, hour_of
from reports.names import Pair, name_of
from reports.scope import Scope
from warehouse.answers import Cell


def spreader(scope: Scope) -> Clause:
    """The account that spread the worst episode most, with its reach in the period or its followers;."""
    found = scope.spreaders.records() if scope.spreaders else []
    if not found:
        return Clause(
            zh="没有可辨认的传播账号", en="no account is known to have spread it",
            panel="curve", evidence={"spreader_count": 0},
        )  # fmt: skip
    first = found[0]
    (platform_zh, platform_en), (tier_zh, tier_en) = name_of("platform", first["platform"]), _tier(first["tier"])
    name = first["author_name"]
    reach = _reach(scope, first["author_id"])
    (wide_zh, wide_en) = _width(reach, first["follower_count"])
    evidence = {key: first[key] for key in ("author_id", "rank", "negative_count", "follower_count")}
    return Clause(
        zh=f"传播最广的是{platform_zh}{tier_zh}作者{name or '（匿名）'}{wide_zh}",
        en=f"spread most by {name or 'an anonymous one'}, a {tier_en}{platform_en} author{wide_en}",
        panel="influencers", evidence={**evidence, "reach_count": reach},
        chosen={"author_id": str(first["author_id"])},
    )  # fmt: skip


def _tier(tier: Cell) -> Pair:
    zh, en = name_of("tier", tier) if tier else ("", "")
    return zh, f"{en.lower()}-tier " if en else ""


def _reach(scope: Scope, author_id: Cell) -> Cell:
    """Reach of an account in the period as its influence was ranked; None where it was not."""
    ranked = (row["reach_count"] for row in scope.influencers.records() if row["author_id"] == author_id)
    return next(ranked, None)


def _width(reach: Cell, followers: Cell) -> Pair:
    if reach is not None:
        zh, en = numbers.short(number(reach))
        return f"，触达 {zh}人次", f", reach {en}"
    if followers is not None:
        zh, en = numbers.short(number(followers))
        return f"，{zh}粉丝", f", {en} followers"
    return "", ""


def no_product(scope: Scope) -> Clause:
    """That the negative mentions of the period name no product in particular."""
    rows = scope.negative_products.records()
    named = [row for row in rows if row["product"] is not None]
    return Clause(
        zh="负面没有集中于某个产品", en="the negative mentions name no product in particular", panel="posts",
        evidence={
            "all_negative_count": sum(number(row["negative_count"]) for row in rows),
            "most_named_negative_count": number(named[0]["negative_count"]) if named else 0,
        },
    )  # fmt: skip


def taken_on(scope: Scope, episode: Mapping[str, Cell]) -> Clause | None:
    """That somebody has acknowledged the alert, and when; None while nobody has."""
    at = hour_of(scope.acknowledged.get(str(episode["alert_id"])))
    if at is None:
        return None
    return Clause(
        zh=f"预警已于{at.month}月{at.day}日{at:%H:%M}有人确认跟进",
        en=f"somebody took the alert on at {english_day(at.date())} {at:%H:%M}",
        panel="curve", evidence={"alert_id": episode["alert_id"], "acknowledged_at": at},
    )  # fmt: skip


def others(scope: Scope, episode: Mapping[str, Cell]) -> Clause | None:
    """The other episodes of the period, by their topics; None when there is one only."""
    rest = [row for row in scope.episodes() if row["alert_id"] != episode["alert_id"]]
    if not rest:
        return None
    topics = list(dict.fromkeys(str(row["topic"]) for row in rest if row["topic"]))
    named_zh = f"（{'、'.join(f'「{topic}」' for topic in topics)}）" if topics else ""
    named_en = f" ({', '.join(f'“{topic}”' for topic in topics)})" if topics else ""
    many = f"{len(rest)} more alert{'' if len(rest) == 1 else 's'}"
    return Clause(
        zh=f"同期另有 {len(rest)} 起预警{named_zh}", en=f"{many} in the period{named_en}",
        panel="curve", evidence={"other_alert_count": len(rest)},
    )  # fmt: skip
