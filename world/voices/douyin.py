"""Douyin: the caption under a video, short, hashtags with one #."""

from world.grammar import Grammar, Saying, Subject
from world.model import Polarity
from world.voices.weibo import statement


def speak(grammar: Grammar, subject: Subject, topic: str, polarity: Polarity, complaint: str | None) -> Saying:
    """A caption."""
    rng = grammar.rng
    text = statement(grammar, subject, topic, polarity, complaint)
    if rng.random() < 0.6:
        text += grammar.pick("marks", f"douyin.{polarity}")
    tags = [grammar.pick("marks", f"tag.{topic}")]
    if subject.brand and rng.random() < 0.7:
        tags.insert(0, subject.brand.name)
    text = f"{text} " + " ".join(f"#{tag}" for tag in tags)
    return Saying(text=grammar.dress(text), products=subject.product_ids(text))
