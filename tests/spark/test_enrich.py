"""Enrichment on a real standalone cluster: the rows of this machine, and one executor killed on the way."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks._sparkcluster import Cluster, free_port
from tests.spark.cluster import scrm, verdicts

pytestmark = pytest.mark.spark


def test_the_cluster_gives_the_same_rows_as_this_machine(
    cluster: Cluster, gathered: tuple[Path, Path], local: Path
) -> None:
    home, config = gathered
    remote = home.parent / "remote"
    shutil.copytree(home, remote)
    scrm("enrich", config, remote, {}, "--on", cluster.master)
    expected = verdicts(local)
    assert len(expected) > 100
    assert verdicts(remote) == expected


def test_an_executor_that_dies_costs_nothing_but_time(
    cluster: Cluster, gathered: tuple[Path, Path], local: Path
) -> None:
    home, config = gathered
    hurt = home.parent / "hurt"
    shutil.copytree(home, hurt)
    asked = [sys.executable, "-m", "pipeline.cli", "enrich", "--config", str(config), "--home", str(hurt)]
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"}
    running = subprocess.Popen([*asked, "--on", cluster.master], env=environment, stderr=subprocess.PIPE)
    while running.poll() is None and not list(hurt.glob("lake/annotations/*/*/*/*/_manifest.json")):
        time.sleep(0.2)
    assert running.poll() is None, "the job ended before anything could be killed"
    workers = ",".join(str(each.pid) for each in cluster.processes[1:])
    found = ["pgrep", "-P", workers, "-f", "CoarseGrainedExecutorBackend"]
    executors = subprocess.run(found, capture_output=True, text=True).stdout
    os.kill(int(executors.split()[0]), signal.SIGKILL)
    _, told = running.communicate(timeout=600)
    assert running.returncode == 0, told.decode(errors="replace")[-3000:]
    assert verdicts(hurt) == verdicts(local)


def test_a_cluster_that_is_not_there_is_one_line(gathered: tuple[Path, Path], cluster: Cluster) -> None:
    home, config = gathered
    asked = [sys.executable, "-m", "pipeline.cli", "enrich", "--config", str(config), "--home", str(home)]
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"}
    dead = f"spark://127.0.0.1:{free_port()}"
    done = subprocess.run([*asked, "--on", dead], env=environment, capture_output=True, text=True, timeout=600)
    assert done.returncode == 1
    assert dead in done.stderr
    assert "Traceback" not in done.stderr
