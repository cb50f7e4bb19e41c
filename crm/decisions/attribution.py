"""What earned an order: first touch, last touch, linear, Markov and Shapley, each dividing the same conversions.

No division proves that a channel caused anything; a test that holds a channel back does. Five divisions side by side
show how much depends on the rule.
"""

from collections.abc import Callable, Sequence
from typing import Final

import pandas as pd

from crm.decisions.markov import markov_credits
from crm.decisions.paths import Path
from crm.decisions.shapley import shapley_credits
from crm.frames import shaped
from crm.value.evidence import NotEnoughEvidence

CREDIT_DTYPES: Final = {
    "model": "string", "channel": "string", "credit": "Float64", "credit_share": "Float64", "conversion_count": "Int64",
    "path_count": "Int64",
}  # fmt: skip
Credits = dict[str, float]


def first_touch(paths: Sequence[Path]) -> Credits:
    """All to the channel a path begins with."""
    return _divided(paths, lambda channels: {channels[0]: 1.0})


def last_touch(paths: Sequence[Path]) -> Credits:
    """All to the channel a path ends with."""
    return _divided(paths, lambda channels: {channels[-1]: 1.0})


def linear(paths: Sequence[Path]) -> Credits:
    """The same to every touch; a channel touched twice gets two parts."""
    return _divided(paths, lambda channels: {name: channels.count(name) / len(channels) for name in channels})


MODELS: Final[dict[str, Callable[[Sequence[Path]], Credits]]] = {
    "first": first_touch, "last": last_touch, "linear": linear, "markov": markov_credits, "shapley": shapley_credits,
}  # fmt: skip


def attribution(paths: Sequence[Path]) -> pd.DataFrame | NotEnoughEvidence:
    """CREDIT_DTYPES, every model and every channel, sorted; each model's credits sum to conversion_count.

    conversion_count is the number divided, path_count of how many paths (won and lost): the evidence behind it.
    """
    conversions = sum(path.conversion_count for path in paths)
    if conversions == 0:
        return NotEnoughEvidence(what="conversions", n=0, needed=1)
    channels = sorted({name for path in paths for name in path.channels})
    rows = [
        (model, name, credits.get(name, 0.0))
        for model, credits in ((model, divide(paths)) for model, divide in MODELS.items())
        for name in channels
    ]
    table = pd.DataFrame(rows, columns=["model", "channel", "credit"])
    table["credit_share"] = table["credit"] / conversions
    total = sum(path.conversion_count + path.lost_count for path in paths)
    return shaped(table.assign(conversion_count=conversions, path_count=total), CREDIT_DTYPES)


def _divided(paths: Sequence[Path], shares: Callable[[tuple[str, ...]], dict[str, float]]) -> Credits:
    credits: Credits = {}
    for path in paths:
        for name, share in shares(path.channels).items():
            credits[name] = credits.get(name, 0.0) + share * path.conversion_count
    return credits
