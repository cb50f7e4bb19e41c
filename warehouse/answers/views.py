"""The warehouse views that answers read, as light SQLAlchemy tables: only names and types, never DDL of the product.

A test compares these declarations with the columns of the real views.
"""

from typing import Any

from sqlalchemy import TIMESTAMP, BigInteger, Boolean, Column, Date, Double, MetaData, String, Table
from sqlalchemy.types import TypeEngine

METADATA = MetaData()
"""Holds the declarations (tests create tiny stand-ins of the views from it)."""

_INSTANT = TIMESTAMP(timezone=True)

_TYPES: dict[str, TypeEngine[Any] | type[TypeEngine[Any]]] = {
    "day": Date, "begins_on": Date, "ends_on": Date, "opened_on": Date, "peak_on": Date, "closed_on": Date,
    "period_start": Date, "period_end": Date,
    **{f"{name}_at": _INSTANT for name in ("began", "peak", "closed", "shifted", "first_own_post", "first")},
    "published_at": _INSTANT, "observed_at": _INSTANT,
    "opened_at": _INSTANT, "first_replied_at": _INSTANT,
    "resolved_at": _INSTANT, "started_at": _INSTANT,
    "ended_at": _INSTANT, "window_from": _INSTANT, "window_to": _INSTANT,
    "sentiment_score": Double, "positive_probability": Double, "organic_weight": Double, "severity": Double,
    **{f"organic_{kind}_count": Double for kind in ("positive", "neutral", "negative", "complaint")},
    "half_life_hours": Double, "pagerank": Double, "stability": Double,
    "content_key": BigInteger, "author_key": BigInteger, "rank": BigInteger,
    "jaccard": Double,
    "month": Date, "impact_rank": BigInteger, "mean_rating": Double, "rating_gap": Double, "gap_low": Double,
    "gap_high": Double, "numerator": Double, "denominator": Double, "value_low": Double, "value_high": Double,
    "impact": Double, "part_worth_proxy": Double, "part_worth_low": Double,
    "part_worth_high": Double,
    **dict.fromkeys(("median_minutes", "business_median_minutes", "within_24h_share", "within_72h_share"), Double),
    **dict.fromkeys(("expected_count", "lift", "lift_low", "lift_high", "q_value"), Double),
    "reply_minutes": BigInteger, "resolution_minutes": BigInteger,
    **dict.fromkeys(("own_points", "caused_points", "points", "structural_virality"), Double),
    "half_life_minutes": Double, "span_minutes": Double, "depth": BigInteger, "breadth": BigInteger,
}  # fmt: skip


def _column(name: str, *, is_weighted: bool) -> Column[Any]:
    if name in _TYPES:
        return Column(name, _TYPES[name])
    if name.endswith("_count"):
        return Column(name, Double if is_weighted else BigInteger)
    return Column(name, Boolean if name.startswith("is_") else String)


def _view(name: str, columns: str, *, is_weighted: bool = False) -> Table:
    return Table(name, METADATA, *(_column(column, is_weighted=is_weighted) for column in columns.split()))


MENTION = _view(
    "v_mention",
    "content_key mention_id day published_at platform source kind brand_id brand product author_id author_name"
    " author_tier follower_count region title text url sentiment positive_probability sentiment_score is_abstained"
    " evidence topic_id topic is_complaint complaint_type content_class duplicate_group is_duplicate is_water_army"
    " organic_weight is_inherited like_count comment_count share_count favorite_count view_count engagement_count"
    " observed_at",
)
"""One row per content and brand."""

BRIEF = _view(
    "v_mention_brief",
    "content_key day platform brand_id brand product topic_id topic sentiment is_abstained is_complaint complaint_type"
    " author_id is_inherited engagement_count",
)
"""The same rows with what is counted by, without texts."""

VOICE = _view("v_voice", "content_key day brand_id author_key")
"""The same rows, sooner still: whose they are and when."""

INSIGHT_DAY = _view(
    "v_insight_day",
    "day platform brand_id brand mention_count deduplicated_count organic_count positive_count neutral_count"
    " negative_count abstained_count complaint_count engagement_count deduplicated_positive_count"
    " deduplicated_neutral_count deduplicated_negative_count deduplicated_complaint_count organic_positive_count"
    " organic_neutral_count organic_negative_count organic_complaint_count",
)
"""Totals per brand, platform and day; brand_id NULL is content about no tracked brand."""

INSIGHT_TOPIC_DAY = _view(
    "v_insight_topic_day",
    "day platform brand_id brand topic_id topic mention_count deduplicated_count organic_count positive_count"
    " neutral_count negative_count abstained_count complaint_count engagement_count",
    is_weighted=True,
)
"""The same per topic, weighted so that topics add up to the total."""

