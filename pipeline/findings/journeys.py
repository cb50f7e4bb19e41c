"""How far those who began their journey in a month came, by the firm's own stages."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.findings.books import Books
from pipeline.findings.customers import parts
from pipeline.findings.result import Result, table_of_frame
from pipeline.settings.journey import JourneySection, StageSection

if TYPE_CHECKING:
    import pandas as pd

VERSION = "journey-1"


def journey_months(books: Books, section: JourneySection) -> Result:
    """Rows of `fact_journey_month`: whoever first reached the first stage in a month, and what came of it until now."""
    import pandas as pd

    from crm.decisions.journey import journey_stages
    from crm.value.evidence import NotEnoughEvidence

    if not section.stages:
        return Result("journey_months", reason="no `journey:` in the configuration")
    events = pd.concat([_events(books, each) for each in section.stages], ignore_index=True)
    names = [each.stage for each in section.stages]
    began = pd.to_datetime(events[events["stage"] == names[0]].groupby("customer_id")["day"].min())
    if began.empty:
        return Result("journey_months", reason=NotEnoughEvidence(what=f"people at {names[0]}", n=0, needed=1).reason)
    month = events["customer_id"].map(began.dt.to_period("M").dt.start_time)
    found = [
        told.assign(month=pd.Timestamp(str(begin)).date())
        for begin, rows in events.assign(month=month).dropna(subset=["month"]).groupby("month")
        if not isinstance(told := journey_stages(rows, names), NotEnoughEvidence)
    ]
    table = pd.concat(found, ignore_index=True).drop(columns="pass_share").assign(model_version=VERSION)
    table["brand_id"] = pd.array([None] * len(table), dtype="string")
    return Result("journey_months", {"all": table_of_frame(table)})


def _events(books: Books, stage: StageSection) -> "pd.DataFrame":
    """customer_id, stage, day of everything that reaches the stage."""
    import pandas as pd

    return pd.concat(list(_kinds_of_events(books, stage)), ignore_index=True).assign(stage=stage.stage)


def _kinds_of_events(books: Books, stage: StageSection) -> "Iterator[pd.DataFrame]":
    columns = ["customer_id", "day"]
    yield books.touches[books.touches["kind"].isin(stage.touches)][columns].astype("object")
    if stage.contacts:
        yield parts.came_in(books)[columns].astype("object")
    if stage.order_from:
        paid = books.orders[books.orders["amount"] > 0].drop_duplicates(["customer_id", "order_id"])
        number = paid.sort_values("day", kind="stable").groupby("customer_id").cumcount() + 1
        yield paid[number.reindex(paid.index) >= stage.order_from][columns].astype("object")
