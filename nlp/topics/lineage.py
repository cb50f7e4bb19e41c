"""Stable topic ids: topics of a new fit are matched with those of the fit before, and what became of each is recorded.

Two topics are as alike as their words are probable in both (Bhattacharyya coefficient). Of all one-to-one matches the
one with the greatest sum is taken (Kuhn 1955). A topic so matched keeps its id; what is left over was born or split
off, died or was merged.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import numpy as np

from nlp.topics.engines import Floats
from nlp.topics.labels import SEPARATOR
from nlp.topics.model import TopicModel, different

ALIKE = 0.5
"""Similarity from which a topic of one fit is that of another. Topics of windows that share half to all but a thirtieth
of their texts have .53 to .96 with their like, within one fit .21 to .56 with the nearest other topic: the assignment
one to one decides where both are possible (`python -m nlp.topics.study`)."""

Event = Literal["continued", "born", "split", "died", "merged"]


@dataclass(frozen=True, slots=True)
class Lineage:
    """What became of one topic between two fits."""

    topic_id: str
    """The topic: of the new fit, or of the old one where it died or was merged."""
    event: Event
    """continued: same id as before; born: unlike any; split: like a topic whose id another one kept; died; merged."""
    related_id: str | None
    """The old topic it continues or was split from, or the new topic it was merged into; None for born and died."""
    similarity: float
    """Of the two, 0 to 1; for born and died, of the nearest topic there was."""
    label: str
    """Readable name of the topic in its fit."""

    def as_row(self) -> dict[str, Any]:
        """Fields by name, for a file."""
        return asdict(self)


def trace(before: TopicModel, after: TopicModel, taken: Collection[str] = ()) -> tuple[TopicModel, tuple[Lineage, ...]]:
    """The new model with the ids that its topics keep, and what became of every topic of both, new ones first.

    `taken` are ids of other models that no topic born here may get.

    A topic that continues also keeps its label as long as all words of the label are among its twenty strongest or
    parts of these: names do not flicker.
    """
    alike = similarities(before, after)
    old_of, old_alike = _one_to_one(alike), alike.max(axis=0, initial=0.0)
    ids = _ids(before, after, old_of, taken)
    labels = [_label(before, after, at, old_of.get(at)) for at in range(len(ids))]
    labels = [own if labels.count(kept) > 1 else kept for kept, own in zip(labels, after.labels, strict=True)]
    events = []
    for at, topic_id in enumerate(ids):
        nearest = old_of.get(at, int(alike[:, at].argmax()))
        event: Event = "continued" if at in old_of else "split" if old_alike[at] >= ALIKE else "born"
        related = None if event == "born" else before.topic_ids[nearest]
        events.append(Lineage(topic_id, event, related, round(float(alike[nearest, at]), 4), labels[at]))
    for at in sorted(set(range(len(before.labels))) - set(old_of.values())):
        nearest = int(alike[at].argmax())
        event = "merged" if alike[at, nearest] >= ALIKE else "died"
        related = ids[nearest] if event == "merged" else None
        similarity = round(float(alike[at, nearest]), 4)
        events.append(Lineage(before.topic_ids[at], event, related, similarity, before.labels[at]))
    return replace(after, ids=ids, labels=tuple(labels)), tuple(events)


def first(model: TopicModel, taken: Collection[str] = ()) -> tuple[TopicModel, tuple[Lineage, ...]]:
    """A model without one before it, and its record: every topic is born, with an id that is not `taken`."""
    ids = different(model.own_ids, taken)
    born = tuple(Lineage(topic_id, "born", None, 0.0, label) for topic_id, label in zip(ids, model.labels, strict=True))
    return (model if ids == model.own_ids else replace(model, ids=ids)), born


def similarities(before: TopicModel, after: TopicModel) -> Floats:
    """(old topics, new topics) Bhattacharyya coefficients over the words of either vocabulary, 0 to 1."""
    places = {word: at for at, word in enumerate(before.vocabulary)}
    shared = [(places[word], at) for at, word in enumerate(after.vocabulary) if word in places]
    if not shared:
        return np.zeros((len(before.labels), len(after.labels)))
    old, new = np.array(shared).T
    roots = np.sqrt(before.topic_words[:, old].astype(np.float64)), np.sqrt(after.topic_words[:, new].astype(float))
    alike: Floats = (roots[0][:, None, :] * roots[1][None, :, :]).sum(axis=2)
    return alike


def _one_to_one(alike: Floats) -> dict[int, int]:
    """New topic -> the old one it continues."""
    from scipy.optimize import linear_sum_assignment

    old, new = linear_sum_assignment(np.where(alike >= ALIKE, alike, 0.0), maximize=True)
    return {int(to): int(at) for at, to in zip(old, new, strict=True) if alike[at, to] >= ALIKE}


def _ids(before: TopicModel, after: TopicModel, old_of: dict[int, int], taken: Collection[str]) -> tuple[str, ...]:
    """Ids kept, and new ones that nobody has."""
    new = [own for at, own in enumerate(after.own_ids) if at not in old_of]
    fresh = iter(different(new, {*before.topic_ids, *taken}))
    return tuple(before.topic_ids[old_of[at]] if at in old_of else next(fresh) for at in range(len(after.labels)))


def _label(before: TopicModel, after: TopicModel, at: int, old: int | None) -> str:
    if old is None:
        return after.labels[at]
    leading = after.top_words(at, 20)
    words: Sequence[str] = before.labels[old].split(SEPARATOR)
    is_still_true = all(any(word in strong for strong in leading) for word in words)
    return before.labels[old] if is_still_true else after.labels[at]
