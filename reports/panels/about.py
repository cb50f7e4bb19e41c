"""What the figures mean and how far they can be trusted: definitions, coverage, freshness, models, self-check."""

from dataclasses import asdict

from reports.panel import Panel
from reports.scope import Scope
from warehouse import answers

ORDER = 100

METRICS = (
    "mention_volume", "deduplicated_volume", "organic_volume", "net_sentiment", "net_sentiment_polar",
    "positive_share", "negative_share", "complaint_count", "complaint_share", "share_of_voice",
    "negative_share_of_voice", "engagement", "engagement_per_mention", "abstention_rate",
)  # fmt: skip
"""Definitions shown at the foot."""


def build(scope: Scope) -> Panel:
    """Never empty: definitions always apply."""
    return Panel(
        name="about",
        renderer="about",
        width="full",
        title=("口径、覆盖与数据质量", "Definitions, coverage and data quality"),
        hint=("", ""),
        answers=(
            scope.totals,
            scope.tracked,
            scope.coverage,
            answers.freshness(scope.connection),
            scope.models,
            answers.confusion(scope.connection, scope.brand.brand_id),
        ),
        options={
            "corrected": asdict(answers.corrected_net_sentiment(scope.connection, scope.brand.brand_id, scope.now)),
            "undated_count": answers.undated_count(scope.connection, scope.brand.brand_id),
            "definitions": METRICS,
        },
        metrics=METRICS,
    )
