"""The verdict in use on one content and brand: on the brand where a model judged it apart, else on the whole text.

Of "A is better than B" the two brands get verdicts of their own; where a text names one brand, the whole text's counts.
"""

from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.members import ALL

WHOLE, APART = t.fact_sentiment.alias("whole"), t.fact_sentiment.alias("apart")


def with_verdicts(mentions: sa.FromClause) -> sa.FromClause:
    """Rows of `fact_mention` (or a join with it) beside both verdicts."""
    row = t.fact_mention.c
    return mentions.outerjoin(WHOLE, _current(WHOLE.c, sa.literal(ALL))).outerjoin(
        APART, sa.and_(_current(APART.c, row.brand_key), row.brand_key > 0)
    )


def verdict(name: str) -> sa.ColumnElement[Any]:
    """A column of the verdict that counts, from what `with_verdicts` joined; NULL where nobody judged."""
    return sa.case((APART.c.content_key.is_not(None), APART.c[name]), else_=WHOLE.c[name])


def _current(said: Any, target: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    return sa.and_(
        said.content_key == t.fact_mention.c.content_key,
        said.is_current,
        said.target_brand_key == target,
        said.aspect_key == ALL,
    )
