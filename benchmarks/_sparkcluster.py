"""A standalone Spark cluster as processes on loopback, for `benchmarks.spark` and the tests."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

MASTER, WORKER = "org.apache.spark.deploy.master.Master", "org.apache.spark.deploy.worker.Worker"


@dataclass
class Cluster:
    """Processes of Spark's own classes."""

    folder: Path
    port: int
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def master(self) -> str:
        """The address for `--on`."""
        return f"spark://127.0.0.1:{self.port}"

    def start(self, name: str, *arguments: str) -> None:
        """One process; what it says is in a file of the folder. Executors see no PYTHONPATH of ours."""
        import pyspark

        command = [str(Path(pyspark.__file__).parent / "bin" / "spark-class"), name, "--host", "127.0.0.1", *arguments]
        environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_WORKER_DIR": str(self.folder / "work")}
        environment.pop("PYTHONPATH", None)
        log = (self.folder / f"{len(self.processes)}.log").open("wb")
        self.processes.append(subprocess.Popen(command, env=environment, stdout=log, stderr=log))

    def wait_for_workers(self, count: int, seconds: float = 300) -> None:
        """Returns when the master knows so many. Raises TimeoutError with the end of its log."""
        log = self.folder / "0.log"
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if log.exists() and log.read_text(errors="replace").count("Registering worker") >= count:
                return
            time.sleep(0.5)
        raise TimeoutError(f"fewer than {count} workers after {seconds} s:\n{log.read_text(errors='replace')[-2000:]}")

    def stop(self) -> None:
        """Ends workers first, then the master."""
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


@contextmanager
def started(folder: Path) -> Iterator[Cluster]:
    """A master and two workers of one core each; this process's own drivers bind to loopback as well."""
    made = Cluster(folder, free_port())
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    made.start(MASTER, "--port", str(made.port), "--webui-port", "0")
    try:
        for _ in range(2):
            made.start(WORKER, made.master, "--cores", "1", "--memory", "1g", "--webui-port", "0")
        made.wait_for_workers(2)
        yield made
    finally:
        made.stop()


def free_port() -> int:
    """One that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
