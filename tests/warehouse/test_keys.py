"""Surrogate keys: the same natural key, the same number; two that meet stop the build."""

from datetime import UTC, datetime

import pyarrow as pa
import pytest
import sqlalchemy as sa

from records.ids import surrogate_key
from warehouse import duck, keys
from warehouse.keys import KeyCollision, check_distinct, hashed, keyed
from warehouse.sql import insert_distinct


def _microseconds(moment: datetime) -> str:
    return str(int(moment.timestamp()) * 1_000_000)


def test_keys_are_those_of_the_records() -> None:
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    table = pa.table({"a": ["x", "y"], "at": pa.array([moment, moment], pa.timestamp("us", tz="UTC"))})
    made = keyed(table, "key", ("a", "at"))
    assert made.column("key").to_pylist() == [surrogate_key(a, _microseconds(moment)) for a in ("x", "y")]
    assert made.column_names[0] == "key"


PARTS = (("weibo", "4900000000000001"), ("微博", "号"), (None, "x"), ("a", None))


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai"])
def test_the_database_hashes_as_the_records_do(zone: str) -> None:
    moments = (datetime(1970, 1, 1, tzinfo=UTC), datetime(2026, 3, 1, 4, 5, 6, tzinfo=UTC))
    columns = (sa.column("a", sa.String), sa.column("b", sa.String), sa.column("at", sa.DateTime(timezone=True)))
    table = pa.table(
        {
            "a": [a for a, _ in PARTS for _ in moments],
            "b": [b for _, b in PARTS for _ in moments],
            "at": pa.array([at for _ in PARTS for at in moments], pa.timestamp("us", tz="UTC")),
        }
    )
    expected = [surrogate_key(a or "", b or "", _microseconds(at)) for a, b in PARTS for at in moments]
    with duck.scratch() as connection:
        duck.native(connection).execute(f"SET TimeZone = '{zone}'")
        duck.native(connection).register("natural", table)
        found = connection.scalars(sa.select(hashed(columns)).select_from(sa.table("natural")))
        assert found.all() == expected
    assert keyed(table, "key", ("a", "b", "at")).column("key").to_pylist() == expected


def test_a_key_that_the_table_holds_already_stops_the_build() -> None:
    table = sa.Table("dim", sa.MetaData(), sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False))
    with duck.scratch() as connection:
        table.create(connection)
        insert_distinct(connection, table, sa.select(sa.literal(1).label("key")))
        with pytest.raises(KeyCollision, match="dim: two natural keys"):
            insert_distinct(connection, table, sa.select(sa.literal(1).label("key")))


def test_the_zone_of_the_session_does_not_change_a_key() -> None:
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    made = [
        keyed(pa.table({"at": pa.array([moment], pa.timestamp("us", tz=zone))}), "key", ("at",))
        .column("key")
        .to_pylist()
        for zone in ("UTC", "Asia/Shanghai")
    ]
    assert made[0] == made[1]


def test_a_repeated_natural_key_stops_the_build() -> None:
    with pytest.raises(KeyCollision, match="key"):
        keyed(pa.table({"a": ["x", "x"]}), "key", ("a",))


def test_a_collision_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "surrogate_key", lambda *parts: 7)
    with pytest.raises(KeyCollision):
        keyed(pa.table({"a": ["x", "y"]}), "key", ("a",))
    with pytest.raises(KeyCollision, match="dim_brand"):
        check_distinct([1, 1], "dim_brand")
