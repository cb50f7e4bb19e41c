"""Rows of a shop's books -> order lines."""

from collections import Counter

from crawlers.tables.checks import check_amount
from crawlers.tables.desk import REPEATED, Desk, required
from crawlers.tables.faults import Fault, Row
from crawlers.tables.fields import compile_fields, evaluate
from records import Order


class OrderRows:
    """Reads order lines; lines of one order are numbered as they come where no column numbers them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._fields = compile_fields(desk.spec.feed)
        self._lines: Counter[str] = Counter()
        self._seen: set[tuple[object, ...]] = set()

    def read(self, row: Row) -> list[Order] | Fault:
        """The line of a row; a skip for a line that the file repeats. Raises FieldError."""
        values = evaluate(self._fields, row, self._desk.context)
        sighting = tuple(values.values())
        if sighting in self._seen:
            return REPEATED
        order_id, amount = required(values, "order_id"), required(values, "amount")
        check_amount("amount", amount)
        check_amount("discount_amount", values.get("discount_amount"))
        customer_id = self._desk.known_customer(values)
        ordered_at = self._desk.moment(values, "ordered_at")
        self._seen.add(sighting)
        self._lines[order_id] += 1
        # A line without a count is one unit, of a refund one unit back.
        one = -1.0 if amount < 0 else 1.0
        quantity = values.get("quantity")
        order = Order(
            source=self._desk.spec.name,
            order_id=order_id,
            line_number=values.get("line_number") or self._lines[order_id],
            customer_id=customer_id,
            ordered_at=ordered_at,
            quantity=one if quantity is None else quantity,
            amount=amount,
            currency=values.get("currency") or "CNY",
            product=values.get("product"),
            channel=values.get("channel"),
            observed_at=self._desk.seen_at(values),
            query=self._desk.query,
            status=values.get("status"),
            discount_amount=taken_off(values.get("discount_amount")),
            coupon=values.get("coupon"),
            region=values.get("region"),
        )
        return [order]


def taken_off(amount: float | None) -> float | None:
    """A discount as a positive amount: shops write what was taken off with or without a minus."""
    return None if amount is None else abs(amount)
