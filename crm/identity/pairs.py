"""How likely an account is a customer: Fellegi & Sunter (1969) with parameters by expectation maximisation (Splink)."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from crm.frames import shaped
from crm.value.evidence import NotEnoughEvidence
from records.errors import ConfigError, ScrmError

KEYS: Final = ("contact_key", "name_key", "name")
"""Fields of which both sides must have one: without them nothing tells people apart."""
FIELDS: Final = (*KEYS, "region", "gender")
"""What both sides may know of a person: keyed hash of telephone or e-mail (never the number), keyed hash of the
nickname or the nickname itself, IP属地 and gender as stated. A field counts where both sides have it."""
MIN_RECORD_COUNT: Final = 50
"""Records on each side below which no parameters are told; our own bound."""
MIN_KNOWN_COUNT: Final = 20
"""Known values on each side that a field needs."""
KEPT_KEY_SHARE: Final = 0.9
"""Chance that one person gave the same telephone or e-mail on both sides; our own assumption."""
SHARED_KEY_COUNT: Final = 0.1
"""Others with whom a person shares a key on average (families); our own assumption. Both are set, not estimated: among
random pairs the agreements are nearly all true pairs, so a key would seem to agree by chance far too often."""
PAIR_DTYPES: Final = {
    "customer_id": "string", "platform": "string", "author_id": "string", "match_probability": "Float64",
    "agreement": "string",
}  # fmt: skip


class LinkingFailed(ScrmError):
    """The parameters of the comparison could not be estimated; the message says on how many records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairSettings:
    """Raises ConfigError for impossible values."""

    least_probability: float = 0.5
    """Pairs below are not told; between this and the threshold of a link, a person decides."""
    recall: float = 0.7
    """Guess of how many true pairs the deterministic rules find; it sets the prior only."""
    max_sample_pairs: float = 1e6
    """Random pairs for the chance agreements."""
    seed: int = 20

    def __post_init__(self) -> None:
        if not 0 < self.least_probability < 1 or not 0 < self.recall <= 1:
            raise ConfigError("identity: least_probability and recall lie within (0, 1)")


def likely_pairs(
    customers: pd.DataFrame, accounts: pd.DataFrame, settings: PairSettings
) -> pd.DataFrame | NotEnoughEvidence:
    """PAIR_DTYPES: pairs of at least `least_probability`, likeliest first; agreement: the fields that agree, by `+`.

    customers: customer_id and FIELDS, one row a customer; accounts: platform, author_id and FIELDS, one row an account.
    Compared are pairs with the same contact_key, name_key or name, or the same first two characters of the name and the
    same region. Raises LinkingFailed where Splink finds no parameters.
    """
    fewer = min(len(customers), len(accounts))
    if fewer < MIN_RECORD_COUNT:
        return NotEnoughEvidence(what="records on the smaller side", n=fewer, needed=MIN_RECORD_COUNT)
    fields = [name for name in FIELDS if _is_usable(customers, name) and _is_usable(accounts, name)]
    if not {*KEYS} & set(fields):
        why = "without names or contact keys on both sides"
        return NotEnoughEvidence(what="records on the smaller side", n=fewer, needed=MIN_RECORD_COUNT, because=why)
    found = _compared(_side(customers, fields), _side(accounts, fields), fields, settings)
    return _told(found, customers, accounts, fields)


def _is_usable(frame: pd.DataFrame, name: str) -> bool:
    return bool(name in frame and frame[name].notna().sum() >= MIN_KNOWN_COUNT and frame[name].nunique() > 1)


def _side(frame: pd.DataFrame, fields: Sequence[str]) -> pd.DataFrame:
    plain = frame[list(fields)].astype("object").where(frame[list(fields)].notna(), None)
    return plain.assign(unique_id=range(len(frame)))


