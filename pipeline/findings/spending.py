"""What programmes cost and who was invited, as frames for crm: asked from the warehouse that is being built."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.findings.books import CURRENCY

if TYPE_CHECKING:
    import pandas as pd
    import sqlalchemy as sa


@dataclass(frozen=True)
class Spending:
    """Frames of programmes. Columns: warehouse.bookframes."""

    costs: "pd.DataFrame"
    """One row an item spent on a channel, in CURRENCY."""
    invitations: "pd.DataFrame"
    """One row an invitation of a known customer."""


def read_spending(connection: "sa.Connection") -> Spending:
    """All costs and invitations of a warehouse."""
    from warehouse.bookframes import cost_frame, invitation_frame

    costs = cost_frame(connection).to_pandas()
    return Spending(
        costs=costs[costs["currency"] == CURRENCY].reset_index(drop=True),
        invitations=invitation_frame(connection).to_pandas(),
    )
