"""Which of those who showed interest are likely to buy: the lead score of the latest month."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from pipeline.findings.books import Books, month_end
from pipeline.findings.customers import parts

if TYPE_CHECKING:
    import pandas as pd

CUT_COUNT = 12
"""Ends of months before the latest one from which the score is learnt."""


def with_leads(frame: "pd.DataFrame", books: Books, month: date, lacks: dict[str, str]) -> "pd.DataFrame":
    """Adds lead_score, the calibrated probability of a first purchase within sixty days, to who has not bought.

    Learnt from the prospects of earlier months whose sixty days are over. Notes how the score did on held-out rows,
    or why there is none.
    """
    from crm.value.evidence import NotEnoughEvidence
    from crm.value.leads import fit_leads, score_leads
    from crm.value.prospects import FEATURES, examples, prospects_at

    shown, bought = signs(books), _first_purchases(books)
    end = month_end(month)
    told = examples(shown, bought, cuts=_cuts(month), last_day=min(end, books.last_day()))
    model = fit_leads(told, FEATURES)
    if isinstance(model, NotEnoughEvidence):
        lacks["lead_score"] = model.reason
        return frame
    lacks["lead_score"] = (
        f"learnt from n = {model.prospect_count}, held out: AUC {model.auc:.2f}, "
        f"calibration error {model.calibration_error:.3f}, lift of the best tenth {model.top_decile_lift:.1f}"
    )
    scores = score_leads(model, prospects_at(shown, bought, cut=end))
    known = scores[["customer_id", "lead_score"]].astype({"customer_id": "string"})
    return frame.merge(known, on="customer_id", how="left")


def signs(books: Books) -> "pd.DataFrame":
    """SIGN_COLUMNS of crm.value.prospects: touches, and contacts that the person began."""
    import pandas as pd

    touches = books.touches[["customer_id", "day", "kind", "channel"]].assign(is_contact=False)
    contacts = parts.came_in(books)[["customer_id", "day"]].assign(kind="contact", channel=None, is_contact=True)
    return pd.concat([touches.astype({"kind": "object", "channel": "object"}), contacts], ignore_index=True)


def _first_purchases(books: Books) -> "pd.DataFrame":
    paid = books.orders[books.orders["amount"] > 0]
    return paid.groupby("customer_id")["day"].min().reset_index()


def _cuts(month: date) -> list[date]:
    """The ends of the months before, the latest first."""
    ends, first = [], month
    for _ in range(CUT_COUNT):
        ends.append(first - timedelta(days=1))
        first = ends[-1].replace(day=1)
    return ends
