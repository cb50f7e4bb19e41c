"""How talk spreads: `v_watch`, `v_cascade`, `v_propagation`, `v_sentiment_mover`, `v_circle`, `v_audience_sign`."""

from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.views import shared
from warehouse.views.view import View, ViewColumn, derived, shown


def _of(fact: sa.Table) -> sa.FromClause:
    """A fact with the brand, author and platform it names."""
    joined: sa.FromClause = fact
    for dimension, key in ((t.dim_brand, "brand_key"), (t.dim_author, "author_key"), (t.dim_platform, "platform_key")):
        if key in fact.c:
            joined = joined.join(dimension, dimension.c[key] == fact.c[key])
    return joined


def _period(fact: sa.Table) -> tuple[ViewColumn, ViewColumn]:
    return shown(fact.c.period_start), shown(fact.c.period_end)


def _measures(fact: sa.Table, *names: str) -> tuple[ViewColumn, ...]:
    return tuple(shown(fact.c[name]) for name in names)


_ROOT = derived("mention_id", t.dim_content.c.mention_id, "原帖标识", "Mention id of the original")

V_WATCH = View(
    name="v_watch",
    zh="一行是一个受关注的账号在一个时期与一个品牌(含沉默者)",
    en="One row is one watched account, one brand and one period, silent ones included",
    source=_of(t.fact_brand_author_watch),
    additive=("mention_count",),
    columns=(
        *shared.brand(),
        *_period(t.fact_brand_author_watch),
        *shared.platform(),
        *shared.author(),
        *_measures(t.fact_brand_author_watch, "reason", "mention_count", "is_silent"),
    ),
)

V_CASCADE = View(
    name="v_cascade",
    zh="一行是一条原帖与一个品牌的转发树",
    en="One row is the repost tree of one original content and one brand",
    source=_of(t.fact_cascade)
    .join(t.dim_content, t.dim_content.c.content_key == t.fact_cascade.c.content_key)
    .join(t.dim_date, t.dim_date.c.date_key == t.fact_cascade.c.date_key),
    additive=("repost_count", "direct_count", "negative_lag_count"),
    columns=(
        shared.day(t.fact_cascade.c.date_key),
        *shared.platform(),
        *shared.brand(),
        _ROOT,
        *shared.author(),
        *_measures(
            t.fact_cascade, "repost_count", "author_count", "direct_count", "depth", "breadth", "structural_virality",
            "median_lag_minutes", "half_life_minutes", "span_minutes", "negative_lag_count",
        ),
    ),
)  # fmt: skip

V_SENTIMENT_MOVER = View(
    name="v_sentiment_mover",
    zh="一行是一个作者在一个话题上对一个品牌本期净情感变化的贡献(百分点相加即全部变化)",
    en="One row is one author's part, on one topic, in the change of a brand's net sentiment; points add up to it",
    source=_of(t.fact_sentiment_mover).join(t.dim_topic, t.dim_topic.c.topic_key == t.fact_sentiment_mover.c.topic_key),
    additive=(
        "positive_count", "neutral_count", "negative_count", "previous_positive_count", "previous_neutral_count",
        "previous_negative_count", "own_points", "caused_points", "points",
    ),
    columns=(
        *shared.brand(),
        *_period(t.fact_sentiment_mover),
        *shared.topic(),
        *shared.platform(),
        *shared.author(),
        *_measures(
            t.fact_sentiment_mover, "positive_count", "neutral_count", "negative_count", "previous_positive_count",
            "previous_neutral_count", "previous_negative_count", "own_points", "caused_points", "points", "rank",
        ),
    ),
)  # fmt: skip


def _v_circle() -> View:
    fact = t.fact_community_period
    foremost = t.dim_author.alias("foremost")
    return View(
        name="v_circle",
        zh="一行是一个品牌转发网络中的一个圈子在一个时期",
        en="One row is one circle of a brand's repost graph in one period",
        source=_of(fact).join(foremost, foremost.c.author_key == fact.c.top_author_key),
        additive=("member_count", "inner_pair_count", "mutual_pair_count", "inner_passing_count", "top_passing_count",
                  "kept_count"),
        columns=(
            *shared.brand(),
            *_period(fact),
            *_measures(fact, "community_id", "member_count", "inner_pair_count", "mutual_pair_count",
                       "inner_passing_count", "outer_passing_count"),
            derived("top_author_id", foremost.c.author_id, "圈内首位账号假名", "Pseudonym of the foremost member"),
            derived("top_author_name", foremost.c.name, "圈内首位账号(打码)", "Masked name of the foremost member"),
            *_measures(fact, "top_passing_count", "gini", "modularity", "previous_community_id",
                       "previous_member_count", "kept_count"),
        ),
    )  # fmt: skip


V_CIRCLE = _v_circle()

V_AUDIENCE_SIGN = View(
    name="v_audience_sign",
    zh="一行是一个上榜账号受众质量的一项证据(无论可疑与否)",
    en="One row is one piece of evidence on the audience of a ranked account, suspicious or not",
    source=_of(t.fact_audience_sign),
    columns=(
        *_period(t.fact_audience_sign),
        *shared.platform(),
        *shared.author(),
        *_measures(t.fact_audience_sign, "sign", "value", "reference", "bound", "evidence_count", "is_suspicious"),
    ),
)


def _v_propagation() -> View:
    edge, row = t.fact_propagation.c, t.fact_mention.c
    parent, root = t.dim_content.alias("parent"), t.dim_content.alias("root")
    joined: Any = (
        t.fact_propagation.join(t.fact_mention, sa.and_(row.content_key == edge.content_key, row.mention_count == 1))
        .join(t.dim_brand, t.dim_brand.c.brand_key == row.brand_key)
        .join(t.dim_platform, t.dim_platform.c.platform_key == edge.platform_key)
        .join(t.dim_date, t.dim_date.c.date_key == edge.date_key)
        .join(t.dim_author, t.dim_author.c.author_key == edge.author_key)
        .join(t.dim_content, t.dim_content.c.content_key == edge.content_key)
        .join(parent, parent.c.content_key == edge.parent_content_key)
        .join(root, root.c.content_key == edge.root_content_key)
    )
    return View(
        name="v_propagation",
        zh="一行是一次转发或回复与一个品牌",
        en="One row is one repost or reply and one brand",
        source=joined,
        additive=("propagation_count",),
        columns=(
            shared.day(edge.date_key),
            shown(t.dim_content.c.published_at),
            *shared.platform(),
            *shared.brand(),
            shown(edge.kind),
            shown(t.dim_content.c.mention_id),
            *shared.author(),
            derived(
                "parent_mention_id",
                parent.c.mention_id,
                "上文标识;未采到则为空",
                "What it passes on; NULL not gathered",
            ),
            derived("root_mention_id", root.c.mention_id, "原帖标识;未采到则为空", "The original; NULL not gathered"),
            shown(edge.lag_minutes),
            derived("propagation_count", row.mention_count, "传播数,恒为 1", "Passings-on, always 1", unit="mentions"),
        ),
    )


V_PROPAGATION = _v_propagation()
