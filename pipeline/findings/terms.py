"""What words a brand is spoken of in, day by day: the rows of `fact_term_day`, from the mentions of `v_mention`."""

from typing import TYPE_CHECKING

from records import Lexicon

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("brand_id", "day", "author_id", "sentiment", "text")
"""What is read of each brand-level mention."""
KINDS = ("n", "nz", "nt", "ns", "v", "vn", "a", "an", "ad")
"""Parts of speech that say something: nouns, verbs, adjectives. Names of persons (nr) are left out on purpose."""
MOST_TERMS = 200
"""Words kept per brand and day, the commonest ones: what is rarer no one finds in a cloud or a table."""
_SHORTEST = 2


def daily_terms(mentions: "pd.DataFrame", lexicon: Lexicon) -> "pd.DataFrame":
    """Words of each brand's contents by day and tone: brand_id, day, term, tone, mention_count, author_count.

    A word counts once per content. `mentions` has COLUMNS, one row per content and brand; rows without brand, day or
    text are left out. Sorted; the same mentions in any order give the same rows.
    """
    import pandas as pd

    known = mentions.loc[:, list(COLUMNS)].dropna(subset=["brand_id", "day", "text"])
    terms = _terms([str(text) for text in known["text"]], lexicon)
    rows = known.drop(columns="text").assign(
        tone=known["sentiment"].fillna("unjudged"), term=pd.Series(terms, index=known.index, dtype=object)
    )
    long = rows.explode("term").dropna(subset=["term"])
    counted = long.groupby(["brand_id", "day", "term", "tone"], sort=True).agg(
        mention_count=("term", "size"), author_count=("author_id", "nunique")
    )
    return _commonest(counted.reset_index())


def _terms(texts: list[str], lexicon: Lexicon) -> list[list[str]]:
    from nlp.text import clean, segmenter, stop_words

    stops = stop_words()
    tagged = segmenter(lexicon).tags([clean(text).text.lower() for text in texts])
    return [
        sorted({word for word, kind in words if kind in KINDS and len(word) >= _SHORTEST and word not in stops})
        for words in tagged
    ]


def _commonest(counted: "pd.DataFrame") -> "pd.DataFrame":
    """The rows of the MOST_TERMS commonest words of each brand and day; of equally common ones those spelt first."""
    keys = ["brand_id", "day", "term"]
    totals = counted.groupby(keys, sort=True)["mention_count"].sum().reset_index()
    ordered = totals.sort_values(["brand_id", "day", "mention_count", "term"], ascending=[True, True, False, True])
    kept = ordered.groupby(["brand_id", "day"], sort=False).head(MOST_TERMS)[keys]
    return counted.merge(kept, on=keys).sort_values([*keys, "tone"], ignore_index=True)
