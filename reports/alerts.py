"""Alert cards: one message per episode, for the chat of the people who must act."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection

from reports import numbers
from reports.card import post_lines
from reports.clauses import number
from reports.episode import blamed_product, episode_clause, hour_of
from reports.names import Pair, name_of
from warehouse import answers
from warehouse.answers import Cell, Period
from warehouse.connect import Target

REASONS: Mapping[str, Pair] = {
    "account": ("发帖账号粉丝众多", "an account with many followers"),
    "red_line": ("含红线词", "red-line words"),
    "severity": ("投诉严重", "a grave complaint"),
    "flag": ("人工标记", "flagged by a person"),
}
"""Why a single post alarms, as a card says it."""
NEW_VOICE = ("account", "flag")
"""Reasons for which a post has a card of its own although its swarm has one: the swarm's does not tell of it."""


def alert_cards(warehouse: Connection | Target) -> dict[str, str]:
    """Alert id -> card in Markdown, of every swarm and single post of every brand, oldest first; empty without any.

    A grave or red-line post in the course of a swarm is part of what the swarm's card tells, and has none.
    """
    with answers.reading(warehouse) as connection:
        swarms = [(row, _swarm_card(connection, row)) for row in answers.alert_episodes(connection).records()]
        posts = [(row, _post_card(row)) for row in answers.alert_posts(connection).records() if _is_told_apart(row)]
        found = sorted([*swarms, *posts], key=lambda each: (_date(each[0]["opened_on"]), str(each[0]["alert_id"])))
        return {str(row["alert_id"]): card for row, card in found}


def _is_told_apart(row: Mapping[str, Cell]) -> bool:
    return row["swarm_alert_id"] is None or bool(set(_reasons(row)) & set(NEW_VOICE))


def _reasons(row: Mapping[str, Cell]) -> list[str]:
    return str(row["reasons"] or "").split(",")


def _swarm_card(connection: Connection, row: Mapping[str, Cell]) -> str:
    brand_id = str(row["brand_id"])
    until = answers.data_until(connection, brand_id) or _date(row["peak_on"])
    sentence = episode_clause(row, until, blamed_product(connection, brand_id, row, until)).zh
    lines = [f"**【预警】{row['brand']}** · {_when(row)}", f"{sentence}。", *_spread(connection, row)]
    return "\n\n".join([*lines, *_posts(connection, row)]) + "\n"


def _post_card(row: Mapping[str, Cell]) -> str:
    why = "、".join(REASONS[name][0] for name in _reasons(row) if name in REASONS)
    about = "".join(f"「{name}」" for name in (row["product"], row["complaint_type"] and _type(row)) if name)
    sentence = f"{_who(row, row['author_tier'])}的一条内容{f'涉及{about}，' if about else ''}报警原因：{why}。"
    lines = [f"**【单帖预警】{row['brand']}** · {_when(row)}", sentence, *post_lines([row])]
    return "\n\n".join(lines) + "\n"


def _type(row: Mapping[str, Cell]) -> str:
    return name_of("complaint_type", row["complaint_type"])[0]


def _when(row: Mapping[str, Cell]) -> str:
    hour = hour_of(row["opened_at"])
    return f"{row['opened_on']}" + (f" {hour:%H:%M}" if hour else "")


def _spread(connection: Connection, row: Mapping[str, Cell]) -> list[str]:
    """Who spread it most; nothing where no account is known."""
    found = answers.alert_spreaders(connection, str(row["alert_id"])).records()
    return [f"传播最广的是{_who(found[0], found[0]['tier'])}。"] if found else []


def _who(row: Mapping[str, Cell], tier: Cell) -> str:
    """Platform, tier and masked name, with the followers where they are known."""
    place = name_of("platform", row["platform"])[0] + (name_of("tier", tier)[0] if tier else "")
    count = row["follower_count"]
    followers = "" if count is None else f"（{numbers.short(number(count))[0]} 粉丝）"
    return f"{place}账号{row['author_name'] or '（匿名）'}{followers}"


def _posts(connection: Connection, row: Mapping[str, Cell]) -> list[str]:
    """The most engaged negative posts from opening to peak, about the topic where one is named."""
    opened, peak = _date(row["opened_on"]), _date(row["peak_on"])
    span = Period(opened, max(opened, peak))
    found = answers.posts(connection, str(row["brand_id"]), span, limit=500).records()
    negative = [post for post in found if post["tone"] == "negative"]
    about = [post for post in negative if post["topic"] == row["topic"]]
    return post_lines(about or negative)


def _date(value: Cell) -> date:
    if not isinstance(value, date):
        raise TypeError(f"an alert episode without a day: {value!r}")
    return value
