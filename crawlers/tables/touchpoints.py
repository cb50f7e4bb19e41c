"""Rows of journeys: advertisements seen, messages opened, pages and shops visited."""

from crawlers.tables.desk import REPEATED, Desk
from crawlers.tables.faults import Fault, Row
from crawlers.tables.fields import FieldError, compile_fields, evaluate
from records import Touchpoint

_OWN = ("touchpoint_id", "customer_id", "touched_at", "observed_at", "touch_count")


class TouchpointRows:
    """Reads touchpoints; a row with an id that the file holds already, unchanged, is a repeated one."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._fields = compile_fields(desk.spec.feed)
        self._seen: set[tuple[object, ...]] = set()

    def read(self, row: Row) -> list[Touchpoint] | Fault:
        """The touchpoint of a row. Raises FieldError where it says neither where nor what."""
        desk = self._desk
        values = evaluate(self._fields, row, desk.context)
        sighting = tuple(values.values())
        if values.get("touchpoint_id") and sighting in self._seen:
            return REPEATED
        self._seen.add(sighting)
        if not values.get("channel") and not values.get("kind"):
            raise FieldError("channel: blank, as is kind")
        touched_at = desk.moment(values, "touched_at")
        what = "".join(str(values.get(name) or "") for name in ("channel", "kind", "campaign", "product"))
        count = values.get("touch_count")
        touchpoint = Touchpoint(
            source=desk.spec.name,
            touchpoint_id=desk.id_of(values.get("touchpoint_id"), values.get("customer_id") or "", touched_at, what),
            touched_at=touched_at,
            observed_at=desk.seen_at(values),
            query=desk.query,
            customer_id=desk.customer(values),
            touch_count=1 if count is None else count,
            **{name: value for name, value in values.items() if name not in _OWN},
        )
        return [touchpoint]
