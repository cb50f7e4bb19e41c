"""A session on a cluster, and its errors in one line."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from records.errors import ScrmError, UsageError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ARCHIVE = "SCRM_SPARK_ARCHIVE"
_PYTHON = "PYSPARK_PYTHON"
"""Spark takes the executors' Python from the environment alone."""
_QUIET = {"spark.ui.showConsoleProgress": "false", "spark.log.level": "ERROR"}


@contextmanager
def session(master: str, name: str, settings: Mapping[str, str] | None = None) -> Iterator["SparkSession"]:
    """A session of this process alone, stopped on leaving.

    Raises UsageError without pyspark, ScrmError when no cluster answers.
    """
    before = os.environ.get(_PYTHON)
    try:
        spark = _started(master, name, {**_QUIET, **_python(), **(settings or {})})
        try:
            yield spark
        finally:
            spark.stop()
    finally:  # what is started later looks for a Python of its own
        if before is None:
            os.environ.pop(_PYTHON, None)
        else:
            os.environ[_PYTHON] = before


def last_line(error: Exception) -> str:
    """The last line of the innermost Python error: Spark wraps it in pages of its own."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    told = [line for line in lines if line.startswith("records.errors.")]
    return (told or lines or [type(error).__name__])[-1][:300]


def _python() -> dict[str, str]:
    """Which Python executors run: the archive's, PYSPARK_PYTHON's, or the one at our own path."""
    archive = os.environ.get(ARCHIVE)
    if not archive:
        os.environ.setdefault(_PYTHON, sys.executable)
        return {}
    os.environ[_PYTHON] = "./environment/bin/python"
    return {"spark.archives": f"{archive}#environment"}


def _started(master: str, name: str, settings: Mapping[str, str]) -> "SparkSession":
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise UsageError("--on needs pyspark: install the extra, `pip install social-crm-pipeline[spark]`") from error
    builder = SparkSession.builder.master(master).appName(name)
    for key, value in settings.items():
        builder = builder.config(key, value)
    try:
        return builder.getOrCreate()
    except Exception as error:
        raise ScrmError(f"{master}: no Spark cluster answered ({last_line(error)}); see docs/scale.md") from error
