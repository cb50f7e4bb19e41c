"""`v_complaint`."""

from warehouse import tables as t
from warehouse.views import shared
from warehouse.views.view import View, derived, shown

_FACT, _ROW, _CONTENT = t.fact_complaint.c, t.fact_mention.c, t.dim_content.c

V_COMPLAINT = View(
    name="v_complaint",
    zh="一行是一件投诉与其涉及的一个品牌;涉及两个品牌的投诉有两行",
    en="One row is one complaint and one brand it is about: a complaint about two brands has two rows",
    source=(
        t.fact_complaint.join(t.fact_mention, _ROW.content_key == _FACT.content_key)
        .join(t.dim_content, _CONTENT.content_key == _FACT.content_key)
        .join(t.dim_date, t.dim_date.c.date_key == _FACT.date_key)
        .join(t.dim_platform, t.dim_platform.c.platform_key == _FACT.platform_key)
        .join(t.dim_brand, t.dim_brand.c.brand_key == _ROW.brand_key)
        .join(t.dim_product, t.dim_product.c.product_key == _ROW.lead_product_key)
        .join(t.dim_complaint_type, t.dim_complaint_type.c.complaint_type_key == _FACT.complaint_type_key)
    ),
    condition=_ROW.mention_count == 1,
    additive=("complaint_count",),
    columns=(
        shown(_CONTENT.mention_id, "complaint_id"),
        shared.day(),
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
        shown(_CONTENT.url),
        shown(_FACT.evidence),
        derived(
            "complaint_count",
            _FACT.complaint_count,
            "投诉数,恒为 1:按品牌可相加;跨品牌时涉及两个品牌的投诉计两次",
            "Complaints, always 1: adds up per brand; over brands, one about two of them counts for each",
            unit="complaints",
        ),
    ),
)
