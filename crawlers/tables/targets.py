"""Names that a column mapping may use, for each record. Light: read when a configuration is checked."""

import dataclasses
from difflib import get_close_matches

from records import (
    KINDS,
    Author,
    Consent,
    Contact,
    Cost,
    LoyaltyTransaction,
    Mention,
    Order,
    Referral,
    SurveyResponse,
    Touchpoint,
)

AUTHOR = "author."
"""Prefix of the fields of a mention's author, and of an account in a table of accounts."""
QUESTIONS = ("score.", "answer.")
"""Prefixes of survey columns that are one question each; what follows names the question."""
_OURS = {"source", "query", "extra", "author", "kind", "count_precision", "rating_scale", "satisfaction_scale", "scale"}
"""Fields that no column gives."""
PERSON = ("contact", "nickname")
"""Telephone or e-mail and nickname of a row's customer: no fields of a record, but of use for linking them."""
REQUIRED: dict[str, tuple[tuple[str, ...], ...]] = {
    "mention": (("text", "title"),),
    "author": (("author.id", "author.name"),),
    "order": (("order_id",), ("customer_id",), ("ordered_at",), ("amount",)),
    "contact": (("contacted_at",),),
    "survey": (("answered_at",), ("score.", "answer.", "question")),
    "referral": (("referrer_id",), ("referred_at",)),
    "loyalty": (("customer_id",), ("occurred_at",), ("points",)),
    "touchpoint": (("touched_at",), ("kind", "channel")),
    "cost": (("spent_at",), ("amount",)),
    "consent": (("customer_id",), ("decided_at",), ("is_granted",)),
}
"""What a mapping must give, each a choice; a prefix stands for any of its fields."""
TABLE_KINDS = (*KINDS, "author")
"""What `kind:` of the source `table` may be."""


def _fields(record: type, *without: str) -> frozenset[str]:
    return frozenset(each.name for each in dataclasses.fields(record)) - _OURS - {*without}


_AUTHOR_FIELDS = frozenset(
    f"{AUTHOR}{name}" for name in (_fields(Author, "platform", "author_id", "observed_at") | {"id", "contact"})
)
FIELDS: dict[str, frozenset[str]] = {
    "mention": _fields(Mention, "platform") | _AUTHOR_FIELDS | {"platform"},
    "author": _AUTHOR_FIELDS | {"observed_at"},
    "order": _fields(Order) | {*PERSON},
    "contact": _fields(Contact) | {*PERSON},
    "survey": _fields(SurveyResponse) | {*PERSON},
    "referral": _fields(Referral),
    "loyalty": _fields(LoyaltyTransaction) | {"kind"},
    "touchpoint": _fields(Touchpoint) | {"kind"},
    "cost": _fields(Cost) | {"kind"},
    "consent": _fields(Consent),
}


def unknown_field(record: str, name: str) -> str | None:
    """What is wrong with a field's name, and what may have been meant; None for a good one."""
    if name in FIELDS[record]:
        return None
    if record == "survey" and name.startswith(QUESTIONS) and name.partition(".")[2].strip():
        return None
    close = get_close_matches(name, sorted(FIELDS[record]), n=3, cutoff=0.5)
    hint = f"did you mean {', '.join(close)}?" if close else f"there are: {', '.join(sorted(FIELDS[record]))}"
    return f"{name!r} is no field of {_A[record]}; {hint}"


def missing_fields(record: str, names: set[str]) -> list[str]:
    """Fields that a record cannot do without and that a mapping does not give, each as a choice in words."""
    return [
        " or ".join(f"{each}<question>" if each.endswith(".") else each for each in choice)
        for choice in REQUIRED[record]
        if not any(name == each or (each.endswith(".") and name.startswith(each)) for each in choice for name in names)
    ]


_A = {name: f"{'an' if name[0] in 'ao' else 'a'} {name}" for name in FIELDS}
