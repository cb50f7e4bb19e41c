"""What customers say and do on platforms, by their linked accounts; empty where nobody is linked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pipeline.findings.books import Books, month_end, until

if TYPE_CHECKING:
    import pandas as pd

ACCOUNT = ["platform", "author_id"]


@dataclass(frozen=True)
class Voice:
    """Frames of linked accounts alone."""

    customers: frozenset[str]
    """Customers with an account."""
    mentions: "pd.DataFrame"
    """The columns of warehouse.frames.mention_frame and customer_id; one row a content and brand."""
    edges: "pd.DataFrame"
    """influencer_id, influenced_id, day, weight: a repost or reply between two customers."""
    terms: "pd.DataFrame"
    """mention_id, term."""
    personas: "pd.DataFrame"
    """customer_id, persona_id, period_start, period_end, probability."""
    own_brand_id: str | None
    """The brand whose books they are: of most order lines."""
    regions: Mapping[str, str]
    """Customer -> region of the golden record."""


def silent(books: Books) -> Voice:
    """The voice where nobody is linked."""
    import pandas as pd

    columns = ["customer_id", "brand_id", "mention_id", "day", "kind", "sentiment", "is_abstained", "is_complaint",
               "has_own_text", "like_count"]  # fmt: skip
    return Voice(
        customers=frozenset(),
        mentions=pd.DataFrame(columns=columns),
        edges=pd.DataFrame(columns=["influencer_id", "influenced_id", "day", "weight"]),
        terms=pd.DataFrame(columns=["mention_id", "term"]),
        personas=pd.DataFrame(columns=["customer_id", "persona_id", "period_start", "period_end", "probability"]),
        own_brand_id=_own_brand(books),
        regions={},
    )


def voice_of(
    links: "pd.DataFrame",
    books: Books,
    *,
    mentions: "pd.DataFrame",
    edges: "pd.DataFrame",
    terms_of: "Callable[[pd.Series], pd.DataFrame]",
    memberships: "pd.DataFrame | None",
    regions: "pd.DataFrame",
) -> Voice:
    """The voice of these links; without any, silence. Columns: pipeline.findings.histories.

    `terms_of` gives mention_id and term of the contents it is asked for.
    """
    if not len(links):
        return silent(books)
    said = mentions.merge(links, on=ACCOUNT)
    members = silent(books).personas if memberships is None else memberships.merge(links, on=ACCOUNT)
    known = regions.dropna().set_index("customer_id")["region"]
    return Voice(
        customers=frozenset(links["customer_id"]),
        mentions=said,
        edges=_between_customers(edges, links),
        terms=terms_of(said["mention_id"]),
        personas=members,
        own_brand_id=_own_brand(books),
        regions={str(each): str(place) for each, place in known.items()},
    )


def wallet_proxy(voice: Voice, end: date) -> "pd.DataFrame":
    """customer_id, share_of_wallet_proxy: the own brand among all tracked brands a customer spoke of."""
    from crm.value.wallet import share_of_wallet_proxy

    told = share_of_wallet_proxy(until(voice.mentions, end), brand_id=voice.own_brand_id or "")
    return told[["customer_id", "share_of_wallet_proxy"]]


def opinions(voice: Voice, end: date) -> "pd.DataFrame":
    """customer_id, day, sentiment, is_abstained of what linked accounts said of other brands."""
    rows = until(voice.mentions, end)
    is_other = rows["brand_id"].notna() & (rows["brand_id"] != voice.own_brand_id)
    return rows[is_other][["customer_id", "day", "sentiment", "is_abstained"]]


def complaints(voice: Voice, month: date) -> "pd.DataFrame":
    """customer_id, complaint_count of the month: complaints about the own brand by linked accounts, each once."""
    rows = until(voice.mentions, month_end(month))
    is_now = rows["day"].map(lambda day: day >= month).astype(bool)
    is_meant = rows["is_complaint"].fillna(False).astype(bool) & (rows["brand_id"] == voice.own_brand_id)
    told = rows[is_now & is_meant].groupby("customer_id")["mention_id"].nunique()
    return told.rename("complaint_count").reset_index()


def influence(voice: Voice, clv: "pd.DataFrame", end: date, *, share: float) -> "pd.DataFrame":
    """customer_id, civ of every linked customer; 0 for those whom no other customer followed."""
    import pandas as pd

    from crm.value.influence import influence_values

    told = influence_values(until(voice.edges, end), clv, influenced_share=share).set_index("customer_id")["civ"]
    everyone = pd.Index(sorted(voice.customers), name="customer_id")
    return told.reindex(everyone).fillna(0.0).reset_index()


def knowledge(voice: Voice, end: date) -> "pd.DataFrame":
    """customer_id, ckv_index of every linked customer; 0 for those who said nothing that others took up.

    What counts are own words about the own brand; readers' likes are the votes. Nothing says yet that the firm acted.
    """
    import pandas as pd

    from crm.value.knowledge import knowledge_index

    rows = until(voice.mentions, end)
    own = rows[rows["has_own_text"].fillna(False).astype(bool) & (rows["brand_id"] == voice.own_brand_id)]
    given = own.assign(product=own["brand_id"], helpful_count=own["like_count"], is_adopted=False)
    told = knowledge_index(given, voice.terms).set_index("customer_id")["ckv_index"]
    everyone = pd.Index(sorted(voice.customers), name="customer_id")
    return told.reindex(everyone).fillna(0.0).reset_index()


def personas(voice: Voice, month: date) -> "pd.DataFrame":
    """customer_id, persona_id: the likeliest one of the latest period that touches the month."""
    rows = voice.personas
    touching = rows[(rows["period_start"] <= month_end(month)) & (rows["period_end"] >= month)]
    best = touching.sort_values(["period_end", "probability", "persona_id"], ascending=[True, True, False])
    return best.drop_duplicates("customer_id", keep="last")[["customer_id", "persona_id"]]


def _between_customers(edges: "pd.DataFrame", links: "pd.DataFrame") -> "pd.DataFrame":
    """A repost of several brands is one act."""
    acts = edges.drop_duplicates("child_mention_id")
    by = links.rename(columns={"author_id": "child_author_id", "customer_id": "influenced_id"})
    of = links.rename(columns={"author_id": "parent_author_id", "customer_id": "influencer_id"})
    found = acts.merge(by, on=["platform", "child_author_id"]).merge(of, on=["platform", "parent_author_id"])
    return found.assign(weight=1.0)[["influencer_id", "influenced_id", "day", "weight"]]


def _own_brand(books: Books) -> str | None:
    brands = books.orders["brand_id"].dropna()
    return None if not len(brands) else str(brands.mode().iloc[0])
