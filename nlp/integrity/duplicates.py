"""Exact and near-duplicate groups over a window of mentions."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.integrity.fingerprints import (
    MIN_NEAR_LENGTH,
    NEAR_JACCARD,
    candidate_pairs,
    jaccard,
    text_key,
)
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
    """Groups of the mentions with a text, in the order of their group ids.

    With `day_count`, only groups with a member among the first so many rows (the day, before its look-back).

    Two texts belong together when their keys are equal, or both are at least MIN_NEAR_LENGTH long and share
    NEAR_JACCARD of their character 3-grams; groups are the connected components. A mention id occurring twice
    (a day inside its own look-back) counts once.
    """
    positions: dict[str, list[int]] = defaultdict(list)
    seen: set[str] = set()
    for at, (mention_id, text) in enumerate(zip(mention_ids, texts, strict=True)):
        key = text_key(text)
        if key and mention_id not in seen:
            seen.add(mention_id)
            positions[key].append(at)
    limit = len(texts) if day_count is None else day_count
    components = [keys for keys in _components(sorted(positions)) if any(positions[key][0] < limit for key in keys)]
    groups = [_group(keys, positions, mention_ids) for keys in components]
    return sorted(groups, key=lambda group: group.group_id)


def _group(keys: list[str], positions: dict[str, list[int]], mention_ids: Sequence[str]) -> Group:
    members = sorted(at for key in keys for at in positions[key])
    return Group(group_id=min(mention_ids[at] for at in members), members=tuple(members), keys=frozenset(keys))


def _components(keys: list[str]) -> list[list[str]]:
    """Connected components of near-equal keys, by union-find over verified candidate pairs."""
    parents = list(range(len(keys)))

    def root(at: int) -> int:
        while parents[at] != at:
            parents[at] = parents[parents[at]]
            at = parents[at]
        return at

    long_keys = [at for at, key in enumerate(keys) if len(key) >= MIN_NEAR_LENGTH]
    for left, right in candidate_pairs([keys[at] for at in long_keys]):
        one, other = root(long_keys[left]), root(long_keys[right])
        if one != other and jaccard(keys[long_keys[left]], keys[long_keys[right]]) >= NEAR_JACCARD:
            parents[max(one, other)] = min(one, other)
    components: dict[int, list[str]] = defaultdict(list)
    for at, key in enumerate(keys):
        components[root(at)].append(key)
    return list(components.values())
