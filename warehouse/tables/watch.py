"""Whom the brand keeps an eye on, whether they speak or not."""

import sqlalchemy as sa

from warehouse.columns import Merge, Refresh, column, measure, table
from warehouse.tables.authors import PERIOD_END, PERIOD_START
from warehouse.tables.shared import author_key, brand_key, flag, platform_key, text

fact_brand_author_watch = table(
    "fact_brand_author_watch",
    brand_key(),
    author_key(),
    platform_key(),
    column("period_start", sa.Date, *PERIOD_START[1:], merge=Merge.KEY),
    column("period_end", sa.Date, *PERIOD_END[1:], merge=Merge.KEY),
    text("reason", "关注理由(代号)", "Why it is watched (code)"),
    measure("mention_count", "本期谈及该品牌的内容数;沉默为 0", "Contents about the brand; 0 when silent", "mentions",
            is_nullable=False),
    flag("is_silent", "本期是否未谈及该品牌", "Whether it said nothing of the brand in the period"),
    zh="一行是一个受关注的账号在一个时期与一个品牌(含沉默者)",
    en="One row is one watched account, one brand and one period, silent ones included",
    kind="factless",
    key=("brand_key", "author_key", "period_start", "period_end"),
    refresh=Refresh.PROFILE,
)  # fmt: skip
