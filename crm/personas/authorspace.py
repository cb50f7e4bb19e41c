"""Authors as points, from the blocks in which they differ more than chance makes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from crm.personas.features import Tally, habit_tally, standing, topic_labels
from crm.personas.settings import PersonaSettings
from crm.personas.space import Floats, beyond_chance, coordinates, in_chance_units, shrunk
from crm.personas.words import WordUse, term_directions, usable_terms

NO_TERMS = pd.DataFrame({"author_id": [], "term": [], "count": []})
DEALT = ("hour", "kind", "tone", "topic")
"""Blocks of what mentions say of their authors, which can be dealt at random."""
STANDING = ("level", "platform")
"""Blocks that are the author's own; alone they make no persona."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """The authors to group: their points, and the features that can explain a group."""

    authors: pd.MultiIndex
    """platform, author_id; sorted."""
    points: Floats
    """Authors x directions."""
    shares: pd.DataFrame
    """Authors x behaviour and topics, as they are."""
    word_counts: sparse.csr_array
    """Authors x words."""
    words: Sequence[str]
    """The words of its columns."""
    labels: Mapping[str, str]
    """Labels of the topic features."""


def units_of(rows: pd.DataFrame, author_terms: pd.DataFrame | None, settings: PersonaSettings) -> Units | None:
    """The points of the authors of some mentions (crm.personas.units); None when they differ only as chance makes them.

    A block stays with the directions that are longer than in draws where the same mentions (or words) are dealt to the
    same authors at random; so words that say nothing do not drown habits that do, and the other way round.
    """
    tally = habit_tally(rows)
    own, authors = tally.shares(), tally.authors
    standings = standing(rows)
    terms = usable_terms(NO_TERMS if author_terms is None else author_terms, authors, settings)
    words = WordUse.of(terms, len(authors))
    rng = np.random.default_rng(settings.seed)
    draws = [_blocks(tally.dealt(rng.permutation(len(rows))), words.dealt(rng), settings.seed)
             for _ in range(settings.chance_draw_count)]  # fmt: skip
    blocks = _blocks(tally, words, settings.seed)
    kept = {name: _beyond_chance(name, block, [draw[name] for draw in draws]) for name, block in blocks.items()}
    if not any(block.shape[1] for block in kept.values()):
        return None
    points = coordinates(
        {**kept, **_evened(standings, tally.weights(), STANDING)},
        settings.block_weights,
        dimension_count=settings.dimension_count,
    )
    shares = own.join(standings)
    return Units(
        authors=authors,
        points=points,
        shares=shares.loc[:, sorted(shares.columns)],
        word_counts=words.matrix(),
        words=words.words,
        labels=topic_labels(rows),
    )


def _beyond_chance(name: str, block: Floats, chance: list[Floats]) -> Floats:
    if name == "terms":  # already directions; those of one draw are not those of the next
        return beyond_chance(block, chance)
    return beyond_chance(*in_chance_units(block, chance))


def _blocks(tally: Tally, words: WordUse, seed: int) -> dict[str, Floats]:
    """The features of each block; the columns depend on what there is, not on who has it."""
    return {**_evened(tally.shares(), tally.weights(), DEALT), "terms": term_directions(words.matrix(), seed=seed)}


def _evened(shares: pd.DataFrame, weights: pd.Series, names: Sequence[str]) -> dict[str, Floats]:
    evened = shrunk(shares, weights)
    owners = [str(column).split(":", 1)[0] for column in shares.columns]
    return {name: evened.loc[:, [owner == name for owner in owners]].to_numpy(dtype=np.float64) for name in names}
