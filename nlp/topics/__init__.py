"""What is talked about: topics fitted over a window, market by market, applied to each mention."""

from nlp.topics.fitting import MIN_TEXTS, fit
from nlp.topics.lineage import Lineage
from nlp.topics.markets import MarketTopics, Topic, fit_markets, markets_of, rules_version
from nlp.topics.model import TopicModel, TopicWeight

__all__ = [
    "MIN_TEXTS",
    "Lineage",
    "MarketTopics",
    "Topic",
    "TopicModel",
    "TopicWeight",
    "fit",
    "fit_markets",
    "markets_of",
    "rules_version",
]
