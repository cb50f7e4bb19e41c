"""How the relation with customers stands: 4R in both senses, and whether the satisfied buy again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline.findings.books import Books, month_end
from pipeline.findings.customers import parts
from pipeline.findings.result import Result, table_of_frame
from pipeline.findings.servicing import ServiceInputs

if TYPE_CHECKING:
    import pandas as pd

MONTH_COUNT = 12
"""Months told, the latest ones that are over."""
INTERACTION_DAYS = 30
"""Days before a month's end in which a customer must have been heard of to count as in touch."""
RELEVANCE_DAYS = 365
"""Days up to a month's end whose purchases tell how many categories a customer buys."""
LOYAL_DAYS = 60
"""Days after an answer in which who is loyal buys again; our own bound, twice the pause of a regular."""


def with_relations(
    told: Result,
    books: Books,
    mentions: "pd.DataFrame",
    links: "pd.DataFrame",
    service: ServiceInputs,
    others: Mapping[str, Result],
    *,
    margin_share: float | None,
) -> Result:
    """The rows of `fact_satisfaction` with those of 4R and of satisfaction and loyalty behind them.

    `others` holds the results customer_months and programme_months.
    """
    import pandas as pd

    from crm.value.evidence import NotEnoughEvidence

    found = [*_digital(books, mentions, links, others["programme_months"], margin_share),
             *_theory(books, service, others["customer_months"]), _loyalty(books)]  # fmt: skip
    frames = [each for each in found if isinstance(each, pd.DataFrame)]
    reasons = [told.reason, *(each.reason for each in found if isinstance(each, NotEnoughEvidence))]
    kept = [table.to_pandas() for table in told.tables.values()]
    reason = "; ".join(dict.fromkeys(filter(None, reasons))) or None
    if not kept and not frames:
        return Result(told.name, reason=reason)
    return Result(
        told.name, {"all": table_of_frame(_as_measures(pd.concat([*kept, *frames], ignore_index=True)))}, reason
    )


def _as_measures(frame: "pd.DataFrame") -> "pd.DataFrame":
    from crm.frames import shaped
    from crm.satisfaction.rows import SATISFACTION_DTYPES

    return shaped(frame, SATISFACTION_DTYPES)


def _digital(
    books: Books, mentions: "pd.DataFrame", links: "pd.DataFrame", programmes: Result, margin_share: float | None
) -> "Iterator[Any]":
    import pandas as pd

    from crm.decisions.four_r import digital_4r

    days = _Days.of(books, mentions, links)
    counts = [
        {"brand_id": brand_id, "month": month, **days.counts(books, str(brand_id), month)}
        for brand_id in books.orders["brand_id"].dropna().unique()
        for month in books.months(MONTH_COUNT)
    ]
    if counts:
        optional = dict.fromkeys(("person_count", "target_count", "reached_count"), "Int64")
        yield digital_4r(pd.DataFrame(counts).astype(optional))
    if programmes.tables:
        rows = pd.concat([table.to_pandas() for table in programmes.tables.values()])
        paid = rows[(rows["kind"] == "channel") & rows["brand_id"].notna()]
        revenue = paid["benefit_amount"].astype("float64") / (margin_share or 1.0)
        yield digital_4r(paid.assign(attributed_revenue=revenue, cost_amount=paid["spent_amount"]))


@dataclass(frozen=True)
class _Days:
    """Who was heard of on which day, with days as timestamps."""

    orders: "pd.DataFrame"
    own: "pd.DataFrame"
    """Orders, service contacts and answers: what customers did themselves."""
    touches: "pd.DataFrame"
    spoken: "pd.DataFrame"
    """author_id, brand_id, day of mentions by accounts that are linked to no customer."""

    @classmethod
    def of(cls, books: Books, mentions: "pd.DataFrame", links: "pd.DataFrame") -> "_Days":
        import pandas as pd

        people = ["customer_id", "day"]
        strangers = mentions[~mentions["author_id"].isin(set(links["author_id"]))].dropna(subset=["author_id"])
        return cls(
            orders=_dated(books.orders[[*people, "brand_id"]]),
            own=_dated(pd.concat([books.orders[people], books.contacts[people], books.answers[people]]).dropna()),
            touches=_dated(books.touches[people]),
            spoken=_dated(strangers[["author_id", "brand_id", "day"]].drop_duplicates()),
        )

    def counts(self, books: Books, brand_id: str, month: date) -> "dict[str, int | None]":
        """Customers of the brand so far, those in touch, those one may address, and everybody heard of in the month.

        None where mentions or touchpoints of the month are not known at all.
        """
        import pandas as pd

        first, last = pd.Timestamp(month), pd.Timestamp(month_end(month))
        bought = self.orders[(self.orders["brand_id"] == brand_id) & (self.orders["day"] <= last)]
        customers = set(bought["customer_id"])
        recent = last - pd.Timedelta(days=INTERACTION_DAYS - 1)
        heard = set(self.own.loc[self.own["day"].between(recent, last), "customer_id"])
        said = self.spoken[(self.spoken["brand_id"] == brand_id) & self.spoken["day"].between(first, last)]
        reached = set(self.touches.loc[self.touches["day"].between(first, last), "customer_id"])
        agreed = parts.consents(books, month_end(month)) if reached else None
        target = (
            None if agreed is None else customers & set(agreed.loc[agreed["is_consented"].astype(bool), "customer_id"])
        )
        return {
            "identified_count": len(customers),
            "person_count": len(customers) + said["author_id"].nunique() if len(said) else None,
            "interacting_count": len(customers & heard),
            "target_count": None if target is None else len(target),
            "reached_count": None if target is None else len(target & reached),
        }


