"""The tables of the star; importing this package declares them all in `METADATA`."""

from warehouse.columns import METADATA
from warehouse.tables.alerts import fact_alert, fact_alert_spreader
from warehouse.tables.authordays import fact_author_day
from warehouse.tables.authors import dim_author, dim_persona, dim_region, fact_persona_membership
from warehouse.tables.brands import dim_brand, dim_campaign, dim_product
from warehouse.tables.cohorts import fact_cohort_month
from warehouse.tables.complaintcourse import fact_complaint_backlog, fact_complaint_event
from warehouse.tables.complaints import dim_complaint_type, fact_complaint
from warehouse.tables.content import content_text, dim_content, dim_content_class
from warehouse.tables.customermonths import fact_customer_action, fact_customer_month
from warehouse.tables.customers import bridge_customer_author, dim_customer
from warehouse.tables.dates import dim_date
from warehouse.tables.decisions import fact_association, fact_attribution, fact_loyalty_month, fact_recommendation
from warehouse.tables.desk import fact_desk_hour, fact_desk_month, fact_journey_month, fact_parity, fact_recovery
from warehouse.tables.engagement import fact_engagement
from warehouse.tables.improvements import fact_improvement
from warehouse.tables.influence import fact_audience_sign, fact_cascade, fact_community_period, fact_sentiment_mover
from warehouse.tables.influencers import fact_influencer
from warehouse.tables.insight import fact_insight
from warehouse.tables.journeys import fact_cost, fact_touchpoint
from warehouse.tables.knowledge import fact_knowledge_month
from warehouse.tables.ledger import load_file
from warehouse.tables.mentions import fact_mention, fact_propagation, fact_review
from warehouse.tables.modeldrift import fact_model_drift
from warehouse.tables.models import dim_metric, dim_model, model_use
from warehouse.tables.operations import fact_coverage, fact_quality, fact_run_step
from warehouse.tables.orders import fact_order_line
from warehouse.tables.performance import fact_programme_month, fact_scorecard
from warehouse.tables.personadrift import fact_persona_drift
from warehouse.tables.platforms import dim_platform
from warehouse.tables.programs import fact_consent, fact_loyalty_txn, fact_referral
from warehouse.tables.satisfaction import fact_satisfaction, fact_survey_response
from warehouse.tables.sentiment import dim_emotion, fact_sentiment
from warehouse.tables.service import fact_community_day, fact_contact
from warehouse.tables.serviceperiods import fact_root_cause, fact_service_period
from warehouse.tables.terms import fact_term_day
from warehouse.tables.topics import bridge_mention_topic, dim_aspect, dim_topic
from warehouse.tables.watch import fact_brand_author_watch
from warehouse.tables.wechat import fact_wechat_month

__all__ = [
    "METADATA",
    "bridge_customer_author",
    "bridge_mention_topic",
    "content_text",
    "dim_aspect",
    "dim_author",
    "dim_brand",
    "dim_campaign",
    "dim_complaint_type",
    "dim_content",
    "dim_content_class",
    "dim_customer",
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
    "fact_alert_spreader",
    "fact_audience_sign",
    "fact_association",
    "fact_attribution",
    "fact_author_day",
    "fact_brand_author_watch",
    "fact_cascade",
    "fact_cohort_month",
    "fact_community_day",
    "fact_community_period",
    "fact_complaint",
    "fact_complaint_backlog",
    "fact_complaint_event",
    "fact_consent",
    "fact_contact",
    "fact_cost",
    "fact_coverage",
    "fact_customer_action",
    "fact_customer_month",
    "fact_desk_hour",
    "fact_desk_month",
    "fact_engagement",
    "fact_improvement",
    "fact_influencer",
    "fact_insight",
    "fact_journey_month",
    "fact_knowledge_month",
    "fact_loyalty_month",
    "fact_loyalty_txn",
    "fact_mention",
    "fact_model_drift",
    "fact_order_line",
    "fact_parity",
    "fact_persona_drift",
    "fact_persona_membership",
    "fact_programme_month",
    "fact_propagation",
    "fact_quality",
    "fact_recommendation",
    "fact_recovery",
    "fact_referral",
    "fact_review",
    "fact_root_cause",
    "fact_run_step",
    "fact_satisfaction",
    "fact_scorecard",
    "fact_sentiment",
    "fact_sentiment_mover",
    "fact_service_period",
    "fact_survey_response",
    "fact_touchpoint",
    "fact_wechat_month",
    "load_file",
    "model_use",
    "fact_term_day",
]
