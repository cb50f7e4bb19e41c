"""Answers over rows that were read once are those of the view, and of the brand and days asked for alone."""

from datetime import date

import sqlalchemy as sa

from warehouse.answers import Period
from warehouse.answers.gathered import from_gathered
from warehouse.answers.views import BRIEF


def test_gathered_rows_are_those_of_the_view(star: sa.Connection) -> None:
    span = Period(date(2026, 1, 1), date(2026, 12, 31))
    for brand in ("moli", "songyan"):
        days = BRIEF.c.day.between(span.start, span.end)
        keys = (BRIEF.c.content_key, BRIEF.c.topic, BRIEF.c.sentiment, BRIEF.c.author_id)
        statement = sa.select(*keys).where(BRIEF.c.brand_id == brand, days).order_by(BRIEF.c.content_key)
        quick = from_gathered(star, statement, brand, span)
        assert "v_mention_brief" not in str(quick)
        rows = star.execute(statement).all()
        assert rows == star.execute(quick).all()
        assert rows
