"""MBG/NBD: dropout may follow the first purchase, too (Batislam, Denizel & Filiztekin, IJRM 24, 2007)."""

from dataclasses import dataclass
from typing import ClassVar

from crm.value.evidence import NotEnoughEvidence
from crm.value.fit import Fit
from crm.value.geometric import Geometric
from crm.value.geometric_fit import fitted
from crm.value.histories import Floats, Histories


@dataclass(frozen=True, slots=True, kw_only=True)
class MbgNbd(Geometric):
    """Fits better where many buy once and never again."""

    lead: ClassVar[int] = 1


def fit_mbg_nbd(histories: Histories, *, start: Floats | None = None) -> Fit[MbgNbd] | NotEnoughEvidence:
    """Maximum likelihood; `start` is the `logs` of an earlier fit. Raises FitFailed when there is no maximum."""
    return fitted(MbgNbd, histories, name="MBG/NBD", start=start)
