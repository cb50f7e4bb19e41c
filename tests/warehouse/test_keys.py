"""Surrogate keys: the same natural key, the same number; two that meet stop the build."""

from datetime import UTC, datetime

import pyarrow as pa
import pytest

from records.ids import surrogate_key
from warehouse import keys
from warehouse.keys import KeyCollision, check_distinct, keyed


def test_keys_are_those_of_the_records() -> None:
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    table = pa.table({"a": ["x", "y"], "at": pa.array([moment, moment], pa.timestamp("us", tz="UTC"))})
    made = keyed(table, "key", ("a", "at"))
    assert made.column("key").to_pylist() == [surrogate_key(a, moment.isoformat()) for a in ("x", "y")]
    assert made.column_names[0] == "key"


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
