"""What words a brand is spoken of in, day by day: the rows of `fact_term_day`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from pipeline.findings.codes import Codes, codes_of
from records import Lexicon

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("brand_id", "day", "author_id", "sentiment", "terms")
"""What is read of each brand-level mention."""
KINDS = ("n", "nz", "nt", "ns", "v", "vn", "a", "an", "ad")
"""Parts of speech that say something: nouns, verbs, adjectives. Names of persons (nr) are left out on purpose."""
MOST_TERMS = 200
"""Words kept per brand and day, the commonest ones: what is rarer no one finds in a cloud or a table."""
_SHORTEST = 2


def telling_words(texts: Sequence[str], lexicon: Lexicon) -> list[list[str]]:
    """The words of each text that say something, once each, sorted."""
    from nlp.text import clean, segmenter, stop_words

    stops = stop_words()
    tagged = segmenter(lexicon).tags([clean(text).text.lower() for text in texts])
    return [
        sorted({word for word, kind in words if kind in KINDS and len(word) >= _SHORTEST and word not in stops})
        for words in tagged
    ]


def daily_terms(mentions: pa.Table) -> "pd.DataFrame":
    """Words of each brand's contents by day and tone: brand_id, day, term, tone, mention_count, author_count.

    `mentions` has COLUMNS, one row per content and brand, `terms` its telling words; rows without brand or day are left
    out. Sorted; the same mentions in any order give the same rows.
    """
    import pandas as pd

    known = mentions.filter(mentions["brand_id"].is_valid()).combine_chunks()
    known = known.filter(known["day"].is_valid()).combine_chunks()
    terms = known["terms"].combine_chunks()
    row = terms.value_parent_indices().to_numpy()
    of_row = {name: codes_of(known[name]) for name in ("brand_id", "day", "author_id")}
    codes = {
        "brand_id": of_row["brand_id"].taken(row),
        "day": of_row["day"].taken(row),
        "term": codes_of(terms.flatten()),
        "tone": codes_of(known["sentiment"].fill_null("unjudged")).taken(row),
    }
    counted = _counted(codes, of_row["author_id"].taken(row))
    return pd.DataFrame({
        name: codes[name].values.take(pa.array(column)).to_pandas() if name in codes else column
        for name, column in _commonest(counted).items()
    })  # fmt: skip


def _counted(codes: dict[str, Codes], author: Codes) -> "pd.DataFrame":
    """Numbers of brand, day, term and tone, sorted, with how many mentions and known authors they are of."""
    import pandas as pd

    sizes = [len(each.values) for each in codes.values()]
    cell = (
        np.ravel_multi_index([each.numbers for each in codes.values()], sizes)
        if len(author.numbers)
        else np.zeros(0, np.int64)
    )
    cells, mention_count = np.unique(cell, return_counts=True)
    is_known = author.numbers >= 0
    pairs = np.unique(cell[is_known] * max(len(author.values), 1) + author.numbers[is_known])
    of_cell = np.searchsorted(cells, pairs // max(len(author.values), 1))
    places = np.unravel_index(cells, sizes) if len(cells) else [np.zeros(0, np.int64)] * len(sizes)
    return pd.DataFrame(dict(zip(codes, places, strict=True))).assign(
        mention_count=mention_count, author_count=np.bincount(of_cell, minlength=len(cells))
    )


def _commonest(counted: "pd.DataFrame") -> "pd.DataFrame":
    """The rows of the MOST_TERMS commonest words of each brand and day; of equally common ones those spelt first."""
    keys = ["brand_id", "day", "term"]
    totals = counted.groupby(keys, sort=True)["mention_count"].sum().reset_index()
    ordered = totals.sort_values(["brand_id", "day", "mention_count", "term"], ascending=[True, True, False, True])
    kept = ordered.groupby(["brand_id", "day"], sort=False).head(MOST_TERMS)[keys]
    return counted.merge(kept, on=keys).sort_values([*keys, "tone"], ignore_index=True)
