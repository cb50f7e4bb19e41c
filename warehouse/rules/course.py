"""The course of complaints: business time where it can be told, steps numbered through, days open as the facts say."""

from collections.abc import Iterator

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.members import NOT_ARRIVED
from warehouse.rules.check import Check, group_check, row_check
from warehouse.sql import one_if


def course_checks() -> Iterator[Check]:
    """Of complaints, their steps, and the days on which they were open."""
    fact, step = t.fact_complaint.c, t.fact_complaint_event.c
    yield row_check(
        t.fact_complaint,
        "business_time_known",
        sa.or_(
            sa.and_(fact.reply_minutes.is_not(None), fact.reply_business_minutes.is_(None)),
            sa.and_(fact.resolution_minutes.is_not(None), fact.resolution_business_minutes.is_(None)),
        ),
        severity="warn",
        zh="节假日已公布的年份内,已知用时都能换算为营业分钟(否则为空:请更新 chinesecalendar)",
        en="known durations are known in business minutes; NULL past the announced holidays: update chinesecalendar",
    )
    yield group_check(
        t.fact_complaint_event,
        "steps_numbered_through",
        ("content_key",),
        sa.or_(
            sa.func.max(step.event_number) != sa.func.count(),
            sa.func.sum(one_if(step.event == "opened")) != 1,
        ),
        zh="一件投诉的步骤从 1 起连续编号,且恰有一次提出",
        en="steps of a complaint are numbered from 1 without a gap, and it is opened once",
    )
    yield row_check(
        t.fact_complaint_backlog,
        "open_on_that_day",
        ~_was_open(),
        zh="积压中的每一天都在投诉的提出与结束之间",
        en="every day in the backlog lies between the opening and the end of its complaint",
    )


def _was_open() -> sa.ColumnElement[bool]:
    fact, row = t.fact_complaint.c, t.fact_complaint_backlog.c
    return (
        sa.select(fact.content_key)
        .where(
            fact.content_key == row.content_key,
            fact.date_key <= row.date_key,
            sa.or_(fact.ended_date_key == NOT_ARRIVED, row.date_key < fact.ended_date_key),
        )
        .exists()
    )
