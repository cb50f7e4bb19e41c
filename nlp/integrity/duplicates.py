"""Exact and near-duplicate groups over a window of mentions."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from nlp.integrity.fingerprints import (
    MIN_NEAR_LENGTH,
    NEAR_JACCARD,
    Fingerprints,
    fingerprints,
    jaccard,
    text_key,
)
from nlp.integrity.neighbours import Neighbours
from nlp.integrity.parts import Parts
from records.ids import version_of

RULES_VERSION = "1"
"""Raised when grouping changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Mentions that say the same."""

    group_id: str
    """The smallest mention id among them, whatever the order of the rows."""
    members: tuple[int, ...]
    """Their positions, ascending."""
    keys: frozenset[str]
    """The different normalised texts among them; one for an exact group."""


def version() -> str:
    """The version of the grouping and its thresholds."""
    return version_of("minhash", RULES_VERSION, str(MIN_NEAR_LENGTH), str(NEAR_JACCARD))


def duplicate_groups(mention_ids: Sequence[str], texts: Sequence[str], *, day_count: int | None = None) -> list[Group]:
    """Groups of the mentions with a text, in the order of their group ids: see groups_of; `day_count` None is all."""
    keys = [text_key(text) for text in texts]
    return groups_of(mention_ids, keys, day_count=len(keys) if day_count is None else day_count)


def groups_of(
    mention_ids: Sequence[str], keys: Sequence[str], *, day_count: int, window: Sequence[Fingerprints] | None = None
) -> list[Group]:
    """Groups with a member among the first `day_count` rows (the day, before its look-back), by their texts' keys.

    Two texts belong together when their keys are equal, or both are at least MIN_NEAR_LENGTH long and share
    NEAR_JACCARD of their character 3-grams; groups are the connected components. A mention id occurring twice
    (a day inside its own look-back) counts once. `window` has the fingerprints of all keys, where they are known.
    """
    positions: dict[str, list[int]] = defaultdict(list)
    seen: set[str] = set()
    for at, (mention_id, key) in enumerate(zip(mention_ids, keys, strict=True)):
        if key and mention_id not in seen:
            seen.add(mention_id)
            positions[key].append(at)
    asked = [key for key, members in positions.items() if members[0] < day_count]
    groups = []
    for keys_held in _components(asked, Neighbours([fingerprints(positions)] if window is None else window)):
        members = sorted(at for key in keys_held for at in positions[key])
        groups.append(_group(keys_held, members, mention_ids))
    return sorted(groups, key=attrgetter("group_id"))


def _group(keys: Sequence[str], members: Sequence[int], mention_ids: Sequence[str]) -> Group:
    group_id = mention_ids[members[0]] if len(members) == 1 else min(mention_ids[at] for at in members)
    return Group(group_id=group_id, members=tuple(members), keys=frozenset(keys))


def _components(asked: Sequence[str], neighbours: Neighbours) -> Iterable[list[str]]:
    """Connected components of near-equal keys that hold an asked one, each once.

    What a round reaches beyond what was asked is asked for in the next, until nothing new is reached.
    """
    parts = Parts(asked)
    frontier = list(asked)
    while frontier:
        neighbours.expand(frontier)
        reached = []
        for key in frontier:
            for other in neighbours.of(key):
                is_new = other not in parts
                if (is_new or not parts.are_one(key, other)) and jaccard(key, other) >= NEAR_JACCARD:
                    parts.join(key, other)
                    if is_new:
                        reached.append(other)
        frontier = reached
    return parts.all()
