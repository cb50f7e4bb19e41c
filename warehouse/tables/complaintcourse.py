"""The course of complaints: what happened to them, and on which days they were open."""

import sqlalchemy as sa

from warehouse.columns import Merge, Refresh, column, measure, table
from warehouse.tables.shared import brand_key, content_key, date_key, flag, instant, key_of, platform_key

STEPS = ("opened", "replied", "followed_up", "escalated", "resolved", "closed", "reopened")
"""What may happen to a complaint, in the order in which steps of one moment are told."""

fact_complaint_event = table(
    "fact_complaint_event",
    content_key(),
    column("event_number", sa.Integer, "该投诉的第几步,1 起", "Number of the step, from 1", merge=Merge.KEY, minimum=1),
    brand_key(),
    platform_key(),
    date_key("发生日(北京时间);-1 为时间未知", "Day it happened (Asia/Shanghai); -1 unknown"),
    key_of(
        "dim_content.content_key",
        "使其发生的回复;-2 为投诉本身或其页面",
        "The answer that brought it; -2 for the complaint itself or its page",
        name="step_content_key",
    ),
    column(
        "event",
        sa.String,
        "步骤:opened 提出,replied 首次回复,followed_up 跟进,escalated 升级,resolved 解决,closed 关闭,reopened 再开启",
        "opened, replied, followed_up, escalated, resolved, closed or reopened",
        one_of=STEPS,
    ),
    column(
        "actor",
        sa.String,
        "谁:brand 品牌,customer 投诉人,other 平台等他人,unknown 未知",
        "Who: brand, customer, other (the platform, ...), unknown",
        one_of=("brand", "customer", "other", "unknown"),
    ),
    column(
        "seen_in",
        sa.String,
        "见于:complaint, thread, page",
        "Where it was seen: complaint, thread or page",
        one_of=("complaint", "thread", "page"),
    ),
    column(
        "confidence",
        sa.String,
        "时间的可信程度:stated 来源写明,bounded 在两次采集之间,undated 只知不晚于 seen_at",
        "How sure its time is: stated by the source, bounded by two sightings of the page, undated (by seen_at)",
        one_of=("stated", "bounded", "undated"),
    ),
    instant("occurred_at", "发生时间;来源未写明则为空", "When it happened; NULL unless the source says"),
    instant("seen_at", "首次采到的时间", "When it was first seen"),
    measure("event_count", "步骤数,恒为 1", "Steps, always 1", "steps", is_nullable=False),
    zh="一行是一件投诉的一步状态变化",
    en="One row is one change in the state of one complaint",
    kind="transaction",
    key=("content_key", "event_number"),
    refresh=Refresh.CONTENT,
)

fact_complaint_backlog = table(
    "fact_complaint_backlog",
    content_key(),
    date_key("当日(北京时间)", "The day (Asia/Shanghai)"),
    brand_key(),
    platform_key(),
    key_of("dim_complaint_type.complaint_type_key", "投诉类型", "Type of complaint"),
    measure("age_days", "距提出的天数,提出当日为 0", "Days since it was opened, 0 on that day", "days", minimum=0),
    column(
        "state",
        sa.String,
        "到当日为止最重的状态:open, replied, reopened, escalated",
        "The gravest it had reached by that day: open, replied, reopened or escalated",
        one_of=("open", "replied", "reopened", "escalated"),
    ),
    flag(
        "is_reply_overdue",
        "是否已过回复期限而尚无首次回复;期限或回复时间未知为空",
        "Whether past its term without a first reply; NULL when the term or the reply's day is unknown",
        is_nullable=True,
    ),
    flag(
        "is_resolution_overdue",
        "是否已过解决期限;期限未知为空",
        "Whether past its term for a resolution; NULL when the term is unknown",
        is_nullable=True,
    ),
    measure(
        "open_count",
        "处理中的投诉数,恒为 1:同一天内可相加,不可跨天相加",
        "Open complaints, always 1: adds up within a day, never over days",
        "complaints",
        is_nullable=False,
    ),
    zh="一行是一件处理中的投诉的一天:从提出日到结束前一日,最多到数据的最后一日(仅含来源写明状态且有提出日的投诉)",
    en="One row is one open complaint on one day: from the day opened to the day before it ended, at most to the last"
    " day of the data (only of complaints whose source says how they stand and when they were opened)",
    kind="snapshot",
    key=("content_key", "date_key"),
    refresh=Refresh.CONTENT,
)
