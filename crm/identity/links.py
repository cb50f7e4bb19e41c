"""Links of accounts to customers from likely pairs, and what a person must decide."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from crm.frames import require, shaped
from crm.identity.basis import NO_BASIS, LegalBasis, Withheld
from crm.identity.pairs import PAIR_DTYPES, PairSettings, likely_pairs
from crm.value.evidence import NotEnoughEvidence
from records.errors import UsageError

THRESHOLD: Final = 0.9
"""Probability from which a pair is a link."""
LINK_DTYPES: Final = {
    "customer_id": "string", "platform": "string", "author_id": "string", "match_probability": "Float64",
    "method": "string", "reason": "string",
}  # fmt: skip
REVIEW_DTYPES: Final = {**PAIR_DTYPES, "why": "string"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """What was found."""

    links: pd.DataFrame
    """LINK_DTYPES: at most one customer an account; a customer may have several accounts. reason: what agrees."""
    review: pd.DataFrame
    """REVIEW_DTYPES, likeliest first; why: below_threshold or two_customers. It holds ids and codes, no values."""


def links_of(
    customers: pd.DataFrame,
    accounts: pd.DataFrame,
    *,
    basis: LegalBasis | None,
    permissions: pd.Series,
    threshold: float = THRESHOLD,
    settings: PairSettings | None = None,
) -> Links | Withheld | NotEnoughEvidence:
    """Links customers to accounts (crm.identity.pairs.likely_pairs); Withheld, and nothing compared, without a basis.

    Under consent only customers whose `permissions` (crm.stage.consent.permitted for account linking) say yes take
    part; whoever refused takes part under no basis. Raises UsageError for missing columns, customers or accounts given
    twice, or a threshold outside (least_probability, 1].
    """
    if basis is None:
        return NO_BASIS
    chosen = settings or PairSettings()
    if not chosen.least_probability < threshold <= 1:
        raise UsageError(f"the threshold lies in ({chosen.least_probability}, 1], not at {threshold}")
    buyers, profiles = _checked(customers, ["customer_id"]), _checked(accounts, ["platform", "author_id"])
    answer = buyers["customer_id"].map(permissions.to_dict()).astype("boolean")
    buyers = buyers[answer.fillna(basis.kind != "consent")].reset_index(drop=True)
    pairs = likely_pairs(buyers, profiles, chosen)
    return pairs if isinstance(pairs, NotEnoughEvidence) else _sorted_out(pairs, threshold)


def reviewed(review: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """LINK_DTYPES of the pairs that a person confirmed (decisions: customer_id, platform, author_id, is_same).

    Decisions about pairs that were not asked are left out. Raises UsageError for an account confirmed for two customers
    or missing columns.
    """
    key = ["customer_id", "platform", "author_id"]
    said = require(decisions, [*key, "is_same"], name="decision").dropna(subset=["is_same"])
    yes = said[said["is_same"].astype(bool)][key].drop_duplicates().astype("string")
    if yes.duplicated(["platform", "author_id"]).any():
        raise UsageError("decisions: an account is confirmed for two customers")
    rows = review.merge(yes, on=key)
    return shaped(rows.assign(method="review", reason=rows["agreement"]), LINK_DTYPES)


def _checked(frame: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    rows = require(frame, key, name="identity").dropna(subset=key)
    if (count := int(rows.duplicated(key).sum())) > 0:
        raise UsageError(f"{count} rows repeat their {', '.join(key)}; give one row each")
    return rows.reset_index(drop=True)


def _sorted_out(pairs: pd.DataFrame, threshold: float) -> Links:
    account = ["platform", "author_id"]
    is_sure = pairs["match_probability"] >= threshold
    sure = pairs[is_sure]
    is_torn = sure.duplicated(account, keep=False)
    linked = sure[~is_torn]
    taken = pd.MultiIndex.from_frame(linked[account])
    is_open = ~pd.MultiIndex.from_frame(pairs[account]).isin(taken)
    review = pairs[is_open].assign(why=is_sure[is_open].map({True: "two_customers", False: "below_threshold"}))
    return Links(
        links=shaped(linked.assign(method="splink", reason=linked["agreement"]), LINK_DTYPES),
        review=shaped(review, REVIEW_DTYPES),
    )
