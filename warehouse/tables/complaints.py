"""Complaints and how they were handled."""

import sqlalchemy as sa

from warehouse.columns import Refresh, column, measure, table
from warehouse.tables.shared import (
    author_key,
    brand_key,
    content_key,
    date_key,
    flag,
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
    text(
        "status",
        "状态:open, replied, resolved, closed",
        "State: open, replied, resolved, closed",
        one_of=("open", *ANSWERED),
    ),
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
    key_of(
        "dim_date.date_key",
        "最近一次再开启日;-1 为时间未知,-3 为没有",
        "Day last reopened; -1 at an unknown time, -3 never",
        name="reopened_date_key",
    ),
    key_of(
        "dim_date.date_key",
        "首次升级日;-1 为时间未知,-3 为没有",
        "Day first escalated; -1 at an unknown time, -3 never",
        name="escalated_date_key",
    ),
    key_of(
        "dim_date.date_key",
        "不再处理中之日:解决或关闭日,时间未知则为首次看到已结束之日;-3 为尚未",
        "Day from which it is no longer open: resolved or closed, else first seen to be; -3 not yet",
        name="ended_date_key",
    ),
    key_of(
        "dim_date.date_key",
        "应回复的最后一日(工作日期限);-1 为未知",
        "Last day for a first reply, by a term in working days; -1 unknown",
        name="reply_due_date_key",
    ),
    key_of(
        "dim_date.date_key",
        "应解决的最后一日(工作日期限);-1 为未知",
        "Last day for a resolution, by a term in working days; -1 unknown",
        name="resolution_due_date_key",
    ),
    instant("reopened_at", "最近一次再开启时间;没有或时间未知为空", "When last reopened; NULL when never or unknown"),
    instant("escalated_at", "首次升级时间;没有或时间未知为空", "When first escalated; NULL when never or unknown"),
    flag(
        "is_reopened",
        "是否曾再开启;来源未给出处理过程则为空",
        "Whether ever reopened; NULL when the source shows no thread",
        is_nullable=True,
    ),
    measure(
        "reply_business_minutes",
        "首次回复用时(营业分钟:品牌营业时间,已计节假日与调休);未知则为空",
        "Time to first reply within the brand's opening hours (holidays and make-up days applied); NULL when unknown",
        "minutes",
    ),
    measure(
        "resolution_business_minutes",
        "解决用时(营业分钟:品牌营业时间,已计节假日与调休);未知则为空",
        "Time to resolution within the brand's opening hours (holidays and make-up days applied); NULL when unknown",
        "minutes",
    ),
    flag(
        "is_reply_late",
        "首次回复是否晚于期限;未回复、时间或期限未知为空",
        "Whether the first reply came after its term; NULL without a reply, or when its day or term is unknown",
        is_nullable=True,
    ),
    flag(
        "is_resolution_late",
        "解决是否晚于期限;未解决、时间或期限未知为空",
        "Whether the resolution came after its term; NULL when unresolved, or when its day or term is unknown",
        is_nullable=True,
    ),
    zh="一行是一件投诉及其各节点时间(多品牌时记产品字段所指品牌,其次指定品牌,再次最先提到的)",
    en="One row is one complaint with the date of each milestone (of several brands: the one its product field names,"
    " else the assigned one, else the one named first)",
    kind="accumulating snapshot",
    key=("content_key",),
    refresh=Refresh.CONTENT,
    ordered=(("opened_at", "first_replied_at"), ("opened_at", "resolved_at")),
)
