"""One verdict of one engine about one mention."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A piece of the mention's text that decided a verdict: [start, end) in characters."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """Every model output has this shape: a new engine or task needs no new table."""

    mention_id: str
    """The mention judged."""
    task: str
    """A task of nlp/tasks: duplicate, link, sentiment, target_sentiment, emotion, aspect, topic, complaint, ..."""
    engine: str
    """linear, snownlp, transformers, rules, minhash, lda, human, ..."""
    version: str
    """Version of engine, weights and lexicon together."""
    label: str
    """The verdict: negative/neutral/positive, a content class, a complaint type, a link's reason, ..."""
    target: str | None = None
    """What the verdict is about: brand id, `brand/product`, topic id, duplicate group (smallest mention id)."""
    aspect: str | None = None
    """The finer kind of verdict: an aspect judged (`automobile.price`), a complaint's theme."""
    value: float | None = None
    """Size of the verdict where it has one: topic weight, group size, net score in [-1, 1]."""
    probability: float | None = None
    """Calibrated probability of `label`; None for rules."""
    is_abstained: bool = False
    """Whether the engine declined to judge; `label` is then its best guess and counts nowhere."""
    spans: tuple[Span, ...] = ()
    """Evidence in the mention's text."""
