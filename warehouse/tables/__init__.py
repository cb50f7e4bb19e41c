"""The tables of the star; importing this package declares them all in `METADATA`."""

from warehouse.columns import METADATA
from warehouse.tables.alerts import fact_alert
from warehouse.tables.authors import dim_author, dim_persona, dim_region, fact_persona_membership
from warehouse.tables.brands import dim_brand, dim_campaign, dim_product
from warehouse.tables.complaints import dim_complaint_type, fact_complaint
from warehouse.tables.content import content_text, dim_content, dim_content_class
from warehouse.tables.dates import dim_date
from warehouse.tables.engagement import fact_engagement
from warehouse.tables.influencers import fact_influencer
from warehouse.tables.insight import fact_insight
from warehouse.tables.mentions import fact_mention, fact_propagation, fact_review
from warehouse.tables.models import dim_metric, dim_model
from warehouse.tables.operations import fact_coverage, fact_quality, fact_run_step
from warehouse.tables.platforms import dim_platform
from warehouse.tables.sentiment import dim_emotion, fact_sentiment
from warehouse.tables.service import fact_community_day, fact_contact
from warehouse.tables.topics import bridge_mention_topic, dim_aspect, dim_topic

__all__ = [
    "METADATA",
    "bridge_mention_topic",
    "content_text",
    "dim_aspect",
    "dim_author",
    "dim_brand",
    "dim_campaign",
    "dim_complaint_type",
    "dim_content",
    "dim_content_class",
    "dim_date",
    "dim_emotion",
    "dim_metric",
    "dim_model",
    "dim_persona",
    "dim_platform",
    "dim_product",
    "dim_region",
    "dim_topic",
    "fact_alert",
    "fact_community_day",
    "fact_complaint",
    "fact_contact",
    "fact_coverage",
    "fact_engagement",
    "fact_influencer",
    "fact_insight",
    "fact_mention",
    "fact_persona_membership",
    "fact_propagation",
    "fact_quality",
    "fact_review",
    "fact_run_step",
    "fact_sentiment",
]
