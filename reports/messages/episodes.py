"""Alerts as news and as messages: a swarm's first word, its growth and its end; a single post."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection

from reports import numbers
from reports.alerts import NEW_VOICE, REASONS
from reports.card import post_lines
from reports.clauses import number
from reports.episode import blamed_product, episode_clause, hour_of
from reports.messages.message import Message, News, Stage
from reports.names import Pair, name_of
from warehouse import answers
from warehouse.answers import Cell, Period

URGENT = ("red_line", "severity")
"""Reasons for which a single post is of the highest urgency; for its account or a person's flag it has none."""

LABELS: Mapping[Stage, Pair] = {
    "opened": ("预警", "Alert"), "grown": ("预警升级", "Alert grows"), "over": ("预警解除", "Alert over"),
}  # fmt: skip
POST_LABEL: Pair = ("单帖预警", "Post alert")
POSTS_SCANNED = 500
"""Most engaged posts of the days among which the negative ones are looked for."""


def alert_news(connection: Connection) -> list[News]:
    """Every alert that has a card of its own, oldest first (see reports.alerts).

    A swarm's urgency is its severity, z / (z + 10) with z the deviations of its peak day (crm.crisis.excess).
    """
    untils: dict[str, date | None] = {}
    swarms = [_swarm_news(connection, row, untils) for row in answers.alert_episodes(connection).records()]
    posts = [_post_news(row) for row in answers.alert_posts(connection).records() if _has_card(row)]
    return sorted([*swarms, *posts], key=lambda each: (each.day, each.key))


def alert_message(connection: Connection, key: str, stage: Stage, *, link: str = "") -> Message | None:
    """The message of an alert as it stands now; None when the warehouse no longer holds it."""
    for row in answers.alert_episodes(connection).records():
        if row["alert_id"] == key:
            return _swarm(connection, row, stage, link)
    for row in answers.alert_posts(connection).records():
        if row["alert_id"] == key:
            return _post(row, link)
    return None


def _swarm_news(connection: Connection, row: Mapping[str, Cell], untils: dict[str, date | None]) -> News:
    brand_id = str(row["brand_id"])
    if brand_id not in untils:
        untils[brand_id] = answers.data_until(connection, brand_id)
    closed = row["closed_on"]
    return News(
        key=str(row["alert_id"]), kind="alert", brand_id=brand_id,
        day=closed if isinstance(closed, date) else untils[brand_id] or _day(row["peak_on"]),
        size=int(number(row["peak_negative_count"])), is_over=closed is not None, urgency=_severity(row),
    )  # fmt: skip


def _post_news(row: Mapping[str, Cell]) -> News:
    return News(
        key=str(row["alert_id"]), kind="alert", brand_id=str(row["brand_id"]), day=_day(row["opened_on"]),
        is_over=True, urgency=_post_urgency(row),
    )  # fmt: skip


def _severity(row: Mapping[str, Cell]) -> float:
    value = row["severity"]
    return float(value) if isinstance(value, int | float) else 0.0


def _post_urgency(row: Mapping[str, Cell]) -> float:
    return 1.0 if set(_reasons(row)) & set(URGENT) else 0.0


def _swarm(connection: Connection, row: Mapping[str, Cell], stage: Stage, link: str) -> Message:
    brand_id = str(row["brand_id"])
    until = answers.data_until(connection, brand_id) or _day(row["peak_on"])
    clause = episode_clause(row, until, blamed_product(connection, brand_id, row, until))
    is_over = row["closed_on"] is not None
    return Message(
        key=str(row["alert_id"]), stage=stage, brand_id=brand_id, brand=str(row["brand"]), label=LABELS[stage],
        at=_when(row), mood="over" if stage == "over" else "bad",
        sentences=((f"{clause.zh}。", f"{clause.en}."), *_spread(connection, row)),
        posts=() if stage == "over" else tuple(_posts(connection, row)), link=link, urgency=_severity(row),
        size=int(number(row["peak_negative_count"])), is_over=is_over,
    )  # fmt: skip


