"""Exact and near-duplicate groups over a window of mentions."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from nlp.integrity.compared import Compared
from nlp.integrity.components import components
from nlp.integrity.fingerprints import MIN_NEAR_LENGTH, NEAR_JACCARD, Fingerprints, fingerprints, text_key
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
    mention_ids: Sequence[str],
    keys: Sequence[str],
    *,
    day_count: int,
    window: Sequence[Fingerprints] | None = None,
    compared: Compared | None = None,
) -> list[Group]:
    """Groups with a member among the first `day_count` rows (the day, before its look-back), by their texts' keys.

    Two texts belong together when their keys are equal, or both are at least MIN_NEAR_LENGTH long and share
    NEAR_JACCARD of their character 3-grams; groups are the connected components. A mention id occurring twice
    (a day inside its own look-back) counts once. `window` has the fingerprints of all keys, and `compared` what
    earlier windows compared, where they are known.
    """
    rows = [at for at, key in enumerate(keys) if key]
    rows = sorted(dict(zip(map(mention_ids.__getitem__, reversed(rows)), reversed(rows), strict=True)).values())
    asked = list(dict.fromkeys(keys[at] for at in rows if at < day_count))
    parts = components(
        asked,
        [fingerprints(keys[at] for at in rows)] if window is None else window,
        Compared() if compared is None else compared,
    )
    part_of = {key: number for number, part in enumerate(parts) for key in part}
    members: list[list[int]] = [[] for _ in parts]
    for at in [at for at in rows if keys[at] in part_of]:
        members[part_of[keys[at]]].append(at)
    groups = [_group(part, places, mention_ids) for part, places in zip(parts, members, strict=True)]
    return sorted(groups, key=attrgetter("group_id"))


def _group(keys: Sequence[str], members: Sequence[int], mention_ids: Sequence[str]) -> Group:
    group_id = mention_ids[members[0]] if len(members) == 1 else min(mention_ids[at] for at in members)
    return Group(group_id=group_id, members=tuple(members), keys=frozenset(keys))
