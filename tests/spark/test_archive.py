"""Executors that have nothing but an archive of an environment: no PYTHONPATH, no environment at our own path."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from benchmarks._sparkcluster import Cluster
from pipeline.spark.session import ARCHIVE, session
from tests.spark.cluster import scrm, verdicts

pytestmark = pytest.mark.spark


@pytest.fixture(scope="module")
def archive() -> str:
    """What `make spark-archive` packed."""
    made = os.environ.get("SCRM_SPARK_ARCHIVE_TESTED")
    if not made:
        pytest.skip("needs the archive of `make spark-archive`; run by `make spark-test`")
    return made


def test_executors_run_the_archives_python_and_product(
    cluster: Cluster, archive: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import sys

        import nlp

        for _ in batches:
            yield pa.RecordBatch.from_pydict({"prefix": [sys.prefix], "product": [str(nlp.__file__)]})

    monkeypatch.setenv(ARCHIVE, archive)
    monkeypatch.delenv("PYSPARK_PYTHON", raising=False)
    with session(cluster.master, "test") as spark:
        found = spark.range(0, 4, 1, 4).mapInArrow(look, "prefix string, product string").collect()
    work = str(cluster.folder / "work")
    assert found
    for row in found:
        assert row.prefix.startswith(work) or row.prefix.endswith("/environment"), row
        assert "/environment/" in row.product, row
        assert not row.product.startswith(str(Path.cwd())), row


def test_the_archive_gives_the_rows_of_this_machine(
    cluster: Cluster, gathered: tuple[Path, Path], local: Path, archive: str
) -> None:
    home, config = gathered
    packed = home.parent / "packed"
    shutil.copytree(home, packed)
    scrm("enrich", config, packed, {ARCHIVE: archive}, "--on", cluster.master)
    assert verdicts(packed) == verdicts(local)
