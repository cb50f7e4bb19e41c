"""What cards of personas are made from, besides the mentions: which aspects each author likes and dislikes."""

import pyarrow as pa
import sqlalchemy as sa

from warehouse import bulk
from warehouse import tables as t
from warehouse.members import ALL


def aspect_frame(connection: sa.Connection) -> pa.Table:
    """platform, author_id, day, aspect (its name), sentiment: verdicts on aspects in own words about a tracked brand.

    Each once a day; verdicts that the engine declined, and those that came through a thread, are left out.
    """
    row, said, author = t.fact_mention.c, t.fact_sentiment.c, t.dim_author.c
    columns = [
        t.dim_platform.c.platform,
        author.author_id,
        t.dim_date.c.day,
        t.dim_aspect.c.name.label("aspect"),
        said.label.label("sentiment"),
    ]
    is_told = sa.and_(said.is_current, said.aspect_key != ALL, ~said.is_abstained)
    statement = (
        sa.select(*columns)
        .distinct()
        .select_from(t.fact_mention)
        .join(t.fact_sentiment, sa.and_(said.content_key == row.content_key, is_told))
        .join(t.dim_author, author.author_key == row.author_key)
        .join(t.dim_platform, t.dim_platform.c.platform_key == row.platform_key)
        .join(t.dim_date, t.dim_date.c.date_key == row.date_key)
        .join(t.dim_aspect, t.dim_aspect.c.aspect_key == said.aspect_key)
        .where(row.brand_key > 0, author.author_key > 0, ~row.is_inherited, t.dim_date.c.day.is_not(None))
        .order_by(*columns)
    )
    return bulk.fetch(connection, statement)
