"""`v_influencer`, `v_persona` and `v_persona_member`."""

from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.members import ALL
from warehouse.sql import one_if
from warehouse.views import shared
from warehouse.views.view import View, derived, shown

_INFLUENCE = t.fact_influencer.c

NOT_CUSTOMERS = ("BGC", "PGC", "news")
"""Classes of content that are no customer's voice; those crm leaves out when it groups authors."""

V_INFLUENCER = View(
    name="v_influencer",
    zh="一行是一个作者在一个时期对一个品牌的影响",
    en="One row is one author's influence on one brand in one period",
    source=(
        t.fact_influencer.join(t.dim_brand, t.dim_brand.c.brand_key == _INFLUENCE.brand_key)
        .join(t.dim_author, t.dim_author.c.author_key == _INFLUENCE.author_key)
        .join(t.dim_platform, t.dim_platform.c.platform_key == _INFLUENCE.platform_key)
    ),
    additive=("mention_count", "reach_count", "engagement_count", "positive_count", "negative_count", "repost_count"),
    columns=(
        *shared.brand(),
        shown(_INFLUENCE.period_start),
        shown(_INFLUENCE.period_end),
        *shared.author(),
        *shared.platform(),
        shown(_INFLUENCE.tier),
        shown(_INFLUENCE.follower_count),
        shown(_INFLUENCE.mention_count),
        shown(_INFLUENCE.reach_count),
        shown(_INFLUENCE.engagement_count),
        derived(
            "engagement_rate_numerator",
            _INFLUENCE.engagement_count,
            "互动率分子",
            "Numerator of engagement rate",
            unit="interactions",
        ),
        shown(_INFLUENCE.engaged_follower_count, "engagement_rate_denominator"),
        shown(_INFLUENCE.pagerank),
        shown(_INFLUENCE.caused_repost_count, "repost_count"),
        shown(_INFLUENCE.negative_count),
        shown(_INFLUENCE.positive_count),
        shown(_INFLUENCE.rank),
        *(
            shown(_INFLUENCE[name])
            for name in (
                "core_number", "betweenness", "h_index", "community_id", "likely_impression_count",
                "unique_reach_count", "bci", "emv_low", "emv_high", "emv_currency",
            )
        ),
    ),
)  # fmt: skip


def _spoken() -> sa.Subquery:
    """What members said of tracked brands in the period of each persona, once each however many brands are meant.

    Only what a persona may be read from: own words, and not those of a brand or the press.
    """
    member, version, speaker = t.fact_persona_membership.c, t.dim_author, t.dim_author.alias("speaker")
    row, content, tone = t.fact_mention.c, t.dim_content.c, t.fact_sentiment.c
    class_ = sa.func.coalesce(t.dim_content_class.c.content_class, "")
    is_own = sa.and_(row.brand_key > 0, ~row.is_inherited, content.text_length > 0, class_.not_in(NOT_CUSTOMERS))
    contents: sa.Select[Any] = (
        sa.select(member.persona_key, row.content_key)
        .distinct()
        .select_from(t.fact_persona_membership)
        .join(version, version.c.author_key == member.author_key)
        .join(
            speaker,
            sa.and_(speaker.c.platform_key == version.c.platform_key, speaker.c.author_id == version.c.author_id),
        )
        .join(t.fact_mention, row.author_key == speaker.c.author_key)
        .join(t.dim_content, content.content_key == row.content_key)
        .join(t.dim_content_class, t.dim_content_class.c.content_class_key == content.content_class_key)
        .join(t.dim_date, t.dim_date.c.date_key == row.date_key)
        .where(member.is_primary, is_own, t.dim_date.c.day.between(member.period_start, member.period_end))
    )
    said = contents.subquery()
    stated = sa.case((~tone.is_abstained, tone.label))
    judged = sa.and_(
        tone.content_key == said.c.content_key, tone.is_current, tone.target_brand_key == ALL, tone.aspect_key == ALL
    )
    tones = [sa.func.count(sa.case((stated == n, 1))).label(f"{n}_count") for n in ("positive", "negative", "neutral")]
    counted: sa.Select[Any] = (
        sa.select(said.c.persona_key, sa.func.count().label("mention_count"), *tones)
        .select_from(said.outerjoin(t.fact_sentiment, judged))
        .group_by(said.c.persona_key)
    )
    return counted.subquery("spoken")


