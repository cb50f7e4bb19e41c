"""Enrichment on a real standalone cluster: a master and two workers as processes on loopback, one killed on the way."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import world
from lake.partition import partitions
from pipeline.demo import SITE
from pipeline.job import open_job
from pipeline.steps.gather import gather
from world.site import serve

pytestmark = pytest.mark.spark

MASTER, WORKER = "org.apache.spark.deploy.master.Master", "org.apache.spark.deploy.worker.Worker"


@dataclass
class Cluster:
    """Processes of Spark's own classes."""

    folder: Path
    port: int
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def master(self) -> str:
        return f"spark://127.0.0.1:{self.port}"

    def start(self, name: str, *arguments: str) -> None:
        import pyspark

        command = [str(Path(pyspark.__file__).parent / "bin" / "spark-class"), name, "--host", "127.0.0.1", *arguments]
        environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_WORKER_DIR": str(self.folder / "work")}
        log = (self.folder / f"{len(self.processes)}.log").open("wb")
        self.processes.append(subprocess.Popen(command, env=environment, stdout=log, stderr=log))

    def wait_for_workers(self, count: int, seconds: float = 300) -> None:
        log = self.folder / "0.log"
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if log.exists() and log.read_text(errors="replace").count("Registering worker") >= count:
                return
            time.sleep(0.5)
        raise AssertionError(
            f"fewer than {count} workers after {seconds} s:\n{log.read_text(errors='replace')[-2000:]}"
        )

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    pytest.importorskip("pyspark", reason="needs the extra `spark`; run by `make spark-test`")
    if shutil.which("java") is None:
        pytest.skip("needs Java (Debian: openjdk-17-jre-headless)")
    made = Cluster(tmp_path_factory.mktemp("spark"), free_port())
    made.start(MASTER, "--port", str(made.port), "--webui-port", "0")
    try:
        for _ in range(2):
            made.start(WORKER, made.master, "--cores", "1", "--memory", "1g", "--webui-port", "0")
        made.wait_for_workers(2)
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A home with a gathered lake, and its configuration."""
    folder = tmp_path_factory.mktemp("gathered")
    made = world.generate(folder / "world", scale=0.1)
    with serve(made.folder) as address, pytest.MonkeyPatch.context() as patch:
        patch.setenv(SITE, address)
        job = open_job(folder / "home", made.config)
        for source in job.settings.source_names():
            gather(job, source)
    return folder / "home", made.config


def scrm(command: str, config: Path, home: Path, more: dict[str, str], *arguments: str) -> str:
    asked = [sys.executable, "-m", "pipeline.cli", command, "--config", str(config), "--home", str(home), *arguments]
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", **more}
    done = subprocess.run(asked, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stderr


def verdicts(home: Path) -> dict[str, list[dict[str, object]]]:
    """Every partition of verdicts, row for row."""
    return {
        str(each.path.relative_to(home)): sorted((pq.read_table(f).to_pylist() for f in each.files), key=str)
        for each in partitions(home / "lake", "annotations")
    }


def test_the_cluster_gives_the_same_rows_as_this_machine(cluster: Cluster, gathered: tuple[Path, Path]) -> None:
    home, config = gathered
    local, remote = home.parent / "local", home.parent / "remote"
    shutil.copytree(home, local)
    shutil.copytree(home, remote)
    scrm("enrich", config, local, {})
    scrm("enrich", config, remote, {}, "--on", cluster.master)
    expected = verdicts(local)
    assert len(expected) > 100
    assert verdicts(remote) == expected


def test_an_executor_that_dies_costs_nothing_but_time(cluster: Cluster, gathered: tuple[Path, Path]) -> None:
    home, config = gathered
    local, hurt = home.parent / "local", home.parent / "hurt"
    shutil.copytree(home, hurt)
    asked = [sys.executable, "-m", "pipeline.cli", "enrich", "--config", str(config), "--home", str(hurt)]
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"}
    running = subprocess.Popen([*asked, "--on", cluster.master], env=environment, stderr=subprocess.PIPE)
    while running.poll() is None and not list(hurt.glob("lake/annotations/*/*/*/*/_manifest.json")):
        time.sleep(0.2)
    assert running.poll() is None, "the job ended before anything could be killed"
    executors = subprocess.run(["pgrep", "-f", "CoarseGrainedExecutorBackend"], capture_output=True, text=True).stdout
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
