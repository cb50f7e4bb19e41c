"""The services of docker-compose.yml as processes on loopback: same scripts, same settings, no containers."""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import yaml

from tests.warehouse.postgres import installed_programs

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = ROOT / "docker-compose.yml"
NAMES = ("api-server", "scheduler", "dag-processor", "triggerer")


class Stack:
    """PostgreSQL, Redis, Airflow's processes and workers, below one folder."""

    def __init__(self, folder: Path, programs: Path, extra: Mapping[str, str]) -> None:
        self.folder, self.programs = folder, programs
        self.postgres_port, self.redis_port, self.api_port, self.health_port = (_free_port() for _ in range(4))
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.restarts: list[str] = []
        """Names of processes that ended by themselves and were started anew."""
        self._commands: dict[str, tuple[list[str], bool]] = {}
        self.extra = dict(extra)
        folder.chmod(0o755)
        self._run(ROOT / "docker/make-secrets.sh", folder / "secrets")

    def secret(self, name: str) -> str:
        """A password of the stack."""
        return (self.folder / "secrets" / name).read_text()

    @property
    def environment(self) -> dict[str, str]:
        """What compose gives Airflow's containers, with places of this machine."""
        told: dict[str, str] = yaml.safe_load(COMPOSE.read_text())["x-airflow"]["environment"]
        airflow = self.folder / "airflow"
        return {
            **{name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
            **told,
            "PATH": f"{self.programs}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "SECRETS": str(self.folder / "secrets"),
            "POSTGRES_AT": f"127.0.0.1:{self.postgres_port}",
            "REDIS_AT": f"127.0.0.1:{self.redis_port}",
            "AIRFLOW_HOME": str(airflow),
            "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
            "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{self.api_port}/execution/",
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(airflow / "passwords.json"),
            "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(airflow / "logs"),
            "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_SERVER_PORT": str(self.health_port),
            "AIRFLOW__CELERY__WORKER_CONCURRENCY": "1",
            "AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT": "0",
            **self.extra,
        }

    def start(self) -> None:
        """Everything, in the order of compose's conditions."""
        (self.folder / "airflow").mkdir(exist_ok=True)
        self._start_postgres()
        self._start_redis()
        self._run(ROOT / "docker/entrypoint.sh", "sh", ROOT / "docker/init.sh", environment=self.environment)
        for name in NAMES:
            port = ("--port", str(self.api_port)) if name == "api-server" else ()
            self._spawn(name, ["airflow", name, *port])
        self.wait("the API server", lambda: bool(self.get("/api/v2/monitor/health", token=None)), 300)
        for number in (1, 2):
            self.start_worker(number)

    def start_worker(self, number: int) -> None:
        """A Celery worker of one slot."""
        self._spawn(f"worker-{number}", ["airflow", "celery", "worker", "--celery-hostname", f"worker{number}@scrm"])

    def kill(self, name: str) -> None:
        """kill -9 of a process and all below it, which stays dead until `start_again`.

        Tasks are process groups of their own: killing a worker's would leave them at work, as no container's end does.
        """
        process = self.processes.pop(name)
        told = psutil.Process(process.pid)
        for each in (told, *told.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                each.kill()
        process.wait()

    def stop_postgres_at_once(self) -> None:
        """What `pg_ctl stop -m immediate` does: no checkpoint, every session cut off; recovery is the next start's."""
        process = self.processes.pop("postgres")
        process.send_signal(signal.SIGQUIT)
        process.wait()

    def start_again(self, name: str) -> None:
        """The process of that name, with the command it was first started with."""
        command, user = self._commands[name]
        self._spawn(name, command, user=user)

    def tend(self) -> None:
        """Does what compose's `restart: unless-stopped` does: what ended by itself is started anew."""
        for name in [name for name, process in self.processes.items() if process.poll() is not None]:
            self.restarts.append(name)
            self.start_again(name)

    def stop(self) -> None:
        """Everything, newest first."""
        for name in reversed(list(self.processes)):
            process = self.processes.pop(name)
            stop = signal.SIGINT if name == "postgres" else signal.SIGTERM
            if process.poll() is None:
                os.killpg(process.pid, stop)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)

    def token(self) -> str:
        """A bearer token of the administrator."""
        login = {"username": "admin", "password": self.secret("airflow_admin_password")}
        return str(self._ask("POST", "/auth/token", login, None)["access_token"])

    def get(self, path: str, token: str | None) -> dict[str, Any]:
        """JSON of the REST interface."""
        return self._ask("GET", path, None, token)

    def post(self, path: str, content: object, token: str) -> dict[str, Any]:
        """JSON of the answer."""
        return self._ask("POST", path, content, token)

    def patch(self, path: str, content: object, token: str) -> dict[str, Any]:
        """JSON of the answer."""
        return self._ask("PATCH", path, content, token)

    def wait(self, what: str, is_so: Callable[[], bool], seconds: float) -> None:
        """Until something is so; AssertionError with what was waited for and the end of the logs otherwise."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.tend()
            try:
                if is_so():
                    return
            except OSError:
                pass
            time.sleep(1)
        raise AssertionError(f"{what}: not within {seconds:.0f} s\n{self._logs()}")

    def _ask(self, method: str, path: str, content: object, token: str | None) -> dict[str, Any]:
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        body = None if content is None else json.dumps(content).encode()
        url = f"http://127.0.0.1:{self.api_port}{path}"
        with urllib.request.urlopen(urllib.request.Request(url, body, headers, method=method), timeout=60) as answer:
            return json.loads(answer.read())  # type: ignore[no-any-return]

    def _start_postgres(self) -> None:
        programs, data = installed_programs()[0], self.folder / "postgres"
        data.mkdir()
        if os.geteuid() == 0:
            shutil.chown(data, "nobody", "nogroup")
        password = self.folder / "secrets" / "postgres_password"
        entry = ("-U", "postgres", "-A", "scram-sha-256", f"--pwfile={password}", "-E", "UTF8", "--locale", "C.UTF-8")
        (self.folder / "secrets").chmod(0o755)  # initdb is another user
        self._run(programs / "initdb", "-D", data / "data", *entry, user=True)
        place = ("-h", "127.0.0.1", "-p", str(self.postgres_port), "-k", str(data))
        self._spawn("postgres", [str(programs / "postgres"), "-D", str(data / "data"), *place], user=True)
        login = {
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.postgres_port),
            "PGPASSWORD": self.secret("postgres_password"),
            "POSTGRES_USER": "postgres",
            "PATH": f"{programs}:{os.environ['PATH']}",
            "SECRETS": str(self.folder / "secrets"),
        }
        ready = [str(programs / "pg_isready"), "-h", "127.0.0.1", "-p", str(self.postgres_port)]
        self.wait("PostgreSQL", lambda: subprocess.run(ready, capture_output=True).returncode == 0, 60)
        self._run(ROOT / "docker/postgres-init.sh", environment={**os.environ, **login})

    def _start_redis(self) -> None:
        settings = ("--port", str(self.redis_port), "--bind", "127.0.0.1", "--dir", str(self.folder))
        guarded = ("--requirepass", self.secret("redis_password"), "--appendonly", "yes")
        self._spawn("redis", ["redis-server", *settings, *guarded])

    def _spawn(self, name: str, command: list[str], *, user: bool = False) -> None:
        self._commands[name] = (command, user)
        entry = [] if name in ("postgres", "redis") else [str(ROOT / "docker/entrypoint.sh")]
        log = (self.folder / f"{name}.log").open("ab")
        self.processes[name] = subprocess.Popen(
            [*entry, *command],
            env=self.environment,
            cwd="/",
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user="nobody" if user and os.geteuid() == 0 else None,
        )

    def _run(self, *command: object, environment: Mapping[str, str] | None = None, user: bool = False) -> None:
        finished = subprocess.run(
            [str(word) for word in command],
            env=dict(environment) if environment else None,
            cwd="/",
            capture_output=True,
            text=True,
            user="nobody" if user and os.geteuid() == 0 else None,
        )
        assert finished.returncode == 0, f"{command[0]}: {finished.stdout[-2000:]}{finished.stderr[-2000:]}"

    def failed_logs(self) -> str:
        """The ends of the logs of tasks that ended in an error."""
        logs = sorted((self.folder / "airflow" / "logs").rglob("*.log"), key=lambda file: file.stat().st_mtime)
        texts = ((file, file.read_text(errors="replace")) for file in logs)
        return "\n".join(f"== {file}\n{text[-2000:]}" for file, text in texts if '"level":"error"' in text)

    def _logs(self) -> str:
        ends = (f"== {file.name}\n{file.read_text(errors='replace')[-1500:]}" for file in self.folder.glob("*.log"))
        return "\n".join(ends)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
