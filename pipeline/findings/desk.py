"""The service desk: its load and staff by the hour, its figures by channel and month, and what recoveries change."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from pipeline.findings.books import Books, month_end, until
from pipeline.findings.customers import parts
from pipeline.findings.result import Result, table_of_frame
from records.time import SHANGHAI

if TYPE_CHECKING:
    import pandas as pd

VERSION = "desk-1"
KNOWLEDGE_VERSION = "knowledge-1"
AFTER_DAYS = 60
"""Days at the end of the period in which somebody buys again, or does not."""


def desk_results(desk: "pd.DataFrame", books: Books, complaint_reasons: Sequence[str]) -> dict[str, Result]:
    """By the names `ProfileInputs` has for them. desk: warehouse.serviceframes.desk_frame."""
    return {
        "desk_hours": _hours(desk),
        "desk_months": _months(desk),
        "knowledge_months": _knowledge(desk),
        "recoveries": _recoveries(books, complaint_reasons),
    }


def _hours(desk: "pd.DataFrame") -> Result:
    from crm.service.hours import desk_hours
    from crm.value.evidence import NotEnoughEvidence

    found = desk_hours(desk, end=_last(desk)) if len(desk) else NotEnoughEvidence(what="contacts", n=0, needed=1)
    if isinstance(found, NotEnoughEvidence):
        return Result("desk_hours", reason=found.reason)
    return Result("desk_hours", {"all": table_of_frame(found.assign(model_version=VERSION))})


def _months(desk: "pd.DataFrame") -> Result:
    """Means become totals again, so that channels and months can be added."""
    from crm.frames import DATE, local_times
    from crm.service.desk import desk_figures

    if desk.empty:
        return Result("desk_months", reason="not enough evidence: n = 0 contacts")
    local = local_times(desk["contacted_at"], name="contacted_at").dt.tz_localize(None)
    frame = desk.assign(month=local.dt.to_period("M").dt.start_time, channel=desk["channel"].fillna("unknown"))
    end = datetime.combine(_last(desk) + timedelta(days=1), time(), SHANGHAI)
    found = desk_figures(frame, end=end, by=("month", "channel"))
    silent = frame["is_answered"].astype("boolean").eq(False).fillna(False).astype("int64")
    unanswered = silent.groupby([frame["month"], frame["channel"]]).sum()
    keys = found.set_index(["month", "channel"]).index
    told = found.assign(
        month=found["month"].dt.date.astype(DATE),
        unanswered_count=unanswered.reindex(keys).to_numpy(),
        handling_minutes=found["handling_minutes"] * found["handled_count"],
        answer_minutes=found["answer_minutes"] * found["answered_count"],
        model_version=VERSION,
    ).drop(columns=["fcr", "fcr_low", "fcr_high"])
    return Result("desk_months", {"all": table_of_frame(told)})


def _knowledge(desk: "pd.DataFrame") -> Result:
    """Of every month that the desk's book reaches into."""
    from crm.decisions.knowledge_months import knowledge_months
    from crm.frames import local_times
    from crm.value.evidence import NotEnoughEvidence

    day = local_times(desk["contacted_at"], name="contacted_at").dt.tz_localize(None).dt.normalize()
    months = sorted(day.dropna().dt.to_period("M").dt.start_time.dt.date.unique())
    found = knowledge_months(desk.assign(day=day), months=months)
    if isinstance(found, NotEnoughEvidence):
        return Result("knowledge_months", reason=found.reason)
    return Result("knowledge_months", {"all": table_of_frame(found.assign(model_version=KNOWLEDGE_VERSION))})


def _last(desk: "pd.DataFrame") -> date:
    """The last day of the desk's book."""
    from crm.frames import local_times

    last: date = local_times(desk["contacted_at"], name="contacted_at").max().date()
    return last


def _recoveries(books: Books, complaint_reasons: Sequence[str]) -> Result:
    """Of the latest month that is over: everybody who had bought when its last AFTER_DAYS began."""
    import pandas as pd

    from crm.service.recovery import recovery_effects, recovery_groups

    months = books.months(1)
    if not months:
        return Result("recoveries", reason="no month with orders is over")
    end = month_end(months[-1])
    begin = end - timedelta(days=AFTER_DAYS)
    people = until(books.orders, begin)[["customer_id"]].drop_duplicates()
    told = _complaints(books, complaint_reasons)
    groups = people.assign(group=recovery_groups(people, until(told, begin)))
    outcomes = pd.concat([_scores(books, told, groups, end), _purchases(books, groups, begin, end)], ignore_index=True)
    found = recovery_effects(outcomes).rename(
        columns={"n": "customer_count", "reference_n": "reference_count", "low": "difference_low",
                 "high": "difference_high"}
    )  # fmt: skip
    lacking = found["reason"].dropna().unique()
    table = table_of_frame(found.assign(month=months[-1], model_version=VERSION))
    return Result("recoveries", {"all": table} if len(found) else {}, "; ".join(lacking) or None)


def _complaints(books: Books, reasons: Sequence[str]) -> "pd.DataFrame":
    """customer_id, day, status: contacts that were complaints, as the desk left them."""
    rows = parts.came_in(books)
    named = rows["reason"].fillna("").map(lambda reason: any(word in reason for word in reasons)).astype(bool)
    settled = rows["is_resolved"].map({True: "resolved", False: "closed"})
    return rows.assign(status=settled)[named & settled.notna()][["customer_id", "day", "status"]]


def _scores(books: Books, complaints: "pd.DataFrame", groups: "pd.DataFrame", end: date) -> "pd.DataFrame":
    """The last CSAT answer of each, after their complaint where there was one."""
    import pandas as pd

    answers = until(books.answers[books.answers["question"] == "csat"], end).dropna(subset=["customer_id"])
    since = pd.to_datetime(complaints["day"]).groupby(complaints["customer_id"]).max()
    day, after = pd.to_datetime(answers["day"]), answers["customer_id"].map(since)
    last = answers[after.isna() | (day > after)].drop_duplicates("customer_id", keep="last")
    value = (last["score"] / last["scale"]).set_axis(last["customer_id"])
    return groups.assign(outcome="satisfaction", value=groups["customer_id"].map(value))


def _purchases(books: Books, groups: "pd.DataFrame", begin: date, end: date) -> "pd.DataFrame":
    paid = until(books.orders[books.orders["amount"] > 0], end)
    again = paid[paid["day"].map(lambda day: day > begin)]["customer_id"]
    return groups.assign(outcome="repurchase", value=groups["customer_id"].isin(again).astype("float64"))
