"""Groups that are told are large enough, and not all of one answer; judged by what is published of them."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations_with_replacement
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from crm.satisfaction.surveys import survey_measures
from warehouse import answers, duck
from warehouse.answers import Period, views

WEEK = Period(date(2026, 11, 2), date(2026, 11, 8))
KINDS = {"nps": ((3, 7, 10), 10), "csat": ((2, 5), 5), "ces": ((1, 4, 7), 7)}
"""Per question the scores that stand for its kinds of answer, and its scale."""


def groups() -> list[tuple[str, tuple[int, ...]]]:
    """Every mixture of kinds of answer among four, five and six people, and some hundred."""
    small = [(q, m) for q, (s, _) in KINDS.items() for n in (4, 5, 6) for m in combinations_with_replacement(s, n)]
    return small + [(q, (score,) * 100 + more) for q, (s, _) in KINDS.items() for score in s for more in ((), (s[0],))]


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sa.Connection]:
    engine = duck.engine_for(tmp_path / "w.duckdb")
    views.METADATA.create_all(engine)
    with engine.begin() as opened:
        yield opened


def test_months_of_few_or_of_equal_answers_are_left_out_and_no_others(connection: sa.Connection) -> None:
    """What is told is decided from the published row alone, and agrees with the answers it was made of."""
    rows = [
        {"brand_id": f"b{at}", "month": pd.Timestamp("2026-11-01"), "question": q, "score": s, "scale": KINDS[q][1]}
        for at, (q, scores) in enumerate(groups())
        for s in scores
    ]
    measured = survey_measures(pd.DataFrame(rows))
    assert isinstance(measured, pd.DataFrame)
    named = measured.assign(measure_name="x", measure_name_en="x", is_total=True)
    known = [column.name for column in views.SATISFACTION.c if column.name in named]
    told = named[known].astype(object).where(named[known].notna(), None)
    connection.execute(views.SATISFACTION.insert(), [dict(zip(known, row, strict=True)) for row in told.to_numpy()])
    for at, (question, scores) in enumerate(groups()):
        found = answers.satisfaction(connection, f"b{at}", WEEK, measures=[question]).rows
        assert bool(found) == (len(scores) >= 5 and len(set(scores)) > 1), (question, scores)


@pytest.mark.parametrize(
    ("tones", "is_told"),
    [
        (["negative"] * 5, False),
        (["positive"] * 6, False),
        (["negative"] * 3 + ["positive"], False),
        (["negative"] * 4 + ["positive"], True),
        (["negative"] * 5 + ["neutral"], True),
        (["neutral"] * 5, True),
    ],
)
def test_a_persona_of_one_mind_is_not_told(connection: sa.Connection, tones: list[str], is_told: bool) -> None:
    span = {"period_start": WEEK.start, "period_end": WEEK.end}
    who = [f"u{at}" for at in range(len(tones))]
    member = {"persona_id": "p", "platform": "weibo", "is_primary": True, "author_count": len(who), **span}
    connection.execute(views.PERSONA_MEMBER.insert(), [{**member, "author_id": each} for each in who])
    said = {"day": WEEK.start, "platform": "weibo", "brand_id": "a", "is_inherited": False, "is_complaint": False}
    mentions = [
        {**said, "content_key": at, "author_id": each, "sentiment": tone}
        for at, (each, tone) in enumerate(zip(who, tones, strict=True))
    ]
    connection.execute(views.BRIEF.insert(), mentions)
    assert bool(answers.personas(connection, "a", WEEK).rows) is is_told


def test_a_persona_whose_members_all_complained_is_not_told(connection: sa.Connection) -> None:
    span = {"period_start": WEEK.start, "period_end": WEEK.end}
    for at in range(6):
        member = {"persona_id": "p", "platform": "heimao", "is_primary": True, "author_id": f"u{at}", **span}
        connection.execute(views.PERSONA_MEMBER.insert(), [member])
        said = {"day": WEEK.start, "platform": "heimao", "brand_id": "a", "is_inherited": False, "is_complaint": True}
        connection.execute(views.BRIEF.insert(), [{**said, "content_key": at, "author_id": f"u{at}"}])
    assert answers.personas(connection, "a", WEEK).rows == ()
