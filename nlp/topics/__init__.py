"""What is talked about: topics fitted over a window, applied to each mention."""

from nlp.topics.lda import MIN_TEXTS, fit
from nlp.topics.model import TopicModel, TopicWeight

__all__ = ["MIN_TEXTS", "TopicModel", "TopicWeight", "fit"]
