"""Accounts of a batch -> keyed pseudonyms and masked names, each distinct account once."""

import pyarrow as pa

from crawlers.erasing import meeting
from records.ids import mask_name, pseudonym

_MOST_REMEMBERED = 200_000
"""Pseudonyms kept for the batches to come: some 40 MB."""


class Pseudonyms:
    """The pseudonyms of one platform's accounts; remembers a bounded number of them."""

    def __init__(self, platform: str, key: bytes) -> None:
        self._platform, self._key = platform, key
        self._known: dict[str, str] = {}

    def of(self, identities: pa.Array) -> pa.Array:
        """The pseudonym of each identity, null for null."""
        encoded = identities.dictionary_encode()
        found = [self._one(identity) for identity in encoded.dictionary.to_pylist()]
        return pa.array(found, pa.string()).take(encoded.indices)

    def _one(self, identity: str) -> str:
        known = self._known.get(identity)
        if known is None:
            known = pseudonym(self._key, self._platform, identity)
            meeting.note(known, identity, None)
            if len(self._known) < _MOST_REMEMBERED:
                self._known[identity] = known
        return known


def masked(names: pa.Array) -> pa.Array:
    """Display names that no longer name, null for null."""
    encoded = names.dictionary_encode()
    return pa.array([mask_name(name) for name in encoded.dictionary.to_pylist()], pa.string()).take(encoded.indices)
