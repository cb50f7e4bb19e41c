"""Accounts leave this room as keyed pseudonyms with masked names."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from crawlers import handles, linking
from crawlers.erasing import meeting
from records import Author
from records.ids import mask_name, pseudonym, secrets_of


class AuthorBook:
    """Makes the authors of one platform; a pseudonym is computed once an account."""

    def __init__(self, platform: str, key: bytes) -> None:
        self._platform = platform
        self._key = key
        self._pseudonyms: dict[str, str] = {}

    def author(
        self,
        native_id: str | None,
        observed_at: datetime,
        *,
        name: str | None = None,
        contact: str | None = None,
        **figures: Any,
    ) -> Author | None:
        """The author with this native id; its name stands in for a missing id; None without both."""
        identity = native_id or name
        if not identity:
            return None
        author_id = self.pseudonym(identity)
        if not meeting.note(author_id, identity, name):
            handles.note(author_id, self._platform, identity, name, figures.get("follower_count"))
            linking.note(self._key, self._platform, author_id, contact=contact, name=name)
        return Author(
            platform=self._platform,
            author_id=author_id,
            observed_at=observed_at,
            name=mask_name(name) if name else None,
            **figures,
        )

    def from_fields(self, values: Mapping[str, Any], observed_at: datetime) -> Author | None:
        """The author of a row's converted author fields (`id`, `name` and the figures)."""
        figures = {key: value for key, value in values.items() if key not in ("id", "name")}
        return self.author(values.get("id"), observed_at, name=values.get("name"), **figures)

    def note_customer(self, customer_id: str, *, contact: str | None, nickname: str | None) -> None:
        """Notes what a row of the books tells of a customer besides the number, where links are wanted."""
        if not meeting.is_wanted(customer_id):
            linking.note(self._key, self._platform, customer_id, contact=contact, name=nickname)

    def pseudonym(self, identity: str) -> str:
        """The keyed pseudonym of an account, a customer or (as `agent:...`) an employee."""
        known = self._pseudonyms.get(identity)
        if known is None:
            known = self._pseudonyms[identity] = pseudonym(self._key, self._platform, identity)
            meeting.note(known, identity, None)
        return known

    def lasting(self, identity: str) -> str:
        """The pseudonym by the first secret alone, for ids of rows that must stay what they are when keys rotate."""
        return pseudonym(secrets_of(self._key)[0], self._platform, identity)

    def pseudonym_on(self, platform: str, identity: str) -> str:
        """The keyed pseudonym of an account elsewhere (a creator whom the books say was paid)."""
        return pseudonym(self._key, platform, identity)
