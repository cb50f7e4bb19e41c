"""Rows of a referral programme -> referrals."""

from crawlers.tables.checks import check_amount
from crawlers.tables.desk import REPEATED, Desk, required
from crawlers.tables.faults import Fault, Row
from crawlers.tables.fields import FieldError, compile_fields, evaluate
from records import Referral

_OWN = ("referral_id", "referrer_id", "referred_id", "referred_at", "observed_at", "currency")


class ReferralRows:
    """Reads referrals; a row that the file repeats is skipped."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._fields = compile_fields(desk.spec.feed)
        self._seen: set[tuple[object, ...]] = set()

    def read(self, row: Row) -> list[Referral] | Fault:
        """The referral of a row. Raises FieldError, also for a person who referred themselves."""
        desk = self._desk
        values = evaluate(self._fields, row, desk.context)
        sighting = tuple(values.values())
        if sighting in self._seen:
            return REPEATED
        referrer, referred = required(values, "referrer_id"), values.get("referred_id")
        if referrer == referred:
            raise FieldError("referred_id: the same person as referrer_id")
        referred_at = desk.moment(values, "referred_at")
        check_amount("reward_amount", values.get("reward_amount"))
        self._seen.add(sighting)
        referral = Referral(
            source=desk.spec.name,
            referral_id=desk.id_of(values.get("referral_id"), referrer, referred_at, referred or ""),
            referrer_id=desk.book.pseudonym(referrer),
            referred_at=referred_at,
            observed_at=desk.seen_at(values),
            query=desk.query,
            referred_id=desk.book.pseudonym(referred) if referred else None,
            currency=values.get("currency") or "CNY",
            **{name: value for name, value in values.items() if name not in _OWN},
        )
        return [referral]