COMPLAINT = _view(
    "v_complaint",
    "complaint_id day platform brand_id brand product complaint_type severity channel status opened_at"
    " first_replied_at resolved_at reply_minutes resolution_minutes url",
)
"""One row per complaint and brand it is about, with the times of its milestones."""

SERVICE_PERIOD = _view(
    "v_service_period",
    "brand_id brand product is_total month milestone complaint_count case_count ended_count censored_count"
    " median_minutes business_median_minutes within_24h_share within_72h_share late_count decided_count pending_count",
)
"""How the complaints of a month reached one milestone; totals over products are marked."""

ROOT_CAUSE = _view(
    "v_root_cause",
    "brand_id brand product theme theme_name period_start period_end complaint_count expected_count lift lift_low"
    " lift_high q_value rank",
)
"""Which product has more of which complaint than the brand in general."""

INFLUENCER = _view(
    "v_influencer",
    "brand_id brand period_start period_end author_id author_name platform tier follower_count mention_count"
    " reach_count engagement_count pagerank repost_count negative_count positive_count rank",
)
"""Authors ranked per brand and period."""

SENTIMENT_MOVER = _view(
    "v_sentiment_mover",
    "brand_id brand period_start period_end topic platform author_id author_name positive_count neutral_count"
    " negative_count previous_positive_count previous_neutral_count previous_negative_count own_points caused_points"
    " points",
)
"""What each author moved of a brand's net sentiment, by topic."""

CASCADE = _view(
    "v_cascade",
    "day platform brand_id brand mention_id author_id author_name repost_count author_count direct_count depth breadth"
    " structural_virality half_life_minutes span_minutes",
)
"""One row per original and brand: the tree of its reposts."""

PROPAGATION = _view(
    "v_propagation",
    "day platform brand_id kind mention_id author_id author_name parent_mention_id root_mention_id propagation_count",
)
"""One row per repost or reply and brand."""

PERSONA = _view(
    "v_persona",
    "period_start period_end persona_id persona evidence author_count mention_count positive_count negative_count"
    " neutral_count top_topic stability card",
)
"""Personas over all tracked brands and periods."""

PERSONA_MEMBER = _view(
    "v_persona_member",
    "period_start period_end platform author_id persona_id persona is_primary author_count evidence top_topic"
    " stability card",
)
"""Which account belonged to which persona in which period."""

PERSONA_DRIFT = _view(
    "v_persona_drift",
    "period_start period_end persona_id persona before_persona_id before_persona before_period_start"
    " before_period_end state common_count jaccard",
)
"""Personas of a period beside those of the period before."""

ALERT = _view(
    "v_alert",
    "alert_id brand_id brand opened_on peak_on closed_on state peak_negative_count baseline_negative_count topic kind"
    " began_at opened_at closed_at first_own_post_at product complaint_type voice_count half_life_hours mention_id"
    " reasons swarm_alert_id severity",
)
"""Alert episodes: one row per incident, not per day; kind `post` is a single content."""

ALERT_SPREADER = _view(
    "v_alert_spreader",
    "alert_id rank brand_id brand platform author_id author_name tier first_at negative_count follower_count"
    " engagement_count",
)
"""Who spread a swarm most."""

COVERAGE = _view(
    "v_coverage",
    "source source_title query run_id started_at ended_at outcome page_count row_count mention_count author_count"
    " refused_count skipped_count is_capped missing_estimate_count window_from window_to message",
)
"""What each gathering run asked for, got and missed."""

CORRECTION = _view(
    "v_correction", "mention_id day platform brand_id brand machine human is_random correction_count agreed_count"
)
"""What people said beside what the model in use had said."""

ASPECT = _view("v_aspect", "mention_id day brand_id brand product aspect aspect_name sentiment")
"""What each content says of each aspect."""

IMPROVEMENT = _view(
    "v_improvement",
    "month brand_id brand product is_total aspect aspect_name impact_rank mention_count negative_count"
    " all_mention_count review_count mean_rating rating_gap gap_low gap_high impact is_sure part_worth_proxy"
    " part_worth_low part_worth_high kano_kind_proxy",
)
"""Aspects by what is worth improving, of brands and of their products, month by month."""

SATISFACTION = _view(
    "v_satisfaction",
    "month brand_id brand is_total measure measure_name measure_name_en numerator denominator value_low value_high"
    " evidence_count is_proxy",
)
"""Measures of satisfaction and loyalty of brands and their parts, month by month."""

TERM_DAY = _view("v_term_day", "day brand_id brand term tone mention_count author_count")
"""Words of what was said of a brand, by day and tone."""

EVENT = _view("v_event", "brand_id brand name begins_on ends_on kind")
"""Campaigns and events of a brand."""