def _compared(left: pd.DataFrame, right: pd.DataFrame, fields: Sequence[str], settings: PairSettings) -> pd.DataFrame:
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    exact = [block_on(name) for name in KEYS if name in fields]
    near = [block_on("substr(name, 1, 2)", "region")] if {"name", "region"} <= set(fields) else []
    model = SettingsCreator(
        link_type="link_only",
        comparisons=[_comparison(name, _shared_share(left, right)) for name in fields],
        blocking_rules_to_generate_predictions=[*exact, *near],
    )
    database = DuckDBAPI(":memory:")
    sides = [
        database.register(frame, dataset_display_name=name)
        for name, frame in (("a_customers", left), ("b_accounts", right))
    ]
    logging.getLogger("splink").setLevel(logging.ERROR)
    linker = Linker(sides, model, log_level=logging.ERROR)
    try:
        _train(linker, exact, settings)
        predicted = linker.inference.predict(threshold_match_probability=settings.least_probability)
        return pd.DataFrame(predicted.as_pandas_dataframe())
    except Exception as error:  # Splink has no common base of its errors; none of them may pass as a result
        raise LinkingFailed(f"identity: {type(error).__name__} on {len(left)} x {len(right)} records") from error
    finally:
        database.delete_tables_created_by_splink_from_db()


def _shared_share(left: pd.DataFrame, right: pd.DataFrame) -> float:
    """Chance that two people share a contact key, from how many keys there are (SHARED_KEY_COUNT)."""
    keys = pd.concat([frame["contact_key"] for frame in (left, right) if "contact_key" in frame] or [pd.Series()])
    return SHARED_KEY_COUNT / max(int(keys.nunique()), 1)


def _comparison(name: str, shared_share: float) -> Any:
    from splink import comparison_level_library as levels
    from splink import comparison_library

    if name == "contact_key":
        same, other = KEPT_KEY_SHARE, shared_share
        fixed = {"fix_m_probability": True, "fix_u_probability": True}
        return comparison_library.CustomComparison(
            output_column_name=name,
            comparison_levels=[
                levels.NullLevel(name),
                levels.ExactMatchLevel(name).configure(m_probability=same, u_probability=other, **fixed),
                levels.ElseLevel().configure(m_probability=1 - same, u_probability=1 - other, **fixed),
            ],
        )
    if name == "name":
        return comparison_library.JaroWinklerAtThresholds("name", [0.92, 0.8]).configure(
            term_frequency_adjustments=True
        )
    return comparison_library.ExactMatch(name).configure(term_frequency_adjustments=name == "name_key")


def _train(linker: Any, exact: Sequence[Any], settings: PairSettings) -> None:
    training = linker.training
    training.estimate_probability_two_random_records_match(list(exact), recall=settings.recall)
    training.estimate_u_using_random_sampling(max_pairs=settings.max_sample_pairs, seed=settings.seed)
    for rule in exact:
        training.estimate_parameters_using_expectation_maximisation(rule)


def _told(found: pd.DataFrame, customers: pd.DataFrame, accounts: pd.DataFrame, fields: Sequence[str]) -> pd.DataFrame:
    is_customer_left = found["source_dataset_l"] == "a_customers"
    left, right = found["unique_id_l"], found["unique_id_r"]
    customer = left.where(is_customer_left, right).to_numpy("int64")
    account = right.where(is_customer_left, left).to_numpy("int64")
    agreeing = [
        "+".join(name for name, level in zip(fields, levels, strict=True) if level > 0)
        for levels in found[[f"gamma_{name}" for name in fields]].itertuples(index=False)
    ]
    pairs = pd.DataFrame({
        "customer_id": customers["customer_id"].to_numpy()[customer],
        "platform": accounts["platform"].to_numpy()[account],
        "author_id": accounts["author_id"].to_numpy()[account],
        "match_probability": found["match_probability"].to_numpy("float64"), "agreement": agreeing,
    })  # fmt: skip
    order = ["match_probability", "customer_id", "platform", "author_id"]
    return shaped(pairs.sort_values(order, ascending=[False, True, True, True]), PAIR_DTYPES)
