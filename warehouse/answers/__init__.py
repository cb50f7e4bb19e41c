"""Questions a brand page or an analyst asks, one file per family; each answer carries its rows, SQL and metrics."""

from warehouse.answers.answer import Answer, Cell
from warehouse.answers.authors import influencers, personas
from warehouse.answers.complaints import complaint_cells, complaint_service, complaint_waiting, lift, root_causes
from warehouse.answers.corrected import Corrected, confusion, corrected_net_sentiment, estimates
from warehouse.answers.daily import daily_series, weekly_totals
from warehouse.answers.drivers import contributions, topic_drivers
from warehouse.answers.gathered import forget
from warehouse.answers.improvements import improvement_posts, improvements
from warehouse.answers.incidents import (
    alert_episodes,
    alert_posts,
    alert_spreaders,
    alerts,
    events,
    negative_products,
)
from warehouse.answers.opening import reading, reading_all
from warehouse.answers.operations import abstentions, coverage, freshness, model_versions
from warehouse.answers.periods import (
    BrandName,
    Grain,
    Period,
    data_since,
    data_until,
    default_period,
    find_brand,
    tracked_brands,
    undated_count,
)
from warehouse.answers.posts import mention_cube, posts, posts_per_day
from warehouse.answers.runs import model_drift, models_in_use, quality_results, run_steps
from warehouse.answers.satisfaction import satisfaction
from warehouse.answers.spread import cascade_carriers, sentiment_movers, top_cascade
from warehouse.answers.totals import brand_totals, tracked_totals
from warehouse.answers.voice import share_of_voice
from warehouse.answers.words import words

__all__ = [
    "Answer", "BrandName", "Cell", "Corrected", "Grain", "Period", "abstentions", "alert_episodes",
    "alert_posts", "alert_spreaders", "alerts", "brand_totals", "cascade_carriers", "complaint_cells",
    "complaint_service", "complaint_waiting",
    "confusion", "contributions", "corrected_net_sentiment", "coverage", "daily_series", "data_since", "data_until",
    "default_period", "estimates", "events", "find_brand", "forget", "freshness", "improvement_posts", "improvements",
    "influencers", "lift", "mention_cube", "model_drift", "model_versions", "models_in_use",
    "negative_products", "personas", "posts",
    "posts_per_day", "quality_results", "reading", "reading_all", "root_causes", "run_steps", "satisfaction",
    "sentiment_movers", "share_of_voice", "top_cascade",
    "topic_drivers", "tracked_brands", "tracked_totals", "undated_count", "weekly_totals", "words",
]  # fmt: skip
