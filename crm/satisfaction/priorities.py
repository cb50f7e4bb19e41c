"""What to improve, with what moves the rating and what kind of need it is: three methods side by side for each aspect.

The rank is that of crm.satisfaction.improvements, which needs the least evidence; part-worths and kinds stand beside it
where there are reviews enough, and are NULL where there are not.
"""

from typing import Final

import pandas as pd

from crm.frames import shaped
from crm.satisfaction.drivers import value_drivers
from crm.satisfaction.improvements import IMPROVEMENT_DTYPES, improvements
from crm.satisfaction.kano_proxy import kano_proxy
from crm.value.evidence import NotEnoughEvidence

PRIORITY_DTYPES: Final = IMPROVEMENT_DTYPES | {
    "all_mention_count": "Int64", "part_worth_proxy": "Float64", "part_worth_low": "Float64",
    "part_worth_high": "Float64", "reward_proxy": "Float64", "penalty_proxy": "Float64", "kano_kind_proxy": "string",
}  # fmt: skip
"""all_mention_count: mentions of all aspects in rated reviews, of which mention_share is the aspect's part."""
_DRIVERS: Final = {"value_low": "part_worth_low", "value_high": "part_worth_high"}
_KANO: Final = {"reward": "reward_proxy", "penalty": "penalty_proxy", "kind_proxy": "kano_kind_proxy"}


def priorities(
    reviews: pd.DataFrame, opinions: pd.DataFrame, *, past_reviews: pd.DataFrame, past_opinions: pd.DataFrame
) -> pd.DataFrame | NotEnoughEvidence:
    """PRIORITY_DTYPES, the most worth improving first. Frames as in crm.satisfaction.reviewmatrix.

    The order is told of `reviews`; part-worths and kinds, which change slowly and need many reviews, of the past ones,
    among which `reviews` are. Raises UsageError for missing columns.
    """
    ranked = improvements(reviews, opinions)
    if isinstance(ranked, NotEnoughEvidence):
        return ranked
    ranked = ranked.assign(all_mention_count=(ranked["mention_count"] / ranked["mention_share"]).round())
    told = _beside(ranked, value_drivers(past_reviews, past_opinions), ["part_worth_proxy", *_DRIVERS], _DRIVERS)
    return shaped(_beside(told, kano_proxy(past_reviews, past_opinions), list(_KANO), _KANO), PRIORITY_DTYPES)


def _beside(
    ranked: pd.DataFrame, found: pd.DataFrame | NotEnoughEvidence, columns: list[str], names: dict[str, str]
) -> pd.DataFrame:
    """The columns of another method by aspect, under their names here; none where it lacks evidence."""
    if isinstance(found, NotEnoughEvidence):
        return ranked
    return ranked.merge(found[["aspect", *columns]].rename(columns=names), on="aspect", how="left")