def _post(row: Mapping[str, Cell], link: str) -> Message:
    return Message(
        key=str(row["alert_id"]), stage="opened", brand_id=str(row["brand_id"]), brand=str(row["brand"]),
        label=POST_LABEL, at=_when(row), mood="bad", sentences=(_post_sentence(row),), posts=tuple(post_lines([row])),
        link=link, urgency=_post_urgency(row), is_over=True,
    )  # fmt: skip


def _post_sentence(row: Mapping[str, Cell]) -> Pair:
    kind = name_of("complaint_type", row["complaint_type"]) if row["complaint_type"] else None
    about_zh = "".join(f"「{name}」" for name in (row["product"], kind and kind[0]) if name)
    about_en = ", ".join(f"“{name}”" for name in (row["product"], kind and kind[1]) if name)
    why = [REASONS[name] for name in _reasons(row) if name in REASONS]
    who_zh, who_en = _who(row, row["author_tier"])
    zh = f"{who_zh}的一条内容{f'涉及{about_zh}，' if about_zh else ''}报警原因：{'、'.join(pair[0] for pair in why)}。"
    en = f"A post of {who_en}{f' about {about_en}' if about_en else ''} alarms: {', '.join(pair[1] for pair in why)}."
    return zh, en


def _spread(connection: Connection, row: Mapping[str, Cell]) -> list[Pair]:
    """Who spread it most; nothing where no account is known."""
    found = answers.alert_spreaders(connection, str(row["alert_id"])).records()
    if not found:
        return []
    zh, en = _who(found[0], found[0]["tier"])
    return [(f"传播最广的是{zh}。", f"Spread most by {en}.")]


def _who(row: Mapping[str, Cell], tier: Cell) -> Pair:
    """Platform, tier and masked name, with the followers where they are known."""
    (place_zh, place_en), (tier_zh, tier_en) = name_of("platform", row["platform"]), _tier(tier)
    count, name = row["follower_count"], row["author_name"]
    known = None if count is None else numbers.short(number(count))
    zh = f"{place_zh}{tier_zh}账号{name or '（匿名）'}" + ("" if known is None else f"（{known[0]} 粉丝）")
    en = f"{name or 'an anonymous account'} ({', '.join(filter(None, [place_en, tier_en]))}"
    return zh, en + (")" if known is None else f", {known[1]} followers)")


def _tier(tier: Cell) -> Pair:
    zh, en = name_of("tier", tier) if tier else ("", "")
    return zh, en.lower()


def _posts(connection: Connection, row: Mapping[str, Cell]) -> list[str]:
    """The most engaged negative posts from opening to peak, about the topic where one is named."""
    opened, peak = _day(row["opened_on"]), _day(row["peak_on"])
    span = Period(opened, max(opened, peak))
    found = answers.posts(connection, str(row["brand_id"]), span, limit=POSTS_SCANNED).records()
    negative = [post for post in found if post["tone"] == "negative"]
    return post_lines([post for post in negative if post["topic"] == row["topic"]] or negative)


def _has_card(row: Mapping[str, Cell]) -> bool:
    """A grave or red-line post in the course of a swarm is part of what the swarm's card tells."""
    return row["swarm_alert_id"] is None or bool(set(_reasons(row)) & set(NEW_VOICE))


def _reasons(row: Mapping[str, Cell]) -> list[str]:
    return str(row["reasons"] or "").split(",")


def _when(row: Mapping[str, Cell]) -> str:
    hour = hour_of(row["opened_at"])
    return f"{hour:%Y-%m-%d %H:%M}" if hour else str(row["opened_on"])


def _day(value: Cell) -> date:
    if not isinstance(value, date):
        raise TypeError(f"an alert episode without a day: {value!r}")
    return value
