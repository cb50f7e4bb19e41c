"""What moved net sentiment: the part of each topic in the change."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, func, select

from warehouse.answers.answer import Answer, Cell, ask
from warehouse.answers.periods import Period
from warehouse.answers.totals import in_either, when
from warehouse.answers.views import INSIGHT_TOPIC_DAY as TOPIC_DAY

COUNTS = ("mention_count", "positive_count", "neutral_count", "negative_count", "complaint_count")
"""The weighted columns returned per topic."""


def topic_drivers(connection: Connection, brand_id: str, now: Period, before: Period) -> Answer:
    """Topic-weighted counts per period, topic and platform. A NULL topic is content without one."""
    label = when(now, TOPIC_DAY.c.day)
    keys = (label, TOPIC_DAY.c.topic, TOPIC_DAY.c.platform)
    statement = (
        select(*keys, *(func.sum(TOPIC_DAY.c[name]).label(name) for name in COUNTS))
        .where(TOPIC_DAY.c.brand_id == brand_id, in_either(now, before, TOPIC_DAY.c.day))
        .group_by(*keys)
        .order_by(label.desc(), TOPIC_DAY.c.topic, TOPIC_DAY.c.platform)
    )
    return ask(connection, "topic_drivers", statement, metrics=("net_sentiment",))


def contributions(rows: Iterable[Mapping[str, Cell]]) -> dict[str | None, float]:
    """Points each topic adds to the change of net sentiment; they sum to the whole change.

    c_t = (P_t - N_t - S J_t)/J now minus the same before, with J_t and J the judged mentions of the topic and of all,
    and S net sentiment before: a topic whose tone is the usual one adds nothing, however much it grows.
    Empty when either period has no judged mention, since then there is no change to explain.
    """
    balance, judged = _by_topic(rows)
    whole = {when: sum(judged[when].values()) for when in judged}
    if not whole["now"] or not whole["before"]:
        return {}
    usual = sum(balance["before"].values()) / whole["before"]

    def part(topic: str | None, when: str) -> float:
        return (balance[when].get(topic, 0.0) - usual * judged[when].get(topic, 0.0)) / whole[when]

    return {topic: part(topic, "now") - part(topic, "before") for topic in judged["now"] | judged["before"]}


ByTopic = dict[str, dict[str | None, float]]
"""Period (now, before) -> topic -> number."""


def _by_topic(rows: Iterable[Mapping[str, Cell]]) -> tuple[ByTopic, ByTopic]:
    """P - N and P + Neu + N per period and topic, over all platforms."""
    balance: ByTopic = {"now": {}, "before": {}}
    judged: ByTopic = {"now": {}, "before": {}}
    for row in rows:
        when, topic = str(row["when"]), None if row["topic"] is None else str(row["topic"])
        positive, neutral, negative = (_number(row[name]) for name in COUNTS[1:4])
        balance[when][topic] = balance[when].get(topic, 0.0) + positive - negative
        judged[when][topic] = judged[when].get(topic, 0.0) + positive + neutral + negative
    return balance, judged


def _number(cell: Cell) -> float:
    return float(cell) if isinstance(cell, int | float) else 0.0
