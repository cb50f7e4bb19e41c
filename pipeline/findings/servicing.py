"""The service: how months of complaints were answered, and which product has which problem."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from pipeline.findings.result import Result, table_of_frame
from records import Brand

if TYPE_CHECKING:
    import pandas as pd
    import sqlalchemy as sa

CAUSE_DAYS = 365
"""Days back from the last one with a complaint whose root causes are looked for."""
_COUNTS = {"where_count": "product_complaint_count", "cause_count": "theme_complaint_count",
           "total_count": "total_complaint_count", "where": "product", "cause": "theme"}  # fmt: skip


@dataclass(frozen=True)
class ServiceInputs:
    """What the service is judged by."""

    complaints: "pd.DataFrame"
    """warehouse.serviceframes.complaint_frame, and open_business_minutes."""
    seen_until: datetime | None
    """When complaints were last looked at."""
    desk: "pd.DataFrame"
    """warehouse.serviceframes.desk_frame."""


def read_service_inputs(connection: "sa.Connection", brands: Sequence[Brand]) -> ServiceInputs:
    """Complaints with how long each has been open by its brand's clock."""
    from warehouse.serviceframes import complaint_frame, complaints_seen_until, desk_frame

    complaints = complaint_frame(connection).to_pandas()
    seen_until = complaints_seen_until(connection)
    complaints["open_business_minutes"] = None
    if seen_until is not None:
        complaints["open_business_minutes"] = _open_minutes(complaints, seen_until, {b.brand_id: b for b in brands})
    return ServiceInputs(complaints=complaints, seen_until=seen_until, desk=desk_frame(connection).to_pandas())


def _open_minutes(complaints: "pd.DataFrame", end: datetime, brands: Mapping[str, Brand]) -> "pd.Series":
    import pandas as pd

    from warehouse.openminutes import open_minutes

    parts = []
    for brand_id, opened_at in complaints.groupby("brand_id")["opened_at"]:
        hours = brands[str(brand_id)].opening_hours if str(brand_id) in brands else ()
        starts = [None if pd.isna(moment) else moment.to_pydatetime() for moment in opened_at]
        parts.append(pd.Series(open_minutes(starts, end, hours), index=opened_at.index, dtype="Float64"))
    return pd.concat(parts) if parts else pd.Series(dtype="Float64")


def service_results(inputs: ServiceInputs) -> dict[str, Result]:
    """Months and root causes, by the names `ProfileInputs` has for them."""
    return {"service_periods": _periods(inputs), "root_causes": _causes(inputs.complaints)}


def _periods(inputs: ServiceInputs) -> Result:
    from crm.service.periods import service_periods

    if inputs.seen_until is None:
        return Result("service_periods", reason="not enough evidence: n = 0 complaints of a known status")
    is_told = inputs.complaints["status"].notna()
    frame = service_periods(inputs.complaints[is_told], end=inputs.seen_until)
    return Result("service_periods", {"all": table_of_frame(frame)} if len(frame) else {})


def _causes(complaints: "pd.DataFrame") -> Result:
    from crm.service.causes import MIN_COUNT, root_causes

    dated = complaints.dropna(subset=["day"])
    if dated.empty:
        return Result("root_causes", reason="not enough evidence: n = 0 dated complaints")
    last: date = dated["day"].max()
    first = last - timedelta(days=CAUSE_DAYS - 1)
    found = root_causes(dated[dated["day"] >= first], where="product", cause="theme")
    if found.empty:
        return Result("root_causes", reason=f"not enough evidence: no product and theme with {MIN_COUNT} complaints")
    rows = found.rename(columns=_COUNTS).drop(columns=["share"]).assign(period_start=first, period_end=last)
    return Result("root_causes", {"all": table_of_frame(rows)})
