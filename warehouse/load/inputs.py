"""What a build is made from: lists of Parquet files and the records of the configuration."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from records import Brand
from records.tiers import DEFAULT_SCHEMES, TierScheme

Files = tuple[Path, ...]
"""Parquet files of one data set; none is fine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """How a source or platform is called."""

    zh: str
    en: str
    platform: str | None = None
    """The platform a source reads; None for a platform's own title or a source of several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A theme of complaints and the class it belongs to."""

    zh: str
    category: str
    """Code of the class."""
    category_zh: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What is known of a model."""

    training_data: str | None
    """sha256 of what it was trained on."""
    scores: str | None
    """JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelUse:
    """From when a version was the one in use for its task, until the next one of the task."""

    task: str
    engine: str
    version: str
    used_from: datetime
    """Zone-aware."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStep:
    """One step of a run, for `fact_run_step`."""

    run_id: str
    step: str
    started_at: datetime
    ended_at: datetime
    outcome: str
    subject: str = ""
    """Source or task the step was about."""
    row_count: int | None = None
    cpu_seconds: float | None = None
    memory_peak_bytes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Everything `load` reads. The same inputs give the same rows."""

    mentions: Files = ()
    """records.arrow.mention_schema(); several versions of one mention are fine, the last seen wins."""
    observations: Files = ()
    """schema_of(Observation)."""
    authors: Files = ()
    """schema_of(Author)."""
    coverage: Files = ()
    """schema_of(Coverage)."""
    communities: Files = ()
    """schema_of(CommunityDay): first-party figures, so mostly none."""
    contacts: Files = ()
    """schema_of(Contact): first-party rows, so mostly none."""
    orders: Files = ()
    """schema_of(Order): first-party rows, so mostly none, as are all that follow."""
    surveys: Files = ()
    """schema_of(SurveyResponse)."""
    referrals: Files = ()
    """schema_of(Referral)."""
    loyalty: Files = ()
    """schema_of(LoyaltyTransaction)."""
    touchpoints: Files = ()
    """schema_of(Touchpoint)."""
    costs: Files = ()
    """schema_of(Cost)."""
    consents: Files = ()
    """schema_of(Consent)."""
    annotations: Files = ()
    """schema_of(Annotation): all tasks, engines and versions that should be loaded."""
    parts: Mapping[Path, Mapping[str, int]] = field(default_factory=dict)
    """Compacted file -> name and bytes of each file it stands for; what was read of those is known already."""
    current: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """task -> (engine, version) that views read; a correction by a person (engine `human`) wins over it."""
    model_uses: tuple[ModelUse, ...] = ()
    """When which version came into use; a version in use that is not among them was always."""
    brands: tuple[Brand, ...] = ()
    """Tracked brands with products and events."""
    platforms: Mapping[str, Title] = field(default_factory=dict)
    """Titles of platforms the warehouse does not know by itself, or that should be called otherwise."""
    sources: Mapping[str, Title] = field(default_factory=dict)
    """Titles of sources and the platform each reads."""
    aspects: Mapping[str, Title] = field(default_factory=dict)
    """Aspect id -> its name; `platform` is not used."""
    complaint_themes: Mapping[str, Theme] = field(default_factory=dict)
    """Theme code -> its name and class."""
    cards: Mapping[tuple[str, str, str], Card] = field(default_factory=dict)
    """(task, engine, version) -> what the model's card says."""
    tiers: tuple[TierScheme, ...] = DEFAULT_SCHEMES
    """Bounds of follower tiers, by platform and date."""
    run_steps: tuple[RunStep, ...] = ()
    """Steps of this and earlier runs, as far as known."""
    generation: int = 0
    """Of pseudonyms: rows of another one say the same of people by other names, so the star is built whole."""
    run_id: str = "manual"
    """The run that builds; written to `fact_quality`."""
    built_at: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    """When it builds (zone-aware); an argument so that a rebuild gives the same rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileInputs:
    """What `load_profiles` reads: the results of crm, one Parquet data set each."""

    influencers: Files = ()
    """brand_id, period_start, period_end, platform, author_id, tier, follower_count, mention_count, reach_count,
    engagement_count, engaged_follower_count, pagerank, caused_repost_count, positive_count, negative_count, rank,
    core_number, betweenness, h_index, community_id, likely_impression_count, unique_reach_count, bci, emv_low,
    emv_high, emv_currency."""
    personas: Files = ()
    """persona_id, period_start, period_end, name, evidence (JSON), author_count, stability, top_topic,
    card (JSON)."""
    memberships: Files = ()
    """persona_id, period_start, period_end, author_id, platform, probability."""
    persona_drifts: Files = ()
    """persona_id, period_start, period_end, before_persona_id, before_period_start, before_period_end, state,
    common_count, jaccard; either id NULL where there is no counterpart."""
    cohorts: Files = ()
    """cohort (first day of the month), ending, age_months, customer_count, at_risk_count, ending_count, survival,
    survival_low, survival_high."""
    alerts: Files = ()
    """The columns of crm.crisis.episodes.DTYPES, those of the hours NULL where only days are known."""
    alert_spreaders: Files = ()
    """alert_id, rank, platform, author_id, negative_count, follower_count, engagement_count, first_at."""
    service_periods: Files = ()
    """The columns of crm.service.periods.DTYPES."""
    root_causes: Files = ()
    """brand_id, product, theme, period_start, period_end, the counts, lift with interval, p_value, q_value, rank."""
    terms: Files = ()
    """brand_id, day, term, tone, mention_count, author_count (pipeline.findings.terms)."""
    customer_months: Files = ()
    """customer_id, month (first day), region, and any of the columns of `fact_customer_month`; of a month stated twice
    one row counts."""
    customer_links: Files = ()
    """customer_id, platform, author_id, valid_from, valid_to (NULL while it stands), match_probability, is_active,
    method, reason."""
    customer_actions: Files = ()
    """action_id, customer_id (NULL for a case), complaint_id, brand_id, product_id, kind, action, channel, reason
    (JSON), state, is_permitted, proposed_at, taken_at, expected_gain, cost_amount, success_probability."""
    satisfaction: Files = ()
    """brand_id, product_id, aspect, channel (each NULL for the total), month (first day), measure, numerator,
    denominator, value_low, value_high, evidence_count, evidence_grade, is_proxy, model_version."""
    watches: Files = ()
    """brand_id, period_start, period_end, platform, author_id, reason, mention_count, is_silent."""
    improvements: Files = ()
    """brand_id, product_id (NULL: all), aspect, month (first day) and the figures of `fact_improvement`."""
    cascades: Files = ()
    """brand_id, root_mention_id, repost_count, author_count, direct_count, depth, breadth, structural_virality,
    median_lag_minutes, half_life_minutes, span_minutes, negative_lag_count."""
    circles: Files = ()
    """brand_id, period_start, period_end, community_id, member_count, inner_pair_count, mutual_pair_count,
    inner_passing_count, outer_passing_count, top_author_id, top_passing_count, gini, modularity,
    previous_community_id, previous_member_count, kept_count."""
    movers: Files = ()
    """brand_id, period_start, period_end, topic_id, platform, author_id (NULL: unknown), positive_count, neutral_count,
    negative_count, the same with previous_, own_points, caused_points, points, rank."""
    audience_signs: Files = ()
    """platform, author_id, sign, period_start, period_end, value, bound, reference, evidence_count, is_suspicious."""
    attribution: Files = ()
    """brand_id, and the columns of `fact_attribution` but its keys, as are those that follow."""
    loyalty_months: Files = ()
    associations: Files = ()
    recommendations: Files = ()
    scorecard: Files = ()
    programme_months: Files = ()
    model_drifts: Files = ()
    """crm.drift.DRIFT_DTYPES."""
    desk_hours: Files = ()
    desk_months: Files = ()
    knowledge_months: Files = ()
    wechat_months: Files = ()
    recoveries: Files = ()
    journey_months: Files = ()
    parity: Files = ()
