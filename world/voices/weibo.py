"""Weibo: one or two sentences, hashtags between two #, faces in brackets, now and then a link or an @."""

from world.grammar import Grammar, Saying, Subject, words_of
from world.model import Polarity
from world.phrases import load


def speak(grammar: Grammar, subject: Subject, topic: str, polarity: Polarity, complaint: str | None) -> Saying:
    """A post; now and then only a few characters."""
    if subject.product and complaint is None and grammar.rng.random() < 0.03:
        text = f"{subject.brand_word}{subject.product_word}{grammar.pick('social', f'tiny.{polarity}')}"
        return Saying(text=text, products=subject.product_ids(text))
    text = statement(grammar, subject, topic, polarity, complaint)
    products = subject.product_ids(text)
    return Saying(text=grammar.dress(decorate(grammar, text, subject, topic, polarity)), products=products)


def statement(grammar: Grammar, subject: Subject, topic: str, polarity: Polarity, complaint: str | None) -> str:
    """Frame and clauses, without decoration: shared by the platforms."""
    rng = grammar.rng
    frames = load("social")[_frames(grammar, subject, polarity, complaint)]
    frame = rng.choice([each for each in frames if subject.product or "{p}" not in each])
    count = 3 if rng.random() < 0.45 else 2
    clauses = grammar.clauses(topic, polarity, count, drink=subject.drink, complaint=complaint)
    known = {f"c{number}": clause for number, clause in enumerate(clauses, start=1)}
    known.setdefault("c3", grammar.pick("social", f"tail.{polarity}"))
    text = grammar.fill(frame, **words_of(subject), **known)
    if frame in load("social")["frame.short"]:
        return text
    unsaid = [clause for number, clause in enumerate(clauses, start=1) if f"{{c{number}}}" not in frame]
    return "，".join([text, *unsaid])


def _frames(grammar: Grammar, subject: Subject, polarity: Polarity, complaint: str | None) -> str:
    if subject.brand is None:
        return "frame.unbranded"
    if polarity == "neutral":
        return "frame.neutral"
    if complaint is None and subject.product and grammar.rng.random() < 0.08:
        return "frame.short"
    return "frame.product" if subject.product else "frame.brand"


def decorate(grammar: Grammar, text: str, subject: Subject, topic: str, polarity: Polarity) -> str:
    """Tail, face, hashtags, link, mention of a friend: each now and then."""
    rng = grammar.rng
    if rng.random() < 0.4:
        text = f"{text}，{grammar.pick('social', f'tail.{polarity}')}"
    text += rng.choice(("。", "。", "！", "")) if polarity != "neutral" else rng.choice(("", "。"))
    if rng.random() < 0.45:
        text += grammar.pick("marks", f"weibo.{polarity}") * rng.choice((1, 1, 1, 2, 3))
    if rng.random() < 0.35:
        tag = grammar.pick("marks", f"tag.{topic}")
        text = f"#{tag}#{text}" if rng.random() < 0.5 else f"{text}#{tag}#"
    if subject.brand and rng.random() < 0.15:
        text = f"#{subject.brand.name}#{text}"
    if rng.random() < 0.05:
        text = f"{text} @{grammar.pick('names', 'head')}{grammar.pick('names', 'tail')} "
    if rng.random() < 0.03:
        text = f"{text} https://t.example/{rng.randrange(16**6):06x}"
    return text
