"""Repost trees: who passes a post on, saying what."""

from collections.abc import Mapping
from random import Random

from world.clock import clamp
from world.grammar import Grammar
from world.model import Item, Polarity
from world.phrases import load
from world.stage import Stage, later

Mix = Mapping[str, int]
"""Sections of reposts.txt and their weights; the section's last part is the polarity, `lottery` is neutral."""

POSITIVE_MIX: Mix = {"positive": 72, "neutral": 20, "negative": 8}
"""What people add to something pleasant."""
NEUTRAL_MIX: Mix = {"neutral": 70, "positive": 20, "negative": 10}
"""What people add to a plain statement."""
NEGATIVE_MIX: Mix = {"negative": 45, "neutral": 55}
"""What people add to a grumble."""


def grow(
    stage: Stage, rng: Random, root: Item, count: int, mix: Mix, *, hours: float, plant: str, max_depth: int = 4
) -> list[Item]:
    """Adds `count` reposts under `root`; a tree of twenty or more reaches `max_depth`."""
    nodes = [root]
    for number in range(count):
        chain = count >= 20 and number < max_depth
        parent = nodes[-1] if chain else _parent(rng, nodes, max_depth)
        nodes.append(_repost(stage, rng, root, parent, mix, hours=0.4 if chain else hours, plant=plant))
    root.shares = max(root.shares, count + rng.randint(0, 5))
    return nodes[1:]


def _parent(rng: Random, nodes: list[Item], max_depth: int) -> Item:
    if rng.random() < 0.62:
        return nodes[0]
    candidate = rng.choice(nodes)
    return candidate if candidate.depth < max_depth else nodes[0]


def _repost(stage: Stage, rng: Random, root: Item, parent: Item, mix: Mix, *, hours: float, plant: str) -> Item:
    person = stage.somebody(rng, "weibo", regular_share=0.3)
    text, polarity = _words(stage.grammar(rng), mix, root)
    if text and parent is not root and parent.text and parent.author and len(parent.text) < 60:
        text = f"{text}//@{parent.author.name}:{parent.text}"
    return stage.publish(
        rng,
        platform="weibo",
        kind="repost",
        at=clamp(later(rng, parent.at, hours=hours)),
        text=text,
        author=person,
        brands=root.brands,
        products=root.products,
        sentiment=polarity,
        content_class=None,
        topic=root.topic,
        plant=plant,
        parent=parent,
        root=root,
    )


def _words(grammar: Grammar, mix: Mix, root: Item) -> tuple[str, Polarity | None]:
    rng = grammar.rng
    roll = rng.random()
    if roll < 0.35:
        return "", None
    if roll < 0.42:
        return grammar.pick("reposts", "plain"), "neutral"
    section = rng.choices(list(mix), list(mix.values()))[0]
    words = grammar.pick("reposts", section)
    polarity = section.rpartition(".")[2]
    if section != "lottery" and rng.random() < 0.85:
        is_angry = section in ("crisis.negative", "apology.negative")
        words = f"{words}，{grammar.pick('reposts', 'follow.crisis' if is_angry else f'follow.{polarity}')}"
    face = "neutral" if polarity == "lottery" else polarity
    if rng.random() < 0.35:
        words += rng.choice(load("marks")[f"weibo.{face}"])
    return words, _polarity(face)


def _polarity(word: str) -> Polarity:
    if word == "positive":
        return "positive"
    return "negative" if word == "negative" else "neutral"
