"""Objections to being profiled, in the vault's book beside the erasures."""

from lake import audit, erasures
from lake.home import Home
from lake.keys import author_key
from pipeline.settled import settled
from records.ids import pseudonym


def set_objection(home: Home, platform: str, identity: str, *, is_objecting: bool) -> str:
    """Notes or takes back an objection, in the audit log too; returns the keyed id. Raises VaultUnusable, OSError."""
    with settled(home):
        author_id = pseudonym(author_key(home.vault), platform, identity)
        if is_objecting:
            erasures.note(home.vault, author_id, erasures.OBJECTED, platform=platform, reason="objection")
        else:
            erasures.forget(home.vault, author_id, erasures.OBJECTED)
        audit.record(home.vault, "object" if is_objecting else "withdraw", author_id, platform=platform)
    return author_id
