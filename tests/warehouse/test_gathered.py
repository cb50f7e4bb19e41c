"""Answers over rows that were read once are those of the view, and of the brand and days asked for alone."""

from datetime import date

import pytest
import sqlalchemy as sa

from warehouse.answers import Period
from warehouse.answers.gathered import from_contents, from_gathered
from warehouse.answers.views import BRIEF, MENTION
from warehouse.views import VIEWS
from warehouse.views.narrow import narrowed


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


def test_posts_asked_by_their_keys_are_those_of_the_view(star: sa.Connection) -> None:
    keys = sorted(star.execute(sa.select(MENTION.c.content_key).distinct()).scalars())[::2]
    statement = sa.select(*MENTION.c).where(MENTION.c.content_key.in_(keys), MENTION.c.brand_id == "moli")
    statement = statement.order_by(MENTION.c.content_key)
    quick = from_contents(star, statement, keys)
    assert str(quick) != str(statement)
    rows = star.execute(statement).all()
    assert rows == star.execute(quick).all()
    assert rows


@pytest.mark.parametrize("name", ["v_mention", "v_mention_brief"])
def test_a_narrowed_view_tells_of_what_is_asked_what_the_view_tells(star: sa.Connection, name: str) -> None:
    (view,) = (each for each in VIEWS if each.name == name)
    voice = sa.table("v_voice", sa.column("content_key", sa.BigInteger), sa.column("author_key", sa.BigInteger))
    some = [*star.execute(sa.select(voice).distinct().order_by(voice.c.content_key))]
    for chosen in (some, some[::3], some[:1]):
        asked = sa.values(*voice.c, name="asked", literal_binds=True).data([tuple(row) for row in chosen])
        keys = ", ".join(str(row.content_key) for row in chosen)
        expected = star.exec_driver_sql(f"SELECT * FROM {name} WHERE content_key IN ({keys})").all()
        found = star.execute(narrowed(view, asked)).all()
        assert sorted(map(repr, found)) == sorted(map(repr, expected))
        assert found
