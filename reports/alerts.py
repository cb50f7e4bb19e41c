"""Alert cards: one message per episode, for the chat of the people who must act."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection

from reports.card import post_lines
from reports.episode import blamed_product, episode_clause
from warehouse import answers
from warehouse.answers import Cell, Period
from warehouse.connect import Target


def alert_cards(warehouse: Connection | Target) -> dict[str, str]:
    """Alert id -> card in Markdown, of every episode of every brand, oldest first; empty when there is none."""
    with answers.reading(warehouse) as connection:
        episodes = answers.alert_episodes(connection).records()
        return {str(row["alert_id"]): _card(connection, row) for row in episodes}


def _card(connection: Connection, row: Mapping[str, Cell]) -> str:
    brand_id = str(row["brand_id"])
    until = answers.data_until(connection, brand_id) or _date(row["peak_on"])
    sentence = episode_clause(row, until, blamed_product(connection, brand_id, row, until)).zh
    lines = [f"**【预警】{row['brand']}** · {row['opened_on']}", f"{sentence}。", *_posts(connection, row)]
    return "\n\n".join(lines) + "\n"


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
