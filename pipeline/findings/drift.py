"""Whether the models still meet what they were made for: their verdicts and the words of the latest weeks."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from lake.partition import Partition
from lake.store import Root, partitions, read_fast
from pipeline.findings.result import Result, table_of_frame
from pipeline.job import Job
from pipeline.steps.enrich import full_plan

if TYPE_CHECKING:
    import pandas as pd

NAME = "model_drifts"
READ_DAYS = 12 * 7 + 28
"""Twelve weeks and what the first of them is compared with."""
SCORE_BINS = 10
"""Equal parts of the probability of the verdict."""
TASKS = ("sentiment", "target_sentiment", "emotion", "aspect", "content_class", "intent", "complaint", "link")
"""Tasks with a verdict a content; groups of repeats and fitted topics change with their data by design."""
_DAY = pa.field("day", pa.string())
COLUMNS = ("label", "probability", "is_abstained")


def read_verdicts(job: Job) -> "pd.DataFrame":
    """Counts of the versions in use, latest READ_DAYS days.

    task, engine, version, day, label, score_bin, is_abstained, count.
    """
    import pandas as pd

    from nlp.batch import plan_versions

    current = plan_versions(full_plan(job))
    found = [
        each
        for each in partitions(job.home.store, "annotations")
        if each.keys["task"] in TASKS
        and each.keys["dt"] != "unknown"
        and current.get(each.keys["task"]) == (each.keys["engine"], each.keys["version"])
    ]
    last = max((each.keys["dt"] for each in found), default=None)
    first = (date.fromisoformat(last) - timedelta(days=READ_DAYS)).isoformat() if last else ""
    counted = []
    for task in TASKS:
        days = [each for each in found if each.keys["task"] == task and each.keys["dt"] > first]
        if days:
            engine, version = current[task]
            counted.append(_counted(job.home.store, days).assign(task=task, engine=engine, version=version))
    columns = ["task", "engine", "version", "day", "label", "score_bin", "is_abstained", "count"]
    return pd.concat(counted, ignore_index=True)[columns] if counted else pd.DataFrame(columns=columns)


def model_drifts(verdicts: "pd.DataFrame", terms: "pd.DataFrame") -> Result:
    """Rows of `fact_model_drift`, until the last day with a verdict."""
    import pandas as pd

    from crm.drift import verdict_drift, word_drift

    if not len(verdicts):
        return Result(NAME, reason="no verdicts")
    until = pd.to_datetime(verdicts["day"]).max().date()
    found = [each for each in (verdict_drift(verdicts, until=until), word_drift(terms, until=until)) if len(each)]
    if not found:
        return Result(NAME, reason="not enough evidence: no week with 200 verdicts and as many before it")
    return Result(NAME, {"all": table_of_frame(pd.concat(found, ignore_index=True))})


def _counted(root: Root, days: list[Partition]) -> "pd.DataFrame":
    """Counts of one task's verdicts, of all its days at once."""
    read = [read_fast(root, each, COLUMNS).append_column(_DAY, _of_day(each)) for each in days]
    rows = pa.concat_tables(read)
    scaled = pc.floor(pc.multiply(pc.cast(rows["probability"], pa.float64()), float(SCORE_BINS)))
    binned = pc.cast(pc.min_element_wise(scaled, float(SCORE_BINS - 1), skip_nulls=False), pa.int64())
    own = rows.drop_columns(["probability"]).append_column("score_bin", binned)
    keys = ["day", "label", "score_bin", "is_abstained"]
    counted: pd.DataFrame = (
        own.group_by(keys).aggregate([([], "count_all")]).rename_columns([*keys, "count"]).to_pandas()
    )
    return counted


def _of_day(partition: Partition) -> pa.Array:
    return pa.repeat(partition.keys["dt"], partition.row_count)
