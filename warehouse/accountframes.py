"""What crm asks of accounts: their figures by the day they were seen."""

import pyarrow as pa
import sqlalchemy as sa

from warehouse import bulk
from warehouse import tables as t


def account_day_frame(connection: sa.Connection) -> pa.Table:
    """platform, author_id, observed_at, follower_count, following_count: an account and day it was seen each."""
    row = t.fact_author_day.c
    statement = (
        sa.select(
            t.dim_platform.c.platform, row.author_id, row.observed_at, row.follower_count, row.following_count
        )
        .join(t.dim_platform, t.dim_platform.c.platform_key == row.platform_key)
        .order_by(t.dim_platform.c.platform, row.author_id, row.observed_at)
    )  # fmt: skip
    return bulk.fetch(connection, statement)
