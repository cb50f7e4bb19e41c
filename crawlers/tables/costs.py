"""Rows of spending: advertisements, creators, rewards, service."""

from crawlers.tables.checks import check_amount
from crawlers.tables.desk import REPEATED, Desk, required
from crawlers.tables.faults import Fault, Row
from crawlers.tables.fields import FieldError, compile_fields, evaluate
from crawlers.tables.vocabulary import vocabulary
from records import Cost

_OWN = ("cost_id", "spent_at", "observed_at", "amount", "currency", "author_id", "platform")


class CostRows:
    """Reads costs; a row with an id that the file holds already, unchanged, is a repeated one."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._fields = compile_fields(desk.spec.feed)
        self._seen: set[tuple[object, ...]] = set()

    def read(self, row: Row) -> list[Cost] | Fault:
        """The cost of a row. Raises FieldError, also for a paid account without its platform."""
        desk = self._desk
        values = evaluate(self._fields, row, desk.context)
        sighting = tuple(values.values())
        if values.get("cost_id") and sighting in self._seen:
            return REPEATED
        self._seen.add(sighting)
        amount = required(values, "amount")
        check_amount("amount", amount)
        spent_at = desk.moment(values, "spent_at")
        account, platform = values.get("author_id"), platform_of(values.get("platform"))
        if account and not platform:
            raise FieldError("platform: blank, and an account is one only on its platform")
        what = f"{amount:g}" + "".join(str(values.get(name) or "") for name in ("kind", "channel", "campaign"))
        cost = Cost(
            source=desk.spec.name,
            cost_id=desk.id_of(values.get("cost_id"), account or "", spent_at, what),
            spent_at=spent_at,
            observed_at=desk.seen_at(values),
            amount=amount,
            currency=values.get("currency") or "CNY",
            query=desk.query,
            platform=platform,
            author_id=desk.book.pseudonym_on(platform, account) if account and platform else None,
            **{name: value for name, value in values.items() if name not in _OWN},
        )
        return [cost]


def platform_of(word: str | None) -> str | None:
    """A platform as we call it, or as the books do where they name one that no source reads."""
    return vocabulary().platforms.get(word.lower(), word) if word else None