def _members_of_period() -> sa.Subquery:
    every = t.dim_persona.alias("every").c
    grouped: sa.Select[Any] = (
        sa.select(every.period_start, every.period_end, sa.func.sum(every.author_count).label("author_count"))
        .where(every.persona_key > 0)
        .group_by(every.period_start, every.period_end)
    )
    return grouped.subquery("of_period")


def _v_persona() -> View:
    persona, spoken, period = t.dim_persona.c, _spoken(), _members_of_period()
    same_period = sa.and_(period.c.period_start == persona.period_start, period.c.period_end == persona.period_end)
    counts = {"mention_count": ("内容数", "Contents"), "positive_count": ("正面内容数", "Positive contents"),
              "negative_count": ("负面内容数", "Negative contents"),
              "neutral_count": ("中性内容数", "Neutral contents")}  # fmt: skip
    return View(
        name="v_persona",
        zh="一行是一个时期的一个画像(不分品牌)",
        en="One row is one persona of one period, over all brands",
        source=t.dim_persona.outerjoin(spoken, spoken.c.persona_key == persona.persona_key).join(period, same_period),
        condition=persona.persona_key > 0,
        additive=("author_count", "share_numerator", *counts),
        columns=(
            shown(persona.period_start),
            shown(persona.period_end),
            shown(persona.persona_id),
            shown(persona.name, "persona"),
            shown(persona.evidence),
            shown(persona.author_count),
            derived(
                "share_numerator", persona.author_count, "占比分子:成员数", "Numerator of its share", unit="authors"
            ),
            derived(
                "share_denominator",
                sa.cast(period.c.author_count, sa.BigInteger),
                "占比分母:本期全部画像成员数",
                "Denominator: members of all personas of the period",
                unit="authors",
            ),
            *(
                derived(
                    name,
                    sa.func.coalesce(spoken.c[name], 0),
                    f"成员当期以自己的话谈及跟踪品牌的{zh}(品牌与媒体内容不计)",
                    f"{en} by members in the period about tracked brands in own words; not those of brands or media",
                    unit="mentions",
                )
                for name, (zh, en) in counts.items()
            ),
            shown(persona.top_topic),
            shown(persona.stability),
            shown(persona.card),
        ),
    )


V_PERSONA = _v_persona()

_MEMBER = t.fact_persona_membership.c

V_PERSONA_MEMBER = View(
    name="v_persona_member",
    zh="一行是一个账号在一个时期归于一个画像",
    en="One row is one account belonging to one persona in one period",
    source=(
        t.fact_persona_membership.join(t.dim_persona, t.dim_persona.c.persona_key == _MEMBER.persona_key)
        .join(t.dim_author, t.dim_author.c.author_key == _MEMBER.author_key)
        .join(t.dim_platform, t.dim_platform.c.platform_key == _MEMBER.platform_key)
    ),
    additive=("author_count",),
    columns=(
        shown(_MEMBER.period_start),
        shown(_MEMBER.period_end),
        *shared.platform(),
        *shared.author(),
        shown(t.dim_persona.c.persona_id),
        shown(t.dim_persona.c.name, "persona"),
        shown(_MEMBER.probability),
        shown(_MEMBER.is_primary),
        *(shown(t.dim_persona.c[name]) for name in ("evidence", "top_topic", "stability", "card")),
        derived(
            "author_count",
            one_if(_MEMBER.is_primary),
            "账号数:最可能的画像计 1，其余计 0",
            "Accounts: 1 for the likeliest persona of an account, else 0",
            unit="authors",
        ),
    ),
)