def _dated(frame: "pd.DataFrame") -> "pd.DataFrame":
    import pandas as pd

    return frame.assign(day=pd.to_datetime(frame["day"]))


def _theory(books: Books, service: ServiceInputs, customer_months: Result) -> "Iterator[Any]":
    """Relevance of what has categories, reaction of every brand that is complained about, and reward.

    Reward is told where the books are of one brand and costs are known.
    """
    import pandas as pd

    from crm.decisions.four_r import theory_4r
    from crm.value.evidence import NotEnoughEvidence

    bought = _bought_categories(books)
    none = NotEnoughEvidence(what="buyers of products with a category", n=0, needed=1)
    yield theory_4r(bought) if len(bought) else none
    asked = _due(service)
    if len(asked):
        yield theory_4r(asked)
    brands = books.orders["brand_id"].dropna().unique()
    if len(brands) != 1 or not customer_months.tables:
        return
    rows = pd.concat([table.to_pandas() for table in customer_months.tables.values()])
    if "profit" in rows and rows["profit"].notna().any():
        money = rows[["month", "profit", "net_amount"]].astype({"profit": "float64", "net_amount": "float64"}).dropna()
        sums = money.groupby("month", as_index=False)[["profit", "net_amount"]].sum()
        yield theory_4r(
            sums.assign(brand_id=brands[0], profit_amount=sums["profit"], revenue_amount=sums["net_amount"])
        )


def _bought_categories(books: Books) -> "pd.DataFrame":
    """Each customer's months: 1 where two categories or more were bought in the year up to its end, else 0."""
    import pandas as pd

    known = _dated(books.orders[books.orders["amount"] > 0].dropna(subset=["brand_id", "category"]))
    months = []
    for month in books.months(MONTH_COUNT):
        last = pd.Timestamp(month_end(month))
        year = known[known["day"].between(last - pd.Timedelta(days=RELEVANCE_DAYS - 1), last)]
        counts = year.groupby(["brand_id", "customer_id"])["category"].nunique().reset_index()
        months.append(counts.assign(month=month))
    told = pd.concat([known.head(0).assign(month=None), *months], ignore_index=True)
    several = (told["category"].astype("Int64") > 1).astype("Int64")
    return told.assign(several_category_count=several, customer_count=1)


def _due(service: ServiceInputs) -> "pd.DataFrame":
    """Complaints that had to be answered by now: one each, and whether it was in the term."""
    import pandas as pd

    rows = service.complaints.dropna(subset=["reply_due_on", "day"])
    if service.seen_until is None or not len(rows):
        return rows.head(0)
    due = pd.to_datetime(rows["reply_due_on"])
    replied = pd.to_datetime(rows["first_replied_at"], utc=True).dt.tz_convert("Asia/Shanghai").dt.tz_localize(None)
    today = pd.Timestamp(service.seen_until).tz_convert("Asia/Shanghai").tz_localize(None).normalize()
    is_in_term = replied.dt.normalize() <= due
    told = rows.assign(month=rows["day"], question_count=1, answered_in_term_count=is_in_term.astype("int64"))
    return told[replied.notna() | (due < today)]


def _loyalty(books: Books) -> Any:
    """Of each customer the last answer to the CSAT question that leaves LOYAL_DAYS to buy again."""
    import pandas as pd

    from crm.satisfaction.loyalty import satisfaction_to_loyalty
    from crm.value.evidence import NotEnoughEvidence

    answers = books.answers[(books.answers["question"] == "csat") & books.answers["customer_id"].notna()]
    if not len(answers) or not len(books.orders):
        return NotEnoughEvidence(what="customers who answered and could buy again", n=0, needed=1)
    window, days = pd.Timedelta(days=LOYAL_DAYS), pd.to_datetime(answers["day"])
    whole = answers[days + window <= pd.Timestamp(books.last_day())].dropna(subset=["brand_id"])
    last = whole.drop_duplicates(["brand_id", "customer_id"], keep="last")
    bought = books.orders.loc[books.orders["amount"] > 0, ["brand_id", "customer_id", "day"]]
    both = last.merge(bought, on=["brand_id", "customer_id"], how="left", suffixes=("", "_bought"))
    pause = pd.to_datetime(both["day_bought"]) - pd.to_datetime(both["day"])
    is_again = (pause > pd.Timedelta(0)) & (pause <= window)
    told = both.assign(is_loyal=is_again).groupby(["brand_id", "customer_id"], as_index=False).agg(
        month=("day", "first"), satisfaction=("score", "first"), is_loyal=("is_loyal", "any")
    )  # fmt: skip
    return satisfaction_to_loyalty(told)
