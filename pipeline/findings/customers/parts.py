"""What the books say of each customer at the end of a month, besides value: service, consent, loyalty, risk, region.

Every function gives one row per customer it knows something of, with `customer_id` and the columns it is named for;
what a book does not say stays out, so that the star shows NULL and not a made-up 0.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from pipeline.findings.books import Books, month_end, until

if TYPE_CHECKING:
    import pandas as pd

MARKETING_WORDS = ("营销", "推广", "促销", "短信", "marketing", "promotion")
PROFILING_WORDS = ("画像", "个性化", "推荐", "profil", "personal")
"""Parts of the purposes of consents, as registers call them, that name marketing or profiling."""
LOW_SHARE = 0.4
"""A rating of at most this share of the scale (2 of 5) is a customer let down, as in crm.stage.talkrisks."""
MIDDLE_NPS = 6
"""Up to here an answer is a detractor's."""


def contacts(books: Books, month: date, complaint_reasons: Sequence[str]) -> "pd.DataFrame":
    """contact_count and complaint_count of the month; 0 for a customer of the service's book without one.

    A contact is a complaint where its reason holds one of the words; calls that the firm made are none.
    """
    rows = until(came_in(books), month_end(month))
    count = rows["contact_count"].where(rows["day"].map(lambda day: day >= month), 0)
    is_complaint = rows["reason"].fillna("").map(lambda reason: any(word in reason for word in complaint_reasons))
    told = rows.assign(contact_count=count, complaint_count=count.where(is_complaint.astype(bool), 0))
    return told.groupby("customer_id", as_index=False)[["contact_count", "complaint_count"]].sum()


def came_in(books: Books) -> "pd.DataFrame":
    """Contacts that customers began, and those of systems that do not tell who did."""
    return books.contacts[books.contacts["direction"].fillna("inbound") == "inbound"]


def opted_out(books: Books, end: date) -> "pd.DataFrame":
    """customer_id: who had agreed to marketing and does not any more."""
    named = books.consents["purpose"].fillna("").map(lambda each: any(word in each.lower() for word in MARKETING_WORDS))
    rows = until(books.consents[named.astype(bool)], end)
    last = rows.drop_duplicates(["customer_id", "purpose"], keep="last")
    once = rows[rows["is_granted"].astype(bool)][["customer_id", "purpose"]].drop_duplicates()
    return last[~last["is_granted"].astype(bool)].merge(once)[["customer_id"]].drop_duplicates()


def asked_of_service(books: Books, month: date, complaint_reasons: Sequence[str]) -> "pd.DataFrame":
    """contact_count (complaints left out), complaint_count and return_count (orders of the month given back)."""
    told = contacts(books, month, complaint_reasons)
    rows = until(books.orders, month_end(month))
    back = rows[rows["day"].map(lambda day: day >= month) & (rows["back_amount"] > 0)]
    returned = back.groupby("customer_id")["order_id"].nunique().rename("return_count").reset_index()
    plain = told.assign(contact_count=told["contact_count"] - told["complaint_count"])
    return plain.merge(returned, on="customer_id", how="outer")


def regions(books: Books, end: date) -> "pd.DataFrame":
    """region: where the last order that says it went."""
    rows = until(books.orders, end).dropna(subset=["region"])
    return rows.drop_duplicates("customer_id", keep="last")[["customer_id", "region"]]


def consents(books: Books, end: date) -> "pd.DataFrame":
    """is_consented: marketing and profiling were both asked for, and whatever was asked for of the two is allowed."""
    import pandas as pd

    from crm.stage.consent import permitted

    purposes = sorted(books.consents["purpose"].fillna("").unique())
    sides = []
    for words in (MARKETING_WORDS, PROFILING_WORDS):
        named = [each for each in purposes if each == "" or any(word in each.lower() for word in words)]
        told = [permitted(books.consents, on=end, purpose=purpose).astype("float64") for purpose in named]
        sides.append(pd.concat(told, axis="columns").min(axis="columns") if told else pd.Series(dtype="float64"))
    both = pd.concat(sides, axis="columns")
    asked = both.notna().any(axis="columns")
    is_consented = (both.fillna(0).min(axis="columns") > 0)[asked]
    return is_consented.rename("is_consented").rename_axis("customer_id").reset_index()


def ratings(books: Books, end: date) -> "pd.DataFrame":
    """customer_id, day, rating, rating_scale of every CSAT answer and every judged contact."""
    import pandas as pd

    answers = books.answers[(books.answers["question"] == "csat") & books.answers["customer_id"].notna()]
    told = answers.rename(columns={"score": "rating", "scale": "rating_scale"})
    judged = books.contacts.rename(columns={"satisfaction": "rating", "satisfaction_scale": "rating_scale"})
    columns = ["customer_id", "day", "rating", "rating_scale"]
    return until(pd.concat([told[columns], judged[columns]], ignore_index=True), end).dropna()


def let_down(books: Books, end: date) -> "pd.DataFrame":
    """customer_id and day of every low rating."""
    rows = ratings(books, end)
    return rows[rows["rating"] <= LOW_SHARE * rows["rating_scale"]][["customer_id", "day"]]


def attitudes(books: Books, end: date) -> "pd.DataFrame":
    """attitude: the last answer to the NPS question less the best of a detractor, so above 0 is none."""
    rows = until(books.answers[books.answers["question"] == "nps"], end).dropna(subset=["customer_id"])
    last = rows.drop_duplicates("customer_id", keep="last")
    return last.assign(attitude=last["score"] - MIDDLE_NPS)[["customer_id", "attitude"]]


def ties(books: Books, end: date) -> "pd.DataFrame":
    """points_value (money the balance stands for at the mean rate of what was spent), tenure_days, category_count.

    A shop of one category tells nothing of categories: NULL.
    """
    import pandas as pd

    first = until(books.orders, end).groupby("customer_id")["day"].min()
    table = (pd.Timestamp(end) - pd.to_datetime(first)).dt.days.rename("tenure_days").to_frame()
    points = until(books.points, end)
    spent = points[points["value"].notna() & (points["points"] < 0)]
    rate = spent["value"].sum() / -spent["points"].sum() if len(spent) else float("nan")
    balance = points.groupby("customer_id")["points"].sum().clip(lower=0)
    table["points_value"] = balance.reindex(table.index) * rate
    return table.assign(category_count=None).reset_index()


def credit_lines(books: Books, end: date) -> "pd.DataFrame":
    """Order lines as crm.stage.bookrisks takes them: what was paid, and what went back as a line of its own."""
    import pandas as pd

    rows = until(books.orders, end)
    columns = ["customer_id", "order_id", "day", "amount"]
    paid = rows.assign(amount=rows["gross_amount"])[columns]
    back = rows.assign(amount=-rows["back_amount"])[columns]
    return pd.concat([paid[paid["amount"] > 0], back[back["amount"] < 0]], ignore_index=True)
