"""Attribution by a first-order Markov chain and its removal effects (Anderl et al., IJRM 2016)."""

from collections.abc import Sequence

import numpy as np

from crm.decisions.paths import Path
from crm.satisfaction.intervals import Floats


def markov_credits(paths: Sequence[Path]) -> dict[str, float]:
    """Conversions divided by removal effects: how much the chance of an order falls where a channel leads nowhere.

    States are the channels, a start, and two ends; chances are the shares of observed steps. Without lost paths the
    chance of an order is 1 and the effects still differ. Credits sum to the conversions; none without conversions.
    """
    channels = sorted({name for path in paths for name in path.channels})
    conversions = sum(path.conversion_count for path in paths)
    if conversions == 0:
        return {}
    steps, wins = _steps(paths, channels)
    whole = _chance(steps, wins)
    effects = np.array([1 - _chance(*_without(steps, wins, place)) / whole for place in range(1, len(channels) + 1)])
    shares = effects / effects.sum()
    return {name: float(conversions * share) for name, share in zip(channels, shares, strict=True)}


def _steps(paths: Sequence[Path], channels: Sequence[str]) -> tuple[Floats, Floats]:
    """Chances of steps between states, shape (1 + channels, 1 + channels), the start first; and of an order."""
    place = {name: number for number, name in enumerate(channels, start=1)}
    size = len(channels) + 1
    moves, won, lost = np.zeros((size, size)), np.zeros(size), np.zeros(size)
    for path in paths:
        states = [0, *(place[name] for name in path.channels)]
        for here, there in zip(states, states[1:], strict=False):
            moves[here, there] += path.conversion_count + path.lost_count
        won[states[-1]] += path.conversion_count
        lost[states[-1]] += path.lost_count
    total = np.maximum(moves.sum(axis=1) + won + lost, 1e-300)
    return moves / total[:, None], won / total


def _without(steps: Floats, wins: Floats, place: int) -> tuple[Floats, Floats]:
    """The chain in which a channel leads to no order."""
    steps, wins = steps.copy(), wins.copy()
    steps[place], wins[place] = 0, 0
    return steps, wins


def _chance(steps: Floats, wins: Floats) -> float:
    """Of an order, from the start."""
    return float(np.linalg.solve(np.eye(len(wins)) - steps, wins)[0])
