"""Which accounts are which customers: links over time, and the pairs that only a person can decide."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from pipeline.findings.books import Books
from pipeline.findings.people import OWN, People
from pipeline.findings.result import Result, table_of_frame
from pipeline.settings.customers import IdentitySection

if TYPE_CHECKING:
    import pandas as pd

    from crm.identity.links import Links

NAMES = ("customer_links", "identity_review")
"""The results: the first goes to the star, the second stays in the lake for `scrm identity`."""


@dataclass(frozen=True)
class Identity:
    """Links as results for the lake, and what follows from those that stand."""

    results: Mapping[str, Result]
    links: "pd.DataFrame"
    """customer_id, platform, author_id of the links that stand; empty where linking is off."""
    regions: "pd.DataFrame"
    """customer_id, region of the golden records: the books first, then what most linked accounts state."""


def identity(
    people: People, books: Books, mentions: "pd.DataFrame", section: IdentitySection, *, at: datetime
) -> Identity:
    """Compares, renews the bridge from `at` on, and ends links whose customer does not agree any more.

    Without a recorded basis nothing is compared and no link is used; those of earlier runs stay in the lake.
    """
    from crm.identity.bridge import PAIR, empty_bridge, renewed
    from crm.identity.golden import golden_records
    from crm.identity.links import Links
    from crm.stage.consent import permitted

    customers, accounts = customers_of(people, books), accounts_of(people, mentions)
    if section.basis is None:
        found, bridge = _found(customers, accounts, section, None), empty_bridge()
    else:
        permissions = permitted(books.consents, on=at.date(), purpose=section.purpose)
        found = _found(customers, accounts, section, permissions)
        bridge = _of_the_willing(people.bridge, permissions, section, at)
    review = None
    if isinstance(found, Links):
        bridge, _ = renewed(bridge, found.links, at=at)
        review = _to_review(found, bridge, customers, accounts)
    standing = bridge[bridge["is_active"].fillna(False).astype(bool)][PAIR].reset_index(drop=True)
    return Identity(
        results=_results(bridge, review, None if isinstance(found, Links) else found),
        links=standing,
        regions=golden_records(customers, accounts, bridge, attributes=["region"])[["customer_id", "region"]],
    )


def customers_of(people: People, books: Books) -> "pd.DataFrame":
    """customer_id, contact_key, name_key, region: one row per customer with a key."""
    own = people.keys[people.keys["platform"] == OWN].rename(columns={"holder_id": "customer_id"})
    last = books.orders.dropna(subset=["region"]).drop_duplicates("customer_id", keep="last")
    return own.drop(columns="platform").merge(last[["customer_id", "region"]], on="customer_id", how="left")


def accounts_of(people: People, mentions: "pd.DataFrame") -> "pd.DataFrame":
    """platform, author_id, contact_key, name_key, region, author_name (masked): one row per account with a key."""
    others = people.keys[people.keys["platform"] != OWN].rename(columns={"holder_id": "author_id"})
    said = (
        mentions.dropna(subset=["author_id"]).sort_values("day").drop_duplicates(["platform", "author_id"], keep="last")
    )
    columns = ["platform", "author_id", "region", "author_name"]
    return others.merge(said[columns], on=["platform", "author_id"], how="left")


def _found(
    customers: "pd.DataFrame", accounts: "pd.DataFrame", section: IdentitySection, permissions: "pd.Series | None"
) -> "Links | str":
    """Links, or in a line why there are none."""
    import pandas as pd

    from crm.identity.links import Links, links_of
    from crm.identity.pairs import LinkingFailed

    allowed = pd.Series(dtype=bool) if permissions is None else permissions
    try:
        found = links_of(
            customers, accounts, basis=section.to_basis(), permissions=allowed, threshold=section.threshold
        )
    except LinkingFailed as error:
        return str(error)
    return found if isinstance(found, Links) else found.reason


def _of_the_willing(
    bridge: "pd.DataFrame", permissions: "pd.Series", section: IdentitySection, at: datetime
) -> "pd.DataFrame":
    """The bridge without standing links of customers who refuse, or under consent have not agreed."""
    from crm.identity.bridge import CONSENT_WITHDRAWN, withdrawn

    standing = bridge[bridge["is_active"].fillna(False).astype(bool)]
    for customer_id in standing["customer_id"].unique():
        if not permissions.get(customer_id, default=section.basis != "consent"):
            bridge = withdrawn(bridge, at=at, reason=CONSENT_WITHDRAWN, customer_id=customer_id)
    return bridge


def _to_review(
    found: "Links", bridge: "pd.DataFrame", customers: "pd.DataFrame", accounts: "pd.DataFrame"
) -> "pd.DataFrame":
    """Pairs that nobody has decided yet, with regions and the masked name of the account."""
    import pandas as pd

    from crm.identity.bridge import PAIR

    is_known = pd.MultiIndex.from_frame(found.review[PAIR]).isin(pd.MultiIndex.from_frame(bridge[PAIR]))
    seen = accounts.rename(columns={"region": "account_region", "author_name": "account_name"})
    columns = ["platform", "author_id", "account_name", "account_region"]
    asked = found.review[~is_known].merge(seen[columns], on=["platform", "author_id"], how="left")
    homes = customers.rename(columns={"region": "customer_region"})[["customer_id", "customer_region"]]
    return asked.merge(homes, on="customer_id", how="left")


def _results(bridge: "pd.DataFrame", review: "pd.DataFrame | None", reason: str | None) -> dict[str, Result]:
    links = {"all": table_of_frame(bridge)} if len(bridge) else {}
    pairs = {} if review is None else {"all": table_of_frame(review)}
    return {
        "customer_links": Result("customer_links", links, reason),
        "identity_review": Result("identity_review", pairs, is_for_star=False),
    }
