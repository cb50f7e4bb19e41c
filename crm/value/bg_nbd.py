"""BG/NBD: dropout may follow any purchase but the first (Fader, Hardie & Lee, Marketing Science 24, 2005)."""

from dataclasses import dataclass
from typing import ClassVar

from crm.value.evidence import NotEnoughEvidence
from crm.value.fit import Fit
from crm.value.geometric import Geometric
from crm.value.geometric_fit import fitted
from crm.value.histories import Floats, Histories


@dataclass(frozen=True, slots=True, kw_only=True)
class BgNbd(Geometric):
    """A customer with no repeat purchase had no chance to drop out: P(alive) is 1."""

    lead: ClassVar[int] = 0


def fit_bg_nbd(histories: Histories, *, start: Floats | None = None) -> Fit[BgNbd] | NotEnoughEvidence:
    """Maximum likelihood; `start` is the `logs` of an earlier fit. Raises FitFailed when there is no maximum."""
    return fitted(BgNbd, histories, name="BG/NBD", start=start)
