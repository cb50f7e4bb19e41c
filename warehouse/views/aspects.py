"""`v_aspect`: what is said of each aspect of what a brand sells."""

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.members import ALL
from warehouse.views import shared
from warehouse.views.view import View, derived, shown

_FACT, _SAID, _ASPECT, _CONTENT = t.fact_mention.c, t.fact_sentiment.c, t.dim_aspect.c, t.dim_content.c
_BRAND = t.dim_brand.c.brand_key
_MEANT = sa.union_all(
    sa.select(_BRAND, _BRAND.label("target_brand_key")), sa.select(_BRAND, sa.literal_column(str(ALL)))
).subquery("meant")
"""A brand's verdicts are those on it and those on a whole text. As two rows a brand, not as an OR, an engine can tell
from the brand asked for which verdicts to read at all."""


V_ASPECT = View(
    name="v_aspect",
    zh="一行是一条内容对一个品牌的一个方面的评价;一条内容可评价多个方面,故不等于声量",
    en="One row is one content's verdict on one aspect of one brand; a content may judge several: no volume",
    source=(
        t.fact_mention.join(t.dim_content, _CONTENT.content_key == _FACT.content_key)
        .join(t.dim_date, t.dim_date.c.date_key == _FACT.date_key)
        .join(t.dim_platform, t.dim_platform.c.platform_key == _FACT.platform_key)
        .join(t.dim_brand, t.dim_brand.c.brand_key == _FACT.brand_key)
        .join(t.dim_product, t.dim_product.c.product_key == _FACT.lead_product_key)
        .join(_MEANT, _MEANT.c.brand_key == _FACT.brand_key)
        .join(
            t.fact_sentiment,
            sa.and_(
                _SAID.content_key == _FACT.content_key,
                _SAID.target_brand_key == _MEANT.c.target_brand_key,
                _SAID.is_current,
                _SAID.aspect_key != ALL,
            ),
        )
        .join(t.dim_aspect, _ASPECT.aspect_key == _SAID.aspect_key)
    ),
    condition=_FACT.mention_count == 1,
    additive=("opinion_count", "positive_count", "neutral_count", "negative_count"),
    columns=(
        shown(_CONTENT.mention_id),
        shared.day(_FACT.date_key),
        *shared.platform(),
        *shared.brand(),
        shared.product(),
        shown(_ASPECT.aspect),
        shown(_ASPECT.name, "aspect_name"),
        shown(_ASPECT.industry),
        derived("sentiment", sa.case((~_SAID.is_abstained, _SAID.label)), "判断;弃权为空", "Verdict; NULL if declined"),
        shown(_SAID.probability),
        shown(_SAID.evidence),
        derived("opinion_count", sa.literal(1), "方面评价数,恒为 1", "Opinions, always 1", unit="opinions"),
        *(
            derived(
                f"{label}_count",
                sa.case((sa.and_(~_SAID.is_abstained, _SAID.label == label), 1), else_=0),
                zh,
                label.capitalize(),
                unit="opinions",
            )
            for label, zh in (("positive", "正面"), ("neutral", "中性"), ("negative", "负面"))
        ),
    ),
)
