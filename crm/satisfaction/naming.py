"""指名度, asked for by name: requests of a category that name the brand (苏朝晖, 8.3.2; no formula is published)."""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from crm.frames import require
from crm.satisfaction.intervals import Floats, wilson
from crm.satisfaction.rows import Measure, keyed, satisfaction_rows
from crm.value.evidence import NotEnoughEvidence

NAMING: Final = Measure(
    name="naming_share", zh="指名度", en="Share of requests that name the brand", counted="requests of the category",
    grade="own",
)  # fmt: skip
NAMING_PROXY: Final = Measure(
    name="naming_share_proxy", zh="指名度(文本代理)", en="Share of requests that name the brand (proxy)",
    counted="requests of the category", grade="own", is_proxy=True,
)  # fmt: skip


def naming_shares(
    requests: pd.DataFrame, *, by: Sequence[str] = (), is_proxy: bool = False
) -> pd.DataFrame | NotEnoughEvidence:
    """SATISFACTION_DTYPES of requests that name a brand / all requests of the category in that month.

    `requests`: one row per request and brand named in it: request_id, brand_id (None where it names none), month (any
    day of it), and the columns of `by`. All rows are of one category. is_proxy: the requests are posts that ask for
    advice, not searches or orders; the measure is called naming_share_proxy then. Raises UsageError for missing
    columns.
    """
    frame = require(requests, ["request_id", "brand_id", "month", *by], name="request")
    everything = keyed(frame.assign(brand_id="all"), ["request_id"], by, name="request")
    keys = ["month", *by]
    demand = everything.groupby(keys)["request_id"].nunique().rename("denominator").reset_index()
    named = keyed(frame, ["request_id"], by, name="request").groupby(["brand_id", *keys])["request_id"].nunique()
    if named.empty:
        return NotEnoughEvidence(what="requests that name a brand", n=0, needed=1)
    brands = pd.DataFrame({"brand_id": sorted(frame["brand_id"].dropna().unique())})
    table = brands.merge(demand, how="cross").merge(named.rename("numerator").reset_index(), how="left")
    table = table.assign(numerator=table["numerator"].fillna(0), evidence_count=table["denominator"])
    return satisfaction_rows(table, NAMING_PROXY if is_proxy else NAMING, _interval)


def _interval(rows: pd.DataFrame) -> tuple[Floats, Floats]:
    return wilson(rows["numerator"], rows["denominator"])
