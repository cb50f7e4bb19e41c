"""Share of voice against the other tracked brands."""

from sqlalchemy import Connection, func, select

from warehouse.answers.answer import Answer, ask
from warehouse.answers.periods import Period
from warehouse.answers.totals import in_either, when
from warehouse.answers.views import INSIGHT_DAY as DAY


def share_of_voice(connection: Connection, now: Period, before: Period) -> Answer:
    """Volume and judged sentiment per period, tracked brand and platform; the shares follow from them.

    All brands are returned, since the denominator is the sum over all of them.
    """
    names = ("mention_count", "positive_count", "neutral_count", "negative_count")
    label = when(now)
    keys = (label, DAY.c.brand_id, DAY.c.brand, DAY.c.platform)
    statement = (
        select(*keys, *(func.sum(DAY.c[name]).label(name) for name in names))
        .where(DAY.c.brand_id.is_not(None), in_either(now, before))
        .group_by(*keys)
        .order_by(label.desc(), DAY.c.brand_id, DAY.c.platform)
    )
    return ask(connection, "share_of_voice", statement, metrics=("share_of_voice", "negative_share_of_voice"))
