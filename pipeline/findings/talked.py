"""What texts and complaints say of satisfaction: repute by aspect, complaints, answers, price, naming, advocacy."""

from typing import TYPE_CHECKING, Any

from pipeline.findings.books import Books
from pipeline.findings.voices import Voices

if TYPE_CHECKING:
    import pandas as pd

PRICE_ASPECT = ".price"
"""End of the codes of aspects that are the price, whatever the industry."""
REQUESTS = ("ask", "buy")
"""Intents of a post that asks for advice or means to buy."""


def talked(books: Books, voices: Voices) -> "list[Any]":
    """Rows of fact_satisfaction, or why there are none, of each method; each months with data only."""
    return [*_repute(voices), *_complaints(books, voices), *_answers(voices), *_mentions(voices), _named(voices)]


def _repute(voices: Voices) -> "list[Any]":
    """Good repute of each aspect, of brands and of their products."""
    from crm.satisfaction.reputation import reputation

    own = voices.opinions[voices.opinions["is_own"].astype(bool)].rename(columns={"day": "month"})
    return [reputation(own, by=by) for by in (["aspect"], ["product_id", "aspect"])]


def _complaints(books: Books, voices: Voices) -> "list[Any]":
    """Complaints per thousand orders of each product, in the months since the first complaint: none were known before.

    Of a whole brand the metric `complaint_rate` tells it.
    """
    import pandas as pd

    from crm.satisfaction.complaint_rate import complaint_rates

    told = voices.talk[voices.talk["is_complaint"].astype(bool)].assign(complaint_count=1, order_count=0)
    sold = books.sales.assign(complaint_count=0)
    if not len(told) or not len(sold):
        return []
    since = pd.Timestamp(told["day"].min()).replace(day=1)
    both = pd.concat([told, sold[pd.to_datetime(sold["day"]) >= since]])
    return [complaint_rates(both.rename(columns={"day": "month"}), by=["product_id"])]


def _answers(voices: Voices) -> "list[Any]":
    """Whether complaints whose thread is shown were answered within a week, and talked over."""
    from crm.decisions.communication import communication

    if not len(voices.messages):
        return []
    return [communication(voices.messages, end=voices.messages["day"].max())]


def _mentions(voices: Voices) -> "list[Any]":
    """Earned voice, requests answered, advocacy, identification, and how often the price is spoken of."""
    from crm.decisions.social import social_crm
    from crm.loyalty.identification import identification
    from crm.satisfaction.price import price_talk

    opinions = voices.opinions
    about_price = opinions.loc[opinions["aspect"].astype(str).str.endswith(PRICE_ASPECT), "review_id"]
    talk = voices.talk[voices.talk["brand_id"].notna()]
    told = talk.assign(
        month=talk["day"],
        needs_answer=talk["is_complaint"].astype(bool) & talk["reply_count"].notna(),
        is_answered=talk["reply_count"].fillna(0) > 0,
        is_advocacy=_has(talk, ("recommend",)) & ~talk["is_complaint"].astype(bool),
        is_self_brand=_has(talk, ("identify",)),
        is_defence=_has(talk, ("defend",)),
        is_about_price=talk["mention_id"].isin(set(about_price)),
    )
    return [social_crm(told), identification(told), price_talk(told)]


def _named(voices: Voices) -> Any:
    """Which brand a post names that asks for advice or means to buy; of no brand: an ask for the category."""
    from crm.satisfaction.naming import naming_shares

    asks = voices.talk[_has(voices.talk, REQUESTS) & voices.talk["content_class"].eq("UGC")]
    return naming_shares(asks.rename(columns={"mention_id": "request_id", "day": "month"}), is_proxy=True)


def _has(talk: "pd.DataFrame", intents: tuple[str, ...]) -> "pd.Series":
    """Whether any of these is among the intents of each row; of equal lists one is looked at."""
    said = talk["intent"].fillna("").astype(str)
    return said.isin([each for each in said.unique() if not set(intents).isdisjoint(each.split(","))])
