"""Complaints and how they were handled."""

import sqlalchemy as sa

from warehouse.columns import Refresh, column, measure, table
from warehouse.tables.shared import (
    author_key,
    brand_key,
    content_key,
    date_key,
    instant,
    key_of,
    natural,
    platform_key,
    product_key,
    surrogate,
    text,
)

ENDED = ("resolved", "closed")
"""States in which nothing more is expected."""
ANSWERED = ("replied", *ENDED)
"""States that say the brand has answered."""

dim_complaint_type = table(
    "dim_complaint_type",
    surrogate("complaint_type_key", "投诉类型键", "Complaint type key"),
    natural("complaint_type", "类型代号", "Type code"),
    text("name", "类型中文名", "Type in Chinese"),
    natural("theme", "主题代号;无则为空", "Theme code; NULL without one"),
    text("theme_name", "主题中文名", "Theme in Chinese"),
    text("category", "主题所属的投诉大类(参照 12315)", "Class the theme belongs to, after those of 12315"),
    text("category_name", "大类中文名", "Class in Chinese"),
    zh="一行是一种投诉类型下的一个主题",
    en="One row is one theme within one type of complaint",
    kind="dimension",
    key=("complaint_type", "theme"),
    refresh=Refresh.MEMBER,
)

fact_complaint = table(
    "fact_complaint",
    content_key(),
    brand_key(),
    product_key(),
    key_of("dim_complaint_type.complaint_type_key", "投诉类型", "Type of complaint"),
    platform_key(),
    author_key(),
    date_key("提出日(北京时间)", "Day opened (Asia/Shanghai)"),
    key_of(
        "dim_date.date_key",
        "首次回复日;-1 为已回复但时间未知,-3 为尚未",
        "Day of first reply; -1 answered at an unknown time, -3 not yet",
        name="first_reply_date_key",
    ),
    key_of(
        "dim_date.date_key",
        "解决日;-1 为已解决但时间未知,-3 为尚未",
        "Day resolved; -1 resolved at an unknown time, -3 not yet",
        name="resolved_date_key",
    ),
    column(
        "channel",
        sa.String,
        "渠道:complaint_platform 投诉平台,post 帖中识别",
        "complaint_platform, or post: detected in one",
    ),
    text("status", "状态:open, replied, resolved, closed", "State: open, replied, resolved, closed"),
    instant("opened_at", "提出时间", "When opened"),
    instant(
        "first_replied_at",
        "品牌首次回复时间;未回复或时间未知为空",
        "When the brand first replied; NULL when not or unknown",
    ),
    instant(
        "resolved_at",
        "解决时间(其后未再开启);未解决或时间未知为空",
        "When resolved and not reopened since; NULL when not or unknown",
    ),
    measure("severity", "严重度 0-1", "Severity 0 to 1", "share", type_=sa.Double),
    measure(
        "reply_count",
        "品牌回复数;来源未给出处理过程则为空",
        "Replies by the brand; NULL when the source shows no thread",
        "replies",
    ),
    measure(
        "reopened_count",
        "再开启次数;来源未给出处理过程则为空",
        "Times reopened; NULL when the source shows no thread",
        "times",
    ),
    measure("reply_minutes", "首次回复用时(自然分钟)", "Time to first reply, calendar time", "minutes"),
    measure("resolution_minutes", "解决用时(自然分钟)", "Time to resolution, calendar time", "minutes"),
    measure("complaint_count", "投诉数,恒为 1", "Complaints, always 1", "complaints", is_nullable=False),
    text("evidence", "依据的字符区间(JSON)", "Deciding pieces in characters (JSON)"),
    measure("severity_points", "严重度 0-100,各因素分之和", "Severity 0 to 100: the sum of its reasons", "points"),
    text("severity_reasons", "严重度的因素与分(JSON)", "Reasons of the severity with their points (JSON)"),
    text("demands", "诉求,逗号分隔", "What is demanded, separated by commas"),
    text("cause", "起因", "Cause"),
    zh="一行是一件投诉及其各节点时间(多品牌时记产品字段所指品牌,其次指定品牌,再次最先提到的)",
    en="One row is one complaint with the date of each milestone (of several brands: the one its product field names,"
    " else the assigned one, else the one named first)",
    kind="accumulating snapshot",
    key=("content_key",),
    refresh=Refresh.CONTENT,
)
