"""What winning a customer cost and has not come back yet."""

from typing import TYPE_CHECKING

from pipeline.findings.customers.terms import ValueTerms

if TYPE_CHECKING:
    import pandas as pd


def with_acquisition_risk(frame: "pd.DataFrame", terms: ValueTerms, lacks: dict[str, str]) -> "pd.DataFrame":
    """Adds acquisition_risk: the part of the firm's acquisition cost that the margin earned so far has not covered.

    The cost is the same for everybody, since the books of costs name no customer and their channels are not those of
    orders. Without a cost in the configuration the risk stays unknown.
    """
    from crm.stage.bookrisks import acquisition_risks

    if not terms.acquisition_cost:
        lacks["acquisition_risk"] = "needs `acquisition_cost` in the configuration"
        return frame
    buyers = frame[frame["monetary"].notna()]
    earned = buyers["monetary"].astype("float64") * terms.settings.margin_share
    told = acquisition_risks(buyers[["customer_id"]].assign(cac=terms.acquisition_cost, margin=earned))
    return frame.merge(told, on="customer_id", how="left")
