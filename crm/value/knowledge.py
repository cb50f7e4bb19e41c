"""CKV index, what a customer's contributions teach the firm.

There is no published way to estimate knowledge value (Tomczyk 2016 finds none), so this is our own definition and an
index, not money: the sum over contributions of novelty x specificity x adoption, put on 0..100. Each factor lies in
[0, 1]; knowledge that nobody took up counts nothing yet.
"""

from typing import Final

import numpy as np
import pandas as pd

from crm.frames import days_of, flags_of, numbers_of, require, shaped

CONTRIBUTION_COLUMNS: Final = ("mention_id", "customer_id", "product", "day", "helpful_count", "is_adopted")
"""One row per review, post or complaint with something to learn; adopted: the firm acted on it."""
TERM_COLUMNS: Final = ("mention_id", "term")
"""One row per term a contribution uses (stop words left out)."""
HALF_SPECIFIC_TERM_COUNT: Final = 10
"""Distinct terms at which specificity is one half."""
HALF_HELPFUL_COUNT: Final = 10
"""Helpful votes at which adoption by readers is half of what it can be."""
READER_SHARE: Final = 0.5
"""Adoption that readers' votes alone can reach; being acted on by the firm is 1."""
CKV_DTYPES = {"customer_id": "string", "contribution_count": "Int64", "adopted_count": "Int64", "ckv_index": "Float64"}


def contribution_values(contributions: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Contributions in order of time with novelty, specificity, adoption (each 0..1).

    novelty: the share of a contribution's terms, weighted by rarity (inverse document frequency), that nobody had used
    about that product before it; specificity: d/(d + 10) of d distinct terms; adoption: 1 where the firm acted on it,
    else up to one half by helpful votes. A contribution without terms has novelty 0. Raises UsageError for missing
    columns.
    """
    frame = require(contributions, CONTRIBUTION_COLUMNS, name="contribution").dropna(
        subset=["mention_id", "customer_id"]
    )
    frame["day"] = days_of(frame["day"])
    frame = frame.sort_values(["day", "mention_id"], na_position="last").drop_duplicates("mention_id")
    words = require(terms, TERM_COLUMNS, name="term")[list(TERM_COLUMNS)].dropna().drop_duplicates()
    frame = frame.reset_index(drop=True)
    frame["novelty"] = _novelty(frame, words)
    count = frame["mention_id"].map(words.groupby("mention_id").size()).astype("float64").fillna(0)
    frame["specificity"] = count / (count + HALF_SPECIFIC_TERM_COUNT)
    votes = numbers_of(frame, "helpful_count").fillna(0)
    by_readers = READER_SHARE * votes / (votes + HALF_HELPFUL_COUNT)
    frame["adoption"] = by_readers.where(~flags_of(frame, "is_adopted"), 1.0)
    return frame


def knowledge_index(contributions: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """CKV_DTYPES, one row per contributing customer, sorted: 100 (1 - exp(-sum of the products)).

    The scale is absolute: a customer's index does not move because of others. Raises UsageError for missing columns.
    """
    frame = contribution_values(contributions, terms)
    frame["worth"] = frame["novelty"] * frame["specificity"] * frame["adoption"]
    frame["adopted"] = flags_of(frame, "is_adopted").astype("int64")
    grouped = frame.groupby("customer_id")
    table = grouped.agg(
        contribution_count=("mention_id", "size"), adopted_count=("adopted", "sum"), ckv_index=("worth", "sum")
    )
    table["ckv_index"] = -100 * np.expm1(-table["ckv_index"])
    return shaped(table.sort_index().reset_index(), CKV_DTYPES)


def _novelty(frame: pd.DataFrame, words: pd.DataFrame) -> pd.Series:
    """Per contribution; `frame` is in order of time, an unknown product is a product of its own."""
    place = frame.reset_index(names="place")[["mention_id", "product", "place"]]
    said = words.merge(place, on="mention_id")
    said["rarity"] = np.log((1 + len(frame)) / (1 + said.groupby("term")["mention_id"].transform("size"))) + 1
    said = said.sort_values("place", kind="stable")
    said["is_new"] = ~said.duplicated(["product", "term"])
    total = said.groupby("mention_id")["rarity"].sum()
    new = said[said["is_new"]].groupby("mention_id")["rarity"].sum()
    return frame["mention_id"].map(new.reindex(total.index).fillna(0.0) / total).astype("float64").fillna(0.0)
