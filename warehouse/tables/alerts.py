"""Alert episodes."""

import sqlalchemy as sa

from warehouse.columns import Merge, Refresh, column, measure, table
from warehouse.tables.shared import brand_key, date_key, key_of, text

fact_alert = table(
    "fact_alert",
    column("alert_id", sa.String, "警报代号", "Alert id", merge=Merge.KEY),
    brand_key(),
    date_key("开启日", "Day opened"),
    key_of("dim_date.date_key", "峰值日", "Day of the peak", name="peak_date_key"),
    key_of("dim_date.date_key", "结束日;-3 为仍在持续", "Day closed; -3 still open", name="closed_date_key"),
    key_of("dim_topic.topic_key", "主要话题", "Main topic"),
    text("state", "open 或 closed", "open or closed", one_of=("open", "closed")),
    measure("negative_count", "期间负面内容数", "Negative contents over the episode", "mentions"),
    measure("peak_negative_count", "峰值日负面内容数", "Negative contents on the peak day", "mentions"),
    measure(
        "baseline_negative_count",
        "基线:平日负面内容数",
        "Baseline: negative contents of a usual day",
        "mentions",
        type_=sa.Double,
    ),
    measure("severity", "严重度 0-1", "Severity 0 to 1", "share", type_=sa.Double),
    zh="一行是一段警报",
    en="One row is one alert episode",
    kind="accumulating snapshot",
    key=("alert_id",),
    refresh=Refresh.PROFILE,
)
