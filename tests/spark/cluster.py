"""Commands asked of a cluster, and what they left."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pyarrow.parquet as pq

from lake.partition import partitions


def run(*arguments: object, code: int = 0, more: Mapping[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
    """`scrm` with these arguments, ended as it should."""
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", **(more or {})}
    asked = [sys.executable, "-m", "pipeline.cli", *map(str, arguments)]
    done = subprocess.run(asked, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr[-3000:]
    return done


def scrm(command: str, config: Path, home: Path, more: Mapping[str, str], *arguments: str) -> str:
    """What a step says on stderr."""
    return run(command, "--config", config, "--home", home, *arguments, more=more).stderr


def verdicts(home: Path) -> dict[str, list[dict[str, object]]]:
    """Every partition of verdicts, row for row."""
    return {
        str(each.path.relative_to(home)): sorted((pq.read_table(f).to_pylist() for f in each.files), key=str)
        for each in partitions(home / "lake", "annotations")
    }
