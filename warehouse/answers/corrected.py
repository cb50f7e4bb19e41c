"""Net sentiment with the model's errors taken out (the methods: warehouse.metrics.correction)."""

from sqlalchemy import Connection, func, select

from warehouse.answers.answer import Answer, ask
from warehouse.answers.periods import Period
from warehouse.answers.views import CORRECTION
from warehouse.answers.views import INSIGHT_DAY as DAY
from warehouse.metrics import ESTIMATES
from warehouse.metrics.correction import CLASSES, Corrected

__all__ = ["Corrected", "class_counts", "confusion", "corrected_net_sentiment", "estimates"]

_NET = "net_sentiment_corrected"


def confusion(connection: Connection, brand_id: str) -> Answer:
    """machine (positive, neutral, negative, abstained), human, correction_count: pairs of the random sample."""
    pair = CORRECTION.c
    keys = (pair.machine, pair.human)
    statement = (
        select(*keys, func.sum(pair.correction_count).label("correction_count"))
        .where(pair.brand_id == brand_id, pair.is_random)
        .group_by(*keys)
        .order_by(*keys)
    )
    return ask(connection, "confusion", statement)


def class_counts(connection: Connection, brand_id: str, now: Period) -> Answer:
    """Mentions of the period by verdict class, over all platforms."""
    sums = [func.sum(DAY.c[f"{name}_count"]).label(name) for name in CLASSES]
    statement = select(*sums).where(DAY.c.brand_id == brand_id, DAY.c.day.between(now.start, now.end))
    return ask(connection, "class_counts", statement)


def estimates(connection: Connection, brand_id: str, now: Period) -> dict[str, Corrected]:
    """Every estimate of a period by the metric's name: a figure with its interval, or what it lacks."""
    pairs: dict[str, dict[str, int]] = {}
    for machine, human, count in confusion(connection, brand_id).rows:
        of_class = pairs.setdefault(str(machine), {})
        of_class[str(human)] = of_class.get(str(human), 0) + int(count or 0)  # type: ignore[arg-type]
    (sums,) = class_counts(connection, brand_id, now).rows
    counts = {name: int(value or 0) for name, value in zip(CLASSES, sums, strict=True)}  # type: ignore[arg-type]
    return {metric.name: metric.value(counts, pairs) for metric in ESTIMATES}


def corrected_net_sentiment(connection: Connection, brand_id: str, now: Period) -> Corrected:
    """The corrected net sentiment of a period, or what it lacks."""
    return estimates(connection, brand_id, now)[_NET]
