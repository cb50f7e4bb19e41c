"""`v_complaint`, and its course: `v_complaint_event` and `v_backlog`."""

from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.views import shared
from warehouse.views.view import View, derived, shown

_FACT, _ROW, _CONTENT = t.fact_complaint.c, t.fact_mention.c, t.dim_content.c
_EVENT, _DAY = t.fact_complaint_event.c, t.fact_complaint_backlog.c
_REPLY_DUE, _RESOLUTION_DUE = t.dim_date.alias("reply_due"), t.dim_date.alias("resolution_due")


def _about_brands(fact: sa.Table, source: sa.FromClause | None = None) -> sa.FromClause:
    """A fact of complaints with the brands each is about, its content and its place in the calendar."""
    own: Any = fact.c
    return (
        (fact if source is None else source)
        .join(t.fact_mention, _ROW.content_key == own.content_key)
        .join(t.dim_content, _CONTENT.content_key == own.content_key)
        .join(t.dim_date, t.dim_date.c.date_key == own.date_key)
        .join(t.dim_platform, t.dim_platform.c.platform_key == own.platform_key)
        .join(t.dim_brand, t.dim_brand.c.brand_key == _ROW.brand_key)
        .join(t.dim_product, t.dim_product.c.product_key == _ROW.lead_product_key)
    )


def _latest_day() -> sa.FromClause:
    """Complaints, those still open with their row of the last day of the backlog."""
    newest = sa.select(sa.func.max(t.fact_complaint_backlog.alias("any_day").c.date_key)).scalar_subquery()
    is_latest = sa.and_(_DAY.content_key == _FACT.content_key, _DAY.date_key == newest)
    return (
        t.fact_complaint.outerjoin(t.fact_complaint_backlog, is_latest)
        .join(_REPLY_DUE, _REPLY_DUE.c.date_key == _FACT.reply_due_date_key)
        .join(_RESOLUTION_DUE, _RESOLUTION_DUE.c.date_key == _FACT.resolution_due_date_key)
    )


V_COMPLAINT = View(
    name="v_complaint",
    zh="一行是一件投诉与其涉及的一个品牌;涉及两个品牌的投诉有两行",
    en="One row is one complaint and one brand it is about: a complaint about two brands has two rows",
    source=(
        _about_brands(t.fact_complaint, _latest_day()).join(
            t.dim_complaint_type, t.dim_complaint_type.c.complaint_type_key == _FACT.complaint_type_key
        )
    ),
    condition=_ROW.mention_count == 1,
    additive=("complaint_count",),
    columns=(
        shown(_CONTENT.mention_id, "complaint_id"),
        shared.day(_FACT.date_key),
        *shared.platform(),
        *shared.brand(),
        shared.product(),
        *shared.complaint_type(),
        shown(t.dim_complaint_type.c.theme),
        shown(t.dim_complaint_type.c.theme_name),
        shown(t.dim_complaint_type.c.category),
        shown(t.dim_complaint_type.c.category_name),
        shown(_FACT.severity),
        shown(_FACT.severity_points),
        shown(_FACT.severity_reasons),
        shown(_FACT.demands),
        shown(_FACT.cause),
        shown(_FACT.channel),
        shown(_FACT.status),
        shown(_FACT.opened_at),
        shown(_FACT.first_replied_at),
        shown(_FACT.resolved_at),
        shown(_FACT.reply_minutes),
        shown(_FACT.resolution_minutes),
        derived(
            "reply_count",
            _FACT.reply_count,
            "该投诉的品牌回复数,各品牌行相同,不可跨品牌相加;来源未给出处理过程则为空",
            "Replies by the brand to the complaint, the same on each of its rows; NULL when the source shows no thread",
            unit="replies",
        ),
        derived(
            "reopened_count",
            _FACT.reopened_count,
            "该投诉的再开启次数,各品牌行相同,不可跨品牌相加;来源未给出处理过程则为空",
            "Times the complaint was reopened, the same on each of its rows; NULL when the source shows no thread",
            unit="times",
        ),
        shown(_FACT.reopened_at),
        shown(_FACT.escalated_at),
        shown(_FACT.is_reopened),
        shown(_FACT.reply_business_minutes),
        shown(_FACT.resolution_business_minutes),
        derived(
            "reply_due_on",
            _REPLY_DUE.c.day,
            "应回复的最后一日(工作日期限);未知则为空",
            "Last day for a first reply, by a term in working days; NULL when unknown",
        ),
        derived(
            "resolution_due_on",
            _RESOLUTION_DUE.c.day,
            "应解决的最后一日(工作日期限);未知则为空",
            "Last day for a resolution, by a term in working days; NULL when unknown",
        ),
        derived(
            "is_reply_late",
            sa.func.coalesce(_FACT.is_reply_late, _DAY.is_reply_overdue),
            "首次回复是否超期:已回复的看回复日,未回复的看数据的最后一日;未知则为空",
            "Whether the first reply is late: by its day, without one by the last day of the data; NULL when unknown",
        ),
        derived(
            "is_resolution_late",
            sa.func.coalesce(_FACT.is_resolution_late, _DAY.is_resolution_overdue),
            "解决是否超期:已解决的看解决日,未解决的看数据的最后一日;未知则为空",
            "Whether the resolution is late: by its day, without one by the last day of the data; NULL when unknown",
        ),
        derived(
            "age_days",
            _DAY.age_days,
            "处理中的投诉到数据最后一日的天数;已结束则为空",
            "Days an open complaint had been open on the last day of the data; NULL when ended",
            unit="days",
        ),
        shown(_CONTENT.url),
        shown(_FACT.evidence),
        derived(
            "complaint_count",
            _FACT.complaint_count,
            "投诉数,恒为 1:按品牌可相加;跨品牌时涉及两个品牌的投诉计两次",
            "Complaints, always 1: adds up per brand; over brands, one about two of them counts for each",
            unit="complaints",
        ),
        shown(_FACT.content_key),
    ),
)

