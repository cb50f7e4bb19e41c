"""What words a brand is spoken of in."""

import sqlalchemy as sa

from warehouse.columns import Merge, Refresh, column, measure, table
from warehouse.tables.shared import brand_key, date_key

fact_term_day = table(
    "fact_term_day",
    brand_key(),
    date_key(),
    column("term", sa.String, "词(名词、动词、形容词,不含停用词)", "Word: noun, verb or adjective", merge=Merge.KEY),
    column(
        "tone",
        sa.String,
        "所在内容对品牌的情感:positive, neutral, negative;未判断为 unjudged",
        "Tone of the contents towards the brand: positive, neutral, negative, or unjudged",
        merge=Merge.KEY,
        one_of=("positive", "neutral", "negative", "unjudged"),
    ),
    measure(
        "mention_count",
        "含该词的内容数;同一词可跨天、情感相加,不可跨词相加(一条内容含多个词)",
        "Contents that hold the word; adds up for one word over days and tones, never over words",
        "mentions",
        is_nullable=False,
    ),
    measure(
        "author_count",
        "当日说过该词的作者数,不可跨天相加",
        "Authors who used it that day; never add over days",
        "authors",
    ),
    zh="一行是一个品牌的内容里一个词在一天、一种情感下的出现",
    en="One row is one word in what was said about one brand on one day in one tone",
    kind="aggregate",
    key=("brand_key", "date_key", "term", "tone"),
    refresh=Refresh.PROFILE,
)
