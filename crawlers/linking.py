"""Linking keys on their way into the vault: keyed hashes of telephones, e-mail addresses and nicknames.

They are made where ids become pseudonyms and names are masked, only in a block of `noting`, which is opened where a
legal basis of linking is recorded; what was written in the file goes no further than here.
"""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path

from lake.linkkeys import LinkKey, keep_link_keys
from records.ids import linking_key

_MAIL = re.compile(r"[^@\s*]+@[^@\s*]+\.[^@\s*]+")
_PUNCTUATION = re.compile(r"[\s\-().+]")
_MOBILE_DIGITS = 11
_NOBODYS_NAME = re.compile(r"(用户|手机用户|微信用户|淘宝用户|京东用户|抖音用户|小红薯|匿名|游客|momo|user)[\w]*")
"""Names that platforms give to those who choose none."""
_MOST_WAITING = 50_000


@dataclass(slots=True)
class _Book:
    vault: Path
    waiting: dict[tuple[str, str, str], LinkKey] = field(default_factory=dict)

    def add(self, key: LinkKey) -> None:
        self.waiting[key[:3]] = key
        if len(self.waiting) >= _MOST_WAITING:
            self.flush()

    def flush(self) -> None:
        keep_link_keys(self.vault, self.waiting.values())
        self.waiting.clear()


_open_book: ContextVar[_Book | None] = ContextVar("open_link_book", default=None)


@contextmanager
def noting(vault: Path, is_wanted: bool) -> Iterator[None]:
    """Keeps the linking keys of whoever is read in this block. Raises VaultUnusable."""
    if not is_wanted:
        yield
        return
    book = _Book(vault)
    token = _open_book.set(book)
    try:
        yield
    finally:
        _open_book.reset(token)
        book.flush()


def is_noting() -> bool:
    """Whether keys are wanted."""
    return _open_book.get() is not None


def note(key: bytes, platform: str, holder_id: str, *, contact: str | None = None, name: str | None = None) -> None:
    """Notes what a row tells of an account or customer, where a book is open."""
    book = _open_book.get()
    if book is None:
        return
    for kind, plain in (("contact_key", normal_contact(contact)), ("name_key", normal_name(name))):
        if plain is not None:
            book.add(LinkKey(platform, holder_id, kind, linking_key(key, kind, plain)))


def normal_contact(given: str | None) -> str | None:
    """A telephone number or e-mail address in one spelling; None for what is masked, incomplete or neither."""
    text = unicodedata.normalize("NFKC", given or "").strip().lower()
    if "@" in text:
        return text if _MAIL.fullmatch(text) else None
    digits = _PUNCTUATION.sub("", text)
    if not (digits.isascii() and digits.isdigit()) or len(set(digits)) == 1:
        return None
    for country in ("0086", "86"):
        if len(digits) == len(country) + _MOBILE_DIGITS and digits.startswith(f"{country}1"):
            digits = digits.removeprefix(country)
    return digits if 7 <= len(digits) <= 15 else None


def normal_name(given: str | None) -> str | None:
    """A nickname in one spelling; None for masked names, single characters and names that nobody chose."""
    text = "".join(unicodedata.normalize("NFKC", given or "").casefold().split())
    return None if len(text) < 2 or "*" in text or _NOBODYS_NAME.fullmatch(text) else text
