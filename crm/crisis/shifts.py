"""Where the level of a series changes: kernel change-point detection (ruptures), linear kernel.

Arlot, Celisse, Harchaoui, "A kernel multiple change-point algorithm via model selection" (JMLR 2019); the penalty is
3/2 ln(n) var(diff) by default, a BIC-like choice whose noise is estimated from differences, so that shifts do not
raise it.
"""

import numpy as np
from numpy.typing import ArrayLike

from records.errors import UsageError

PENALTY = 3.0
"""Times ln(n) and half the variance of the differences."""


def level_shifts(values: ArrayLike, *, min_size: int = 2, penalty: float = PENALTY) -> list[int]:
    """Positions at which a new level begins, in order; none for fewer than 2 min_size values or all alike.

    Raises UsageError for values that are not finite, or not one series.
    """
    series = np.asarray(values, dtype=np.float64)
    if series.ndim != 1 or not np.all(np.isfinite(series)):
        raise UsageError("level shifts need one series of finite values")
    if len(series) < 2 * min_size or np.ptp(series) == 0:
        return []
    import ruptures

    noise = float(np.var(np.diff(series))) / 2
    model = ruptures.KernelCPD(kernel="linear", min_size=min_size).fit(series.reshape(-1, 1))
    found = model.predict(pen=max(penalty * np.log(len(series)) * noise, 1e-9))
    return [int(position) for position in found[:-1]]
