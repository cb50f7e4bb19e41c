"""Enrichment on a Spark cluster: the same chunks of days, each annotated by the same function on an executor.

Executors read the lake and write it as this machine does, so they must see it under the same path (a shared file
system) and have the product installed: at the path of PYSPARK_PYTHON, or from an archive of an environment
(SCRM_SPARK_ARCHIVE, unpacked by Spark beside each executor). A task that fails or whose executor dies is tried again by
Spark; writing a partition again gives the same files.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from lake.partition import Partition
from lake.store import Root
from pipeline.spark.session import last_line, session
from pipeline.steps.enrich import DayWork, annotate_days
from records.errors import ScrmError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from nlp.batch import Plan

Chunk = tuple[Sequence[DayWork], Mapping[str, tuple[Partition, ...]]]
"""Days to annotate in a row, and the partitions of the days before them."""

WAVE = 4
"""Chunks a slot is given before what is done is noted: a driver that dies loses one wave's notes, never rows."""


def annotate_on(
    master: str, root: Root, plan: "Plan", chunks_for: Callable[[int], list[Chunk]]
) -> Iterator[list[DayWork]]:
    """Annotates every chunk on the cluster; yields the days that are durable, wave by wave.

    `chunks_for` divides the work for a number of slots. Raises UsageError without pyspark, ScrmError when the cluster
    cannot be reached or a chunk failed as often as Spark tries.
    """
    with session(master, "scrm enrich") as spark:
        slots = _slots(spark)
        chunks = chunks_for(slots)
        for begin in range(0, len(chunks), WAVE * slots):
            wave = chunks[begin : begin + WAVE * slots]
            _annotate_wave(spark, root, wave, plan)
            yield [each for days, _ in wave for each in days]


def _slots(spark: "SparkSession") -> int:
    """Cores of all executors, told once one has worked and none has joined for two seconds."""
    spark.range(1).count()
    known, found = 0, spark.sparkContext.defaultParallelism
    while found != known:
        time.sleep(2)
        known, found = found, spark.sparkContext.defaultParallelism
    return int(found)


def _annotate_wave(spark: "SparkSession", root: Root, wave: list[Chunk], plan: "Plan") -> None:
    sent = spark.sparkContext.broadcast((root, wave, plan))

    def annotate(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """`id` names a chunk; gives back how many of its days are durable."""
        root, chunks, plan = sent.value
        for batch in batches:
            for number in batch.column("id").to_pylist():
                work, by_day = chunks[number]
                done = annotate_days(root, work, by_day, plan)
                yield pa.RecordBatch.from_pydict({"day_count": pa.array([len(done)], pa.int64())})

    numbers = spark.range(0, len(wave), 1, len(wave))
    try:
        done = sum(row.day_count for row in numbers.mapInArrow(annotate, "day_count long").collect())
    except Exception as error:
        raise ScrmError(f"spark: {last_line(error)}; what was finished is kept, run it again") from error
    finally:
        sent.destroy()
    if done != sum(len(days) for days, _ in wave):
        raise ScrmError(f"spark: {done} days were finished of {sum(len(days) for days, _ in wave)}; run it again")
