"""The words a brand is spoken of in, now and before: what a cloud and a list of rising words stand on."""

from sqlalchemy import Connection, and_, case, func, select

from warehouse.answers.answer import Answer, ask
from warehouse.answers.periods import BrandName, Period
from warehouse.answers.totals import in_either
from warehouse.answers.views import TERM_DAY

TONES = ("positive", "neutral", "negative", "unjudged")


def words(
    connection: Connection, brand: BrandName, now: Period, before: Period, *, least: int = 3, limit: int = 300
) -> Answer:
    """A row per word: contents of the period that hold it, by tone, and of the period before; the commonest first.

    The brand's own name is left out, being in most contents. Words of fewer than `least` contents are left out, as are
    those a day's list was too short for (see `fact_term_day`): a count is a lower bound.
    """
    view = TERM_DAY.c
    inside, earlier = view.day.between(now.start, now.end), view.day.between(before.start, before.end)
    count = func.sum(case((inside, view.mention_count), else_=0))
    tones = [
        func.sum(case((and_(inside, view.tone == tone), view.mention_count), else_=0)).label(f"{tone}_count")
        for tone in TONES
    ]
    statement = (
        select(
            view.term,
            count.label("mention_count"),
            *tones,
            func.sum(case((earlier, view.mention_count), else_=0)).label("before_count"),
        )
        .where(view.brand_id == brand.brand_id, in_either(now, before, view.day))
        .where(view.term.not_in((brand.brand_id.lower(), brand.name.lower())))
        .group_by(view.term)
        .having(count >= least)
        .order_by(count.desc(), view.term)
        .limit(limit)
    )
    return ask(connection, "words", statement)
