"""Share of voice against other brands."""

from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from warehouse.answers.answer import Answer, ask
from warehouse.answers.periods import Period
from warehouse.answers.totals import among, in_either, when
from warehouse.answers.views import INSIGHT_DAY as DAY


def share_of_voice(connection: Connection, now: Period, before: Period, *, brands: Sequence[str] = ()) -> Answer:
    """Volume and judged sentiment per period, brand and platform; the shares follow from them.

    The denominator is the sum over the brands returned: those with the given ids, or all tracked ones.
    """
    names = ("mention_count", "positive_count", "neutral_count", "negative_count")
    label = when(now)
    keys = (label, DAY.c.brand_id, DAY.c.brand, DAY.c.platform)
    statement = (
        select(*keys, *(func.sum(DAY.c[name]).label(name) for name in names))
        .where(among(brands), in_either(now, before))
        .group_by(*keys)
        .order_by(label.desc(), DAY.c.brand_id, DAY.c.platform)
    )
    return ask(connection, "share_of_voice", statement, metrics=("share_of_voice", "negative_share_of_voice"))
