"""Personas of a period: who is alike in interests and habits, how many they are, and how sure that is."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from crm.authors import KEY
from crm.frames import DATE, check_period, require, shaped
from crm.personas.authorspace import Units, units_of
from crm.personas.clusters import Grouping, best_grouping
from crm.personas.evidence import (
    EVIDENCE_COUNT,
    Evidence,
    evidence_of,
    name_of,
    naming_features,
    shares_of,
    word_shares_of,
    words_of,
)
from crm.personas.settings import UNGROUPED_ID, UNGROUPED_NAME, PersonaSettings
from crm.personas.units import known_authors, own_words
from records.ids import version_of

PERSONA_DTYPES = {
    "persona_id": "string", "period_start": DATE, "period_end": DATE, "name": "string", "evidence": "string",
    "author_count": "Int64", "stability": "Float64", "top_topic": "string",
}  # fmt: skip
MEMBERSHIP_DTYPES = {
    "persona_id": "string", "period_start": DATE, "period_end": DATE, "author_id": "string", "platform": "string",
    "probability": "Float64",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonaResult:
    """Personas, or the reason why there are none."""

    personas: pd.DataFrame
    """PERSONA_DTYPES: one row per persona, and one for the remainder (未分群) when somebody is in it."""
    memberships: pd.DataFrame
    """MEMBERSHIP_DTYPES: one row per grouped author; probability is NULL in the remainder."""
    author_count: int
    """Authors known well enough."""
    stability: float | None = None
    """Mean adjusted Rand index of the chosen grouping; None when it was not tried."""
    silhouette: float | None = None
    """Its mean silhouette."""
    reason: str | None = None
    """Why nothing is published; None when something is."""


def personas(
    mentions: pd.DataFrame,
    *,
    period_start: date,
    period_end: date,
    author_terms: pd.DataFrame | None = None,
    settings: PersonaSettings | None = None,
) -> PersonaResult:
    """Groups the authors of at least two brand-linked mentions in their own words within the period.

    `mentions` has the columns of crm.authors.COLUMNS; `author_terms` (author_id, term, count) holds the words of each
    author and matters most where topics are coarse. Too few authors, an unstable grouping or one without contrast
    gives empty frames and a reason (bounds: PersonaSettings). A group below the k-anonymity floor, or one that no
    evidence names, dissolves into 未分群. `stability` of a persona is its mean best Jaccard overlap in resamples;
    `persona_id` is a hash of the words that name it, so a persona keeps its id from month to month while they hold.
    Raises UsageError for a missing column or a period the wrong way round.
    """
    check_period(period_start, period_end)
    chosen = settings or PersonaSettings()
    frame = require(mentions, ["brand_id"], name="mention")
    rows = known_authors(own_words(frame, period_start=period_start, period_end=period_end), chosen)
    author_count = len(rows[KEY].drop_duplicates())
    if author_count < max(chosen.min_author_count, *chosen.cluster_counts):
        reason = f"not enough evidence: n = {author_count} authors, {chosen.min_author_count} needed"
        return _nothing(author_count, reason)
    units = units_of(rows, author_terms, chosen)
    if units is None:
        return _nothing(author_count, "authors differ in interests and habits no more than chance makes them")
    grouping = best_grouping(units.points, chosen)
    if failure := _failed_gate(grouping, chosen):
        return _nothing(author_count, failure, grouping)
    return _published(units, grouping, chosen, period={"period_start": period_start, "period_end": period_end})


def _failed_gate(grouping: Grouping, settings: PersonaSettings) -> str | None:
    if grouping.stability < settings.min_stability:
        return f"groups do not come back in resamples: stability {grouping.stability:.2f} < {settings.min_stability}"
    if grouping.silhouette < settings.min_silhouette:
        return f"groups do not stand apart: silhouette {grouping.silhouette:.2f} < {settings.min_silhouette}"
    return None


def _nothing(author_count: int, reason: str, grouping: Grouping | None = None) -> PersonaResult:
    return PersonaResult(
        personas=shaped(pd.DataFrame(), PERSONA_DTYPES),
        memberships=shaped(pd.DataFrame(), MEMBERSHIP_DTYPES),
        author_count=author_count,
        stability=grouping.stability if grouping else None,
        silhouette=grouping.silhouette if grouping else None,
        reason=reason,
    )


def _published(
    units: Units, grouping: Grouping, settings: PersonaSettings, period: Mapping[str, date]
) -> PersonaResult:
    rows, persona_of = _described(units, grouping, settings)
    if not rows:
        return _nothing(len(units.authors), "no group is large and distinct enough to be described", grouping)
    ids = pd.Series(grouping.labels).map(persona_of).fillna(UNGROUPED_ID)
    probability = pd.Series(grouping.probabilities.max(axis=1)).where(ids != UNGROUPED_ID)
    members = units.authors.to_frame(index=False).assign(persona_id=ids, probability=probability, **period)
    remainder = int((ids == UNGROUPED_ID).sum())
    if remainder:
        rows.append({"persona_id": UNGROUPED_ID, "name": UNGROUPED_NAME, "evidence": "[]", "author_count": remainder})
    return PersonaResult(
        personas=shaped(pd.DataFrame(rows).assign(**period), PERSONA_DTYPES),
        memberships=shaped(members.sort_values(["persona_id", *KEY]), MEMBERSHIP_DTYPES),
        author_count=len(units.authors),
        stability=grouping.stability,
        silhouette=grouping.silhouette,
    )


def _described(
    units: Units, grouping: Grouping, settings: PersonaSettings
) -> tuple[list[dict[str, object]], dict[int, str]]:
    """Rows of the groups that can be shown, largest first, and the persona id of each such group."""
    sizes = np.bincount(grouping.labels)
    rows: list[dict[str, object]] = []
    persona_of: dict[int, str] = {}
    taken: set[frozenset[str]] = set()
    for label in sorted(np.flatnonzero(sizes >= settings.min_cluster_size), key=lambda i: (-sizes[i], i)):
        is_member = grouping.labels == label
        summary = pd.concat(
            [shares_of(units.shares, is_member), word_shares_of(units.word_counts, units.words, is_member)]
        )
        evidence = evidence_of(
            summary, units.labels, group_size=int(sizes[label]), min_author_count=settings.min_cluster_size
        )
        naming = naming_features(evidence, taken)
        if not naming:
            continue
        taken.add(words_of(naming))
        persona_of[int(label)] = "p_" + version_of(*sorted(words_of(naming)))
        rows.append({
            "persona_id": persona_of[int(label)],
            "name": name_of(naming),
            "evidence": _as_json(naming, evidence),
            "author_count": int(sizes[label]),
            "stability": float(grouping.group_stabilities[label]),
            "top_topic": _top_topic(summary["share"], units.labels),
        })  # fmt: skip
    return rows, persona_of


def _as_json(naming: Sequence[Evidence], evidence: Sequence[Evidence]) -> str:
    shown = [*naming, *(item for item in evidence if item not in naming)][: max(EVIDENCE_COUNT, len(naming))]
    return json.dumps([item.plain() for item in shown], ensure_ascii=False)


def _top_topic(shares: pd.Series, labels: Mapping[str, str]) -> str | None:
    """The label of the topic with the largest mean share in the group; None without topics."""
    known = shares[shares.index.isin(list(labels)) & (shares > 0)]
    return labels[str(known.idxmax())] if len(known) else None
