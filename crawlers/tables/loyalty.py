"""Rows of a points ledger -> movements of points."""

from crawlers.convert.ledgers import loyalty_kind
from crawlers.tables.checks import check_amount
from crawlers.tables.desk import REPEATED, Desk, required
from crawlers.tables.faults import Fault, Row
from crawlers.tables.fields import compile_fields, evaluate
from records import LoyaltyTransaction

_OWN = ("transaction_id", "customer_id", "occurred_at", "observed_at", "kind", "points", "currency", "reason")
_GOES_OUT = ("redeem", "expire")


class LoyaltyRows:
    """Reads movements of points; a row with an id that the file holds already, unchanged, is a repeated one."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._fields = compile_fields(desk.spec.feed)
        self._seen: set[tuple[object, ...]] = set()

    def read(self, row: Row) -> list[LoyaltyTransaction] | Fault:
        """The movement of a row. Raises FieldError."""
        desk = self._desk
        values = evaluate(self._fields, row, desk.context)
        sighting = tuple(values.values())
        if values.get("transaction_id") and sighting in self._seen:
            return REPEATED
        self._seen.add(sighting)
        customer = required(values, "customer_id")
        occurred_at = desk.moment(values, "occurred_at")
        for name in ("points", "balance", "value_amount"):
            check_amount(name, values.get(name))
        kind, points = moved(values.get("kind"), required(values, "points"))
        what = f"{points:g}{values.get('kind') or ''}{values.get('order_id') or ''}"
        transaction = LoyaltyTransaction(
            source=desk.spec.name,
            transaction_id=desk.id_of(values.get("transaction_id"), customer, occurred_at, what),
            customer_id=desk.book.pseudonym(customer),
            occurred_at=occurred_at,
            observed_at=desk.seen_at(values),
            kind=kind,
            points=points,
            query=desk.query,
            currency=values.get("currency") or "CNY",
            reason=values.get("reason") or values.get("kind"),
            **{name: value for name, value in values.items() if name not in _OWN},
        )
        return [transaction]


def moved(word: str | None, points: float) -> tuple[str, float]:
    """The kind and the signed points of a movement.

    Programmes write what goes out with or without a minus, so the word decides; an unknown word leaves it to the sign.
    Points that were earned and are taken back (a return) are a correction.
    """
    kind = loyalty_kind(word) or ("earn" if points >= 0 else "redeem")
    if kind in _GOES_OUT:
        return kind, -abs(points)
    return ("adjust", points) if points < 0 else (kind, points)
