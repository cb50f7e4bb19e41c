"""What may tell that an account is a customer: keys from the vault, and the links that were found before."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lake.home import Home
from lake.linkkeys import KINDS, link_keys
from lake.store import find, read_partition

if TYPE_CHECKING:
    import pandas as pd

LINKS = "profiles/customer_links"
"""The bridge over time, in the lake: links are added and withdrawn, never erased."""
REVIEW = "profiles/identity_review"
"""Pairs that a person must decide."""
PERIOD = {"period": "all"}
OWN = "own"
"""The platform of the user's own books, whose holders are customers."""


@dataclass(frozen=True)
class People:
    """Frames of what is known before any comparison."""

    keys: "pd.DataFrame"
    """platform, holder_id and the keys of each account and customer (lake.linkkeys)."""
    bridge: "pd.DataFrame"
    """The links of earlier runs (crm.identity.bridge.BRIDGE_DTYPES)."""


def read_people(home: Home, *, is_wanted: bool) -> People:
    """Keys and links; without a recorded basis the vault is left closed. Raises VaultUnusable."""
    import pandas as pd

    columns = ["platform", "holder_id", "kind", "value"]
    long = pd.DataFrame(link_keys(home.vault) if is_wanted else [], columns=columns, dtype="string")
    wide = long.pivot_table(index=["platform", "holder_id"], columns="kind", values="value", aggfunc="last")
    keys = wide.reindex(columns=list(KINDS)).reset_index().rename_axis(columns=None)
    return People(keys=keys, bridge=kept_bridge(home))


def kept_bridge(home: Home) -> "pd.DataFrame":
    """The bridge as the lake holds it."""
    from crm.frames import shaped
    from crm.identity.bridge import BRIDGE_DTYPES, empty_bridge

    kept = find(home.store, LINKS, PERIOD)
    return empty_bridge() if kept is None else shaped(read_partition(home.store, kept).to_pandas(), BRIDGE_DTYPES)
