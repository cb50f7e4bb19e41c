"""Xiaohongshu: a title, then a note with emoji, a list, a place, and hashtags at its end."""

from world.grammar import Grammar, Saying, Subject, words_of
from world.model import Polarity


def speak(grammar: Grammar, subject: Subject, topic: str, polarity: Polarity, complaint: str | None) -> Saying:
    """A note."""
    rng = grammar.rng
    if subject.brand is None:
        return _unbranded(grammar, topic, polarity)
    names = words_of(subject)
    if not subject.product_word:
        names["p"] = rng.choice(("这一杯", "招牌", "当季款", "新菜单"))
    is_long = rng.random() < 0.3
    clauses = grammar.clauses(topic, polarity, 5 if is_long else 3, drink=subject.drink, complaint=complaint)
    known = {f"c{number}": clause for number, clause in enumerate(clauses, start=1)}
    known |= names
    known["hook"] = grammar.pick("notes", f"hook.{polarity}")
    known["m"] = grammar.pick("marks", f"xiaohongshu.{polarity}")
    known["tail"] = grammar.pick("social", f"tail.{polarity}")
    title = grammar.pick("notes", f"title.{polarity}", topic=grammar.pick("notes", f"topic.{topic}"), **names)
    text = _with_tags(grammar, grammar.pick("notes", "body.long" if is_long else "body", **known), subject, topic)
    if subject.brand_word not in text:
        text = f"{subject.brand_word}｜{text}"
    return Saying(text=grammar.dress(text), title=title, products=subject.product_ids(title + text))


def _unbranded(grammar: Grammar, topic: str, polarity: Polarity) -> Saying:
    first, second = grammar.clauses(topic, polarity, 2)
    text = grammar.pick("social", "frame.unbranded", c1=first, c2=second)
    return Saying(text=text, title=grammar.pick("notes", f"topic.{topic}") + "日记")


def _with_tags(grammar: Grammar, text: str, subject: Subject, topic: str) -> str:
    rng = grammar.rng
    tags = [grammar.pick("marks", f"tag.{topic}"), grammar.pick("notes", f"topic.{topic}")]
    if subject.brand and rng.random() < 0.6:
        tags.insert(0, subject.brand.name)
    if rng.random() < 0.3:
        tags.append(grammar.pick("slots", "city") + "探店")
    return f"{text}\n" + " ".join(f"#{tag}" for tag in tags)
