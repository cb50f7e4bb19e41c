"""Whether something told of a group is told of each of its members: a floor of l-diversity."""

import pandas as pd


def is_diverse(having: pd.Series, members: pd.Series) -> pd.Series:
    """Whether a yes-or-no trait takes both values in each group: some of its members have it and some do not.

    Distinct l-diversity with l = 2 (Machanavajjhala and others, ACM TKDD 1, 2007). A trait of all members says of
    whoever is known to belong that he has it, however large the group. Unknown counts make no group diverse.
    """
    return ((having > 0) & (having < members)).fillna(False).astype(bool)