V_COMPLAINT_EVENT = View(
    name="v_complaint_event",
    zh="一行是一件投诉的一步与其涉及的一个品牌",
    en="One row is one step of one complaint and one brand it is about",
    source=_about_brands(t.fact_complaint_event),
    condition=_ROW.mention_count == 1,
    additive=("event_count",),
    columns=(
        shown(_CONTENT.mention_id, "complaint_id"),
        shown(_EVENT.event_number),
        shared.day(
            _EVENT.date_key, "发生日(北京时间);未知则为空", "Day it happened (Asia/Shanghai); NULL when unknown"
        ),
        *shared.platform(),
        *shared.brand(),
        shared.product(),
        shown(_EVENT.event),
        shown(_EVENT.actor),
        shown(_EVENT.occurred_at),
        shown(_EVENT.seen_at),
        shown(_EVENT.seen_in),
        shown(_EVENT.confidence),
        derived(
            "event_count",
            _EVENT.event_count,
            "步骤数,恒为 1:按品牌可相加;跨品牌时涉及两个品牌的投诉计两次",
            "Steps, always 1: adds up per brand; over brands, those of a complaint about two count for each",
            unit="steps",
        ),
    ),
)

V_BACKLOG = View(
    name="v_backlog",
    zh="一行是一件处理中的投诉的一天与其涉及的一个品牌",
    en="One row is one open complaint on one day and one brand it is about",
    source=_about_brands(t.fact_complaint_backlog).join(
        t.dim_complaint_type, t.dim_complaint_type.c.complaint_type_key == _DAY.complaint_type_key
    ),
    condition=_ROW.mention_count == 1,
    additive=("open_day_count",),
    columns=(
        shared.day(_DAY.date_key, "当日(北京时间)", "The day (Asia/Shanghai)"),
        shown(_CONTENT.mention_id, "complaint_id"),
        *shared.platform(),
        *shared.brand(),
        shared.product(),
        *shared.complaint_type(),
        shown(_DAY.state),
        shown(_DAY.age_days),
        shown(_DAY.is_reply_overdue),
        shown(_DAY.is_resolution_overdue),
        derived(
            "open_day_count",
            _DAY.open_count,
            "处理中的投诉·天,恒为 1:一天内之和是当日处理中的件数,多天之和除以天数是平均件数",
            "Complaint-days, always 1: over one day the complaints open on it, over many divided by them the mean",
            unit="complaint-days",
        ),
    ),
)
