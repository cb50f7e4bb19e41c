"""The vault's sealed handles: opened for one account, and sealed under another key; both leave a line in its book."""

from lake import audit
from lake.home import Home
from lake.vault import Handle, handles, rotate_key
from records.errors import UsageError


def unmasked(home: Home, author_id: str, reason: str) -> Handle:
    """The account behind a pseudonym; the audit log has its line before anybody sees it.

    Raises UsageError for a pseudonym without a kept handle, VaultUnusable, SealBroken.
    """
    found = handles(home.vault).get(author_id)
    if found is None:
        raise UsageError("no handle is kept under this pseudonym; accounts are kept from `min_outreach_followers` on")
    audit.record(home.vault, "unmasked", author_id, reason=reason)
    return found


def rotate(home: Home) -> int:
    """Seals every handle under a new key and says how many. Raises VaultUnusable, SealBroken."""
    count = rotate_key(home.vault)
    audit.record(home.vault, "key rotated", "", what="vault", handle_count=count)
    return count
