"""Which groups of people may be told: large enough, and not all of one answer.

A group of five hides who said what only while its members differ: where all answered alike, whoever is known to be in
the group is known to have answered so. k-anonymity (Sweeney 2002) with k = 5, and distinct l-diversity with l = 2
(Machanavajjhala, Kifer, Gehrke, Venkitasubramaniam, ACM TKDD 1, 2007): a sensitive answer takes at least two values
in a group, however large.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Double, and_, case, cast, func, or_

LEAST_PEOPLE = 5
"""k: a figure of fewer people would tell of persons, not of a kind of people."""

MEANS = ("ces", "acsi")
"""Measures that are means of scales; all others told are shares, or balances of two shares."""

_NARROWEST = 2 * 1.959964 * 1.5**0.5 * (1 + 1e-6)
"""Width, times n + 3, of the interval of a net score (crm.satisfaction.intervals.net_score) when all are passive."""


def is_mixed(
    measure: ColumnElement[str],
    numerator: ColumnElement[float],
    denominator: ColumnElement[float],
    width: ColumnElement[float],
) -> ColumnElement[bool]:
    """Whether a figure over answers lets one infer that they were not all alike; width is that of its 95% interval.

    Alike are: none or all of a share, a balance of one kind of answer, a mean without spread (its interval is NULL or
    empty: crm.satisfaction.intervals.mean).
    """
    middle = and_(numerator == 0, width * (cast(denominator, Double) + 3) > _NARROWEST)
    return case(
        (measure.in_(MEANS), func.coalesce(width, 0) > 0),
        (measure == "nps", and_(func.abs(numerator) < denominator, or_(numerator != 0, middle))),
        else_=and_(numerator > 0, numerator < denominator),
    )


def is_divided(members: ColumnElement[int], having: Sequence[ColumnElement[int]]) -> ColumnElement[bool]:
    """Whether nothing sensitive holds of all members: of each thing, fewer show it than there are members."""
    return and_(*(count < members for count in having))
