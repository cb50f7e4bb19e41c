"""Whether customers are treated alike: prices of the same product and day, and complaints settled."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pipeline.findings.books import Books, month_end, until
from pipeline.findings.customers import parts
from pipeline.findings.result import Result, table_of_frame

if TYPE_CHECKING:
    import pandas as pd

VERSION = "parity-1"
YEAR_DAYS = 365
NEW_DAYS = 30
"""Days since the first order for which a customer is new."""


def parity(books: Books, customer_months: Result, complaint_reasons: Sequence[str]) -> Result:
    """Rows of `fact_parity` of the year up to the latest month that is over; the reason names audits without groups."""
    import pandas as pd

    from crm.decisions.parity import price_parity, share_parity
    from crm.value.evidence import NotEnoughEvidence

    months = books.months(1)
    if not months:
        return Result("parity", reason="no month with orders is over")
    end = month_end(months[-1])
    lines, cases = _lines(books, end), _cases(books, customer_months, complaint_reasons, end)
    channels = lines["channel"].value_counts()
    busiest = str(channels.index[0]) if len(channels) else ""
    audits = {
        "price_by_tenure": price_parity(lines.assign(group=lines["tenure"]), reference="new"),
        "price_by_channel": price_parity(lines.assign(group=lines["channel"]), reference=busiest),
        "settled_by_tier": share_parity(cases.assign(group=cases["tier"])),
        "settled_by_channel": share_parity(cases.assign(group=cases["channel"])),
    }
    told = [_rows(name, rows, busiest) for name, rows in audits.items() if not isinstance(rows, NotEnoughEvidence)]
    lacks = [f"{name} {rows.reason}" for name, rows in audits.items() if isinstance(rows, NotEnoughEvidence)]
    tables = {"all": table_of_frame(pd.concat(told, ignore_index=True).assign(month=months[-1]))} if told else {}
    return Result("parity", tables, "; ".join(lacks) or None)


def _rows(audit: str, rows: "pd.DataFrame", busiest: str) -> "pd.DataFrame":
    import pandas as pd

    if audit.startswith("price"):
        reference = "new" if audit == "price_by_tenure" else busiest
        named = rows.rename(columns={"line_count": "case_count", "price_gap": "gap"})
        named = named.assign(granted_count=pd.array([None] * len(rows), dtype="Int64"))
    else:
        reference, named = str(rows["group"].iloc[0]), rows
    columns = ["audit", "audit_group", "reference", "case_count", "granted_count", "gap", "gap_low", "gap_high",
               "needs_review", "model_version"]  # fmt: skip
    told = named.rename(columns={"group": "audit_group"})
    return told.assign(audit=audit, reference=reference, model_version=VERSION)[columns]


def _lines(books: Books, end: date) -> "pd.DataFrame":
    """product_id, day, unit_price, tenure, channel of the year's lines; what a unit cost after discounts."""
    import pandas as pd

    rows = until(books.orders[books.orders["gross_amount"] > 0], end)
    first = pd.to_datetime(rows["day"]).groupby(rows["customer_id"]).transform("min")
    day = pd.to_datetime(rows["day"])
    is_new = day - first <= pd.Timedelta(days=NEW_DAYS)
    price = rows["gross_amount"] / rows["quantity"].where(rows["quantity"] > 0)
    told = rows.assign(product_id=rows["product"], unit_price=price, tenure=is_new.map({True: "new", False: "regular"}))
    return told[day > pd.Timestamp(end - timedelta(days=YEAR_DAYS))]


def _cases(books: Books, customer_months: Result, reasons: Sequence[str], end: date) -> "pd.DataFrame":
    """is_granted, tier, channel: every contact of the year that the desk settled or did not."""
    import pandas as pd

    rows = until(parts.came_in(books), end).dropna(subset=["is_resolved"])
    rows = rows[pd.to_datetime(rows["day"]) > pd.Timestamp(end - timedelta(days=YEAR_DAYS))]
    named = rows["reason"].fillna("").map(lambda reason: any(word in reason for word in reasons)).astype(bool)
    complaints = rows[named]
    latest = customer_months.tables[max(customer_months.tables)].to_pandas() if customer_months.tables else None
    tiers = {} if latest is None or "tier" not in latest else latest.set_index("customer_id")["tier"].dropna().to_dict()
    return complaints.assign(is_granted=complaints["is_resolved"], tier=complaints["customer_id"].map(tiers))
