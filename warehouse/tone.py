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
    of_whole, of_brand = verdicts_on(row.content_key, row.brand_key)
    return mentions.outerjoin(WHOLE, of_whole).outerjoin(APART, of_brand)


def verdicts_on(content_key: Any, brand_key: Any) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    """How WHOLE and APART are joined with what tells a content and a brand."""
    of_brand = sa.and_(_current(APART.c, content_key, brand_key), brand_key > 0)
    return _current(WHOLE.c, content_key, sa.literal(ALL)), of_brand


def stated() -> sa.ColumnElement[Any]:
    """The label of the verdict that counts; NULL where the model declined or nobody judged."""
    return sa.case((~verdict("is_abstained"), verdict("label")))


def verdict(name: str) -> sa.ColumnElement[Any]:
    """A column of the verdict that counts, from what `with_verdicts` joined; NULL where nobody judged."""
    return sa.case((APART.c.content_key.is_not(None), APART.c[name]), else_=WHOLE.c[name])


def _current(said: Any, content_key: Any, target: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    return sa.and_(
        said.content_key == content_key,
        said.is_current,
        said.target_brand_key == target,
        said.aspect_key == ALL,
    )
