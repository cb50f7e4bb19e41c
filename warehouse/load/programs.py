"""`fact_referral`, `fact_loyalty_txn` and `fact_consent`."""

from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.load import feeds
from warehouse.members import NOT_ARRIVED, UNKNOWN
from warehouse.sql import date_key_of, first_of, insert_select, one_if, yes
from warehouse.tables.firstparty import MONEY, QUANTITY


def load_referrals(connection: sa.Connection) -> None:
    """One row per referral; both people in the versions of the moment of the invitation."""
    rows = feeds.latest(feeds.referral, "source", "referral_id")
    said, referrer, referred = rows.c, t.dim_customer.alias("referrer"), t.dim_customer.alias("referred")
    same = (
        "source", "referral_id", "referrer_id", "referred_id", "channel", "campaign", "status", "referred_at",
        "joined_at", "observed_at", "would_join_anyway", "currency",
    )  # fmt: skip
    statement = (
        sa.select(
            *(said[name] for name in same),
            date_key_of(said.referred_at).label("date_key"),
            date_key_of(said.joined_at, NOT_ARRIVED).label("joined_date_key"),
            feeds.version_key(said.referrer_id, referrer, UNKNOWN).label("referrer_key"),
            feeds.version_key(said.referred_id, referred, UNKNOWN).label("referred_key"),
            sa.literal(1).label("referral_count"),
            one_if(said.joined_at.is_not(None)).label("joined_count"),
            sa.cast(said.reward_amount, MONEY).label("reward_amount"),
        )
        .select_from(
            rows.outerjoin(referrer, feeds.version_at(said.referrer_id, said.referred_at, referrer)).outerjoin(
                referred, feeds.version_at(said.referred_id, said.referred_at, referred)
            )
        )
        .order_by(said.referred_at, said.source, said.referral_id)
    )
    insert_select(connection, t.fact_referral, statement)


def load_loyalty(connection: sa.Connection) -> None:
    """One row per movement of points, each kind a measure of its own; what the source states of balances is compared.

    Movements of one account at the same moment have no order, so their balances are not compared.
    """
    rows = _ledger().subquery()
    said = rows.c
    same = (
        "source", "transaction_id", "customer_id", "program", "kind", "channel", "order_id", "reason", "occurred_at",
        "expires_at", "observed_at", "points", "running_points", "stated_balance", "is_balanced", "currency",
    )  # fmt: skip
    statement = (
        sa.select(
            *(said[name] for name in same),
            date_key_of(said.occurred_at).label("date_key"),
            feeds.version_key(said.customer_id, nobody=UNKNOWN).label("customer_key"),
            _of_kind(said, "earn", 1).label("earned_points"),
            _of_kind(said, "redeem", -1).label("redeemed_points"),
            _of_kind(said, "expire", -1).label("expired_points"),
            _of_kind(said, "adjust", 1).label("adjusted_points"),
            sa.cast(said.value_amount, MONEY).label("value_amount"),
        )
        .select_from(rows.outerjoin(t.dim_customer, feeds.version_at(said.customer_id, said.occurred_at)))
        .order_by(said.occurred_at, said.source, said.transaction_id)
    )
    insert_select(connection, t.fact_loyalty_txn, statement)


def _of_kind(said: Any, kind: str, sign: int) -> sa.ColumnElement[Any]:
    return sa.case((said.kind == kind, sign * said.points), else_=sa.cast(sa.literal(0), QUANTITY))


def _ledger() -> sa.Select[Any]:
    """Each movement with the account's sum so far and the movement before it."""
    seen = feeds.latest(feeds.loyalty, "source", "transaction_id").c
    points, balance = sa.cast(seen.points, QUANTITY), sa.cast(seen.balance, QUANTITY)
    account = (seen.source, seen.program, seen.customer_id)
    window: dict[str, Any] = {"partition_by": account, "order_by": (seen.occurred_at, seen.transaction_id)}
    others = [c for c in seen if c.name not in ("points", "balance")]
    numbered = (
        sa.select(
            *others,
            points.label("points"),
            balance.label("stated_balance"),
            sa.func.sum(points).over(**window, rows=(None, 0)).label("running_points"),
            sa.func.lag(balance).over(**window).label("balance_before"),
            sa.func.count().over(partition_by=(*account, seen.occurred_at)).label("at_once_count"),
        )
        .subquery()
        .c
    )
    before = sa.func.lag(numbered.at_once_count).over(
        partition_by=(numbered.source, numbered.program, numbered.customer_id),
        order_by=(numbered.occurred_at, numbered.transaction_id),
    )
    is_told = sa.and_(numbered.at_once_count == 1, before == 1, numbered.balance_before.is_not(None))
    moved = numbered.stated_balance - numbered.balance_before
    return sa.select(*numbered, sa.case((is_told, moved == numbered.points)).label("is_balanced"))


def load_consents(connection: sa.Connection) -> None:
    """One row per decision; the last of a customer for a purpose is marked."""
    rows = feeds.latest(feeds.consent, "source", "consent_id")
    said = rows.c
    last = first_of(
        said.customer_id, said.purpose, order_by=(said.decided_at.desc(), said.is_granted, said.source, said.consent_id)
    )
    same = (
        "source", "consent_id", "customer_id", "purpose", "basis", "channel", "policy_version", "decided_at",
        "expires_at", "observed_at", "is_granted",
    )  # fmt: skip
    statement = (
        sa.select(
            *(said[name] for name in same),
            date_key_of(said.decided_at).label("date_key"),
            feeds.version_key(said.customer_id, nobody=UNKNOWN).label("customer_key"),
            yes(last == 1).label("is_latest"),
            sa.literal(1).label("consent_count"),
        )
        .select_from(rows.outerjoin(t.dim_customer, feeds.version_at(said.customer_id, said.decided_at)))
        .order_by(said.decided_at, said.source, said.consent_id)
    )
    insert_select(connection, t.fact_consent, statement)
