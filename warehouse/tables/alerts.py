"""Alert episodes, and who spread them."""

import sqlalchemy as sa

from warehouse.columns import Merge, Refresh, column, measure, table
from warehouse.tables.shared import author_key, brand_key, date_key, instant, key_of, platform_key, text

KINDS = ("swarm", "post")
"""Many voices at once; one content that alarms by itself."""

fact_alert = table(
    "fact_alert",
    column("alert_id", sa.String, "警报代号", "Alert id", merge=Merge.KEY),
    brand_key(),
    date_key("开启日", "Day opened"),
    key_of("dim_date.date_key", "峰值日", "Day of the peak", name="peak_date_key"),
    key_of("dim_date.date_key", "结束日;-3 为仍在持续", "Day closed; -3 still open", name="closed_date_key"),
    key_of("dim_topic.topic_key", "主要话题", "Main topic"),
    text("state", "open 或 closed", "open or closed", one_of=("open", "closed")),
    measure(
        "negative_count",
        "期间负面内容数(不计水军);单帖若已计入同期的群体警报则为 0,故可相加",
        "Negative contents over the episode, a water army's aside; 0 for a post that its swarm counts, so they add up",
        "mentions",
    ),
    measure("peak_negative_count", "峰值日负面内容数", "Negative contents on the peak day", "mentions"),
    measure(
        "baseline_negative_count",
        "基线:平日负面内容数",
        "Baseline: negative contents of a usual day",
        "mentions",
        type_=sa.Double,
    ),
    measure("severity", "严重度 0-1;单帖为空", "Severity 0 to 1; NULL for a post", "share", type_=sa.Double),
    text("kind", "种类:swarm 群体,post 单帖", "swarm: many voices; post: a single content", one_of=KINDS),
    instant("began_at", "爆发的第一个小时;只知日期则为空", "First hour of the burst; NULL where only days are known"),
    instant(
        "opened_at",
        "发现时间:判定所用最后一小时之末;只知日期则为空",
        "When it was found: the end of the last hour it rests on; NULL where only days are known",
    ),
    instant("peak_at", "负面最多的一小时", "The hour with most negatives"),
    instant("closed_at", "恢复平常的时间;仍在持续则为空", "When it was back to usual; NULL while open"),
    instant(
        "shifted_at",
        "变点检测另行得出的水平变化时间;没有则为空",
        "Change of level found independently; NULL where none is",
    ),
    instant(
        "first_own_post_at",
        "品牌账号在发现之后的首次发布;没有则为空",
        "The brand's own first post after it was found; NULL without one",
    ),
    measure("army_negative_count", "期间水军负面数,另计", "Negatives of a water army, counted apart", "mentions"),
    measure("judged_count", "期间已判断情感的内容数", "Contents with a judged tone over the episode", "mentions"),
    measure("voice_count", "发声账号数", "Accounts that spoke negatively", "accounts"),
    measure("reach_count", "这些账号的粉丝数之和,仅计已知", "Their followers, as far as known", "accounts"),
    measure("reach_known_count", "粉丝数已知的负面内容数", "Negatives whose author's followers are known", "mentions"),
    measure(
        "half_life_hours",
        "半衰期:自最满的 24 小时至超额减半;尚未减半则为空",
        "Hours from the fullest 24 hours to half their excess; NULL while not reached",
        "hours",
        type_=sa.Double,
    ),
    key_of("dim_product.product_key", "主要涉及的产品;-2 为未集中于某一产品", "Main product; -2 where none stands out"),
    text("complaint_type", "主要投诉类型(代号)", "Main type of complaint (code)"),
    key_of("dim_content.content_key", "单帖的内容;群体警报为 -2", "The content of a post alert; -2 for a swarm"),
    text(
        "reasons",
        "单帖为何报警,逗号分隔:account 大号,red_line 红线词,severity 严重,flag 人工标记",
        "Why a post alarms, separated by commas: account, red_line, severity, flag",
    ),
    text(
        "swarm_alert_id",
        "单帖所处的群体警报;不在其中则为空",
        "The swarm in whose course a post came; NULL outside one",
    ),
    zh="一行是一段警报",
    en="One row is one alert episode",
    kind="accumulating snapshot",
    key=("alert_id",),
    refresh=Refresh.PROFILE,
    ordered=(("began_at", "opened_at"), ("opened_at", "first_own_post_at"), ("began_at", "closed_at")),
)

fact_alert_spreader = table(
    "fact_alert_spreader",
    column("alert_id", sa.String, "警报代号", "Alert id", merge=Merge.KEY),
    column("rank", sa.BigInteger, "传播名次,1 为最广", "Place among the spreaders, 1 is the widest", merge=Merge.KEY,
           minimum=1),
    brand_key(),
    author_key(),
    platform_key(),
    date_key("首次参与日", "Day of the first negative"),
    instant("first_at", "首次参与时间", "When it first joined in"),
    measure("negative_count", "期间该账号的负面内容数", "The account's negatives over the episode", "mentions"),
    measure("follower_count", "粉丝数;未知为空", "Followers; NULL unknown", "accounts"),
    measure("engagement_count", "这些内容的互动量;未知为空", "Engagement with these contents; NULL unknown",
            "engagements"),
    zh="一行是一段群体警报中的一个主要传播账号(至多十个)",
    en="One row is one of the accounts that spread a swarm most (ten at most)",
    kind="accumulating snapshot",
    key=("alert_id", "rank"),
    refresh=Refresh.PROFILE,
)  # fmt: skip
