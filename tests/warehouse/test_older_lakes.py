"""Lakes written before a counter was known are read like those of today."""

from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa

from records import Observation
from records.arrow import table_of
from warehouse import duck
from warehouse.load import staging
from warehouse.load.inputs import Inputs

SEEN = Observation(
    mention_id="wechat:7_1", source="table", observed_at=datetime(2026, 3, 2, tzinfo=UTC), view_count=9, wow_count=4
)


@pytest.mark.parametrize(("ages", "wows"), [(["old"], [None]), (["new"], [4]), (["old", "new"], [None, 4])])
def test_observations_without_wows_have_none(tmp_path: Path, ages: list[str], wows: list[int | None]) -> None:
    table = table_of(Observation, [SEEN])
    files = tuple(tmp_path / f"{age}.parquet" for age in ages)
    for age, file in zip(ages, files, strict=True):
        pq.write_table(table.drop_columns(["wow_count"]) if age == "old" else table, file)
    duck.create_file(tmp_path / "star.duckdb")
    with duck.engine_for(tmp_path / "star.duckdb").connect() as connection:
        staging.read_lake(connection, Inputs(observations=files))
        said = staging.observation.c
        read = connection.execute(sa.select(said.view_count, said.wow_count).order_by(said.wow_count.nulls_first()))
        assert read.all() == [(9, each) for each in wows]
