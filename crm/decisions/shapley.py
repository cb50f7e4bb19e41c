"""Attribution by Shapley's value (Shapley 1953; for ordered touches simplified by Zhao, Mahboobi & Bagheri 2018).

The worth of a set of channels is the number of conversions whose paths use no other. Shapley's value of that game
divides each conversion equally among the distinct channels of its path, which needs no sum over coalitions.
"""

from collections.abc import Sequence

from crm.decisions.paths import Path


def shapley_credits(paths: Sequence[Path]) -> dict[str, float]:
    """Credits by channel; they sum to the conversions. Order and repetition on a path do not matter."""
    credits: dict[str, float] = {}
    for path in paths:
        distinct = set(path.channels)
        for name in distinct:
            credits[name] = credits.get(name, 0.0) + path.conversion_count / len(distinct)
    return credits
