"""Authors as points, from the blocks in which they differ more than chance makes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from crm.authors import KEY
from crm.personas.features import behaviour, habits, topics
from crm.personas.settings import PersonaSettings
from crm.personas.space import Floats, beyond_chance, coordinates, in_chance_units, shrunk
from crm.personas.words import term_directions, term_matrix, usable_terms

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
    topic_shares, labels = topics(rows)
    shares = behaviour(rows).join(topic_shares)
    authors = pd.MultiIndex.from_frame(shares.index.to_frame(index=False))
    terms = usable_terms(NO_TERMS if author_terms is None else author_terms, authors, settings)
    word_counts, words = term_matrix(terms, len(authors))
    blocks = _blocks(shares, rows, terms, settings.seed)
    rng = np.random.default_rng(settings.seed)
    coded_rows, coded_terms = _coded(rows, KEY), _coded(terms, ["term"])
    draws = [_draw(coded_rows, coded_terms, rng, settings.seed) for _ in range(settings.chance_draw_count)]
    kept = {name: _beyond_chance(name, block, [draw[name] for draw in draws]) for name, block in blocks.items()}
    if not any(block.shape[1] for block in kept.values()):
        return None
    standing = _evened(shares, rows, STANDING)
    points = coordinates({**kept, **standing}, settings.block_weights, dimension_count=settings.dimension_count)
    return Units(authors=authors, points=points, shares=shares, word_counts=word_counts, words=words, labels=labels)


def _beyond_chance(name: str, block: Floats, chance: list[Floats]) -> Floats:
    if name == "terms":  # already directions; those of one draw are not those of the next
        return beyond_chance(block, chance)
    return beyond_chance(*in_chance_units(block, chance))


def _draw(rows: pd.DataFrame, terms: pd.DataFrame, rng: np.random.Generator, seed: int) -> dict[str, Floats]:
    dealt, dealt_terms = _dealt_mentions(rows, rng), _dealt_terms(terms, rng)
    return _blocks(habits(dealt).join(topics(dealt)[0]), dealt, dealt_terms, seed)


def _blocks(shares: pd.DataFrame, rows: pd.DataFrame, terms: pd.DataFrame, seed: int) -> dict[str, Floats]:
    """The features of each block; the columns depend on what there is, not on who has it."""
    words = term_directions(term_matrix(terms, len(shares))[0], seed=seed)
    return {**_evened(shares, rows, DEALT), "terms": words}


def _evened(shares: pd.DataFrame, rows: pd.DataFrame, names: Sequence[str]) -> dict[str, Floats]:
    evened = shrunk(shares, rows.groupby(KEY)["weight"].sum())
    owners = [str(column).split(":", 1)[0] for column in shares.columns]
    return {name: evened.loc[:, [owner == name for owner in owners]].to_numpy(dtype=np.float64) for name in names}


def _coded(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """The same rows with sorted categories for texts: every draw groups by them, and codes group fast."""
    return frame.astype(dict.fromkeys(columns, "category"))


def _dealt_mentions(rows: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The same mentions, each given to the author of another one: everybody keeps the number of mentions."""
    order = rng.permutation(len(rows))
    return rows.assign(**{column: rows[column].array.take(order) for column in KEY})


def _dealt_terms(terms: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The same words, dealt anew: authors keep the number of words, words the number of users, nearly."""
    return terms.assign(term=terms["term"].array.take(rng.permutation(len(terms))))
