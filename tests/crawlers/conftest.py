"""Fixtures of the crawlers' tests: a scripted web server, a home, and writers of export files."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from lake.home import Home


@dataclass
class Answer:
    """One scripted answer of the server."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut_bytes: int = 0


def _fault(status: int, headers: dict[str, str], cut_bytes: int = 0) -> Answer:
    return Answer(b"{}", status, headers, cut_bytes)


@dataclass
class Replay:
    """A web server on this machine: paths with query -> answers, given in turn, the last one for ever."""

    base_url: str = ""
    script: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    tokens: set[str] = field(default_factory=set)
    bodies: list[bytes] = field(default_factory=list)
    delay_seconds: float = 0.0

    def serve(self, path: str, *answers: bytes | tuple[int, dict[str, str]] | tuple[int, dict[str, str], int]) -> None:
        """Scripts a path: bodies, or (status, headers) without one."""
        self.script[path] = [Answer(each) if isinstance(each, bytes) else _fault(*each) for each in answers]

    def answer(self, path: str) -> Answer:
        """The next answer of a path."""
        if path != "/robots.txt":
            self.asked.append(path)
            self.times.append(time.monotonic())
        answers = self.script.get(path)
        if not answers:
            return Answer(b"not here", 404)
        return answers.pop(0) if len(answers) > 1 else answers[0]


@pytest.fixture
def replay() -> Iterator[Replay]:
    """A running scripted server."""
    scripted = Replay()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            scripted.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.do_GET()

        def do_GET(self) -> None:
            scripted.agents.add(self.headers.get("User-Agent", ""))
            scripted.tokens |= {self.headers["Authorization"]} if self.headers["Authorization"] else set()
            answer = scripted.answer(self.path)
            time.sleep(scripted.delay_seconds)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body) + answer.cut_bytes))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    scripted.base_url = f"http://127.0.0.1:{server.server_port}"
    yield scripted
    server.shutdown()
    server.server_close()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An empty installation."""
    return Home(tmp_path / "home").create()
