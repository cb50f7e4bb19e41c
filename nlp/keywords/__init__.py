"""Words that say what a text is about, weighed as jieba.analyse weighs them, for batches."""

from nlp.keywords.textrank import textrank
from nlp.keywords.tfidf import tfidf

__all__ = ["textrank", "tfidf"]
