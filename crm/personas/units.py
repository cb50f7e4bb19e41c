"""Which authors are known well enough to be grouped, and which of their mentions say so."""

from datetime import date

import pandas as pd

from crm.authors import KEY, prepared
from crm.frames import flags_of
from crm.personas.settings import PersonaSettings

NOT_CUSTOMERS = ("BGC", "PGC", "news")
"""Content classes that are no customer's voice: the brand's own, media and the press."""


def own_words(mentions: pd.DataFrame, *, period_start: date, period_end: date) -> pd.DataFrame:
    """The period's brand-linked mentions in an author's own words, once each, with `weight` (0..1].

    Own words: anything but a repost (or what the column has_own_text says, where the frame has it), and not the voice
    of the brand or the press. `weight` is the mention's organic_weight where the frame has that column; water-army
    mentions are left out without it. Whoever is marked is_minor takes no part: minors make no persona.
    """
    rows = prepared(
        mentions[mentions["brand_id"].notna()] if "brand_id" in mentions else mentions,
        period_start=period_start,
        period_end=period_end,
    )
    is_own = flags_of(rows, "has_own_text") if "has_own_text" in rows else rows["kind"] != "repost"
    rows = rows[is_own & ~rows["content_class"].isin(NOT_CUSTOMERS) & ~flags_of(rows, "is_minor")]
    weight = 1.0 - flags_of(rows, "is_water_army").astype("float64")
    if "organic_weight" in rows:
        weight = pd.to_numeric(rows["organic_weight"].astype(object), errors="coerce").fillna(weight).clip(0, 1)
    rows = rows.assign(weight=weight)
    return rows[rows["weight"] > 0]


def known_authors(rows: pd.DataFrame, settings: PersonaSettings) -> pd.DataFrame:
    """The mentions of authors whose weights add up to `min_author_weight`, ordered by author."""
    total = rows.groupby(KEY)["weight"].transform("sum")
    return rows[total >= settings.min_author_weight].sort_values([*KEY, "mention_id"])
