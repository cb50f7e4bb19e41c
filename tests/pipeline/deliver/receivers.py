"""Local servers that answer as the platforms do."""

import json
import socket
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

OK = (200, '{"errcode":0,"errmsg":"ok"}')


@dataclass
class Hook:
    """A webhook: what it is to answer next (the last answer stays), and what it got."""

    answers: list[Any] = field(default_factory=lambda: [OK])
    """(status, body), (status, body, headers), `hang` or `close`."""
    got: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    url: str = ""

    @property
    def texts(self) -> list[str]:
        """Markdown of what WeCom got."""
        return [body["markdown"]["content"] for body in self.got]


@contextmanager
def hook() -> Iterator[Hook]:
    """A webhook on this machine."""
    state, over = Hook(), threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802 - named by the library
            content = self.rfile.read(int(self.headers["Content-Length"]))
            answer = state.answers.pop(0) if len(state.answers) > 1 else state.answers[0]
            state.paths.append(self.path)
            state.got.append(json.loads(content))
            if answer == "hang":
                over.wait(5)
                return
            if answer == "close":
                self.connection.close()
                return
            status, body, *headers = answer
            self.send_response(status)
            for name, value in headers[0].items() if headers else ():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    state.url = f"http://127.0.0.1:{server.server_address[1]}/send?key=TOPSECRET"
    try:
        yield state
    finally:
        over.set()
        server.shutdown()
        server.server_close()


@dataclass
class MailServer:
    """A mail server without TLS: what it took, and what it answers to the data."""

    port: int = 0
    answer: str = "250 taken"
    mails: list[str] = field(default_factory=list)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """An SMTP server on this machine."""
    state = MailServer()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 here")
            while line := self.rfile.readline().decode("ascii", "replace").strip():
                word = line.split(" ", 1)[0].upper()
                if word == "QUIT":
                    return self._say("221 bye")
                if word == "DATA":
                    self._take()
                elif word == "AUTH":
                    self._say("535 no")
                elif word == "EHLO":
                    self.wfile.write(b"250-here\r\n250 AUTH PLAIN\r\n")
                else:
                    self._say("250 ok")
            return None

        def _take(self) -> None:
            self._say("354 go on")
            lines: list[str] = []
            while (line := self.rfile.readline().decode()).rstrip("\r\n") != ".":
                lines.append(line)
            if state.answer == "close":
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            state.mails.append("".join(lines))
            self._say(state.answer)

        def _say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with Server(("127.0.0.1", 0), Handler) as server:
        state.port = int(server.server_address[1])
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield state
        server.shutdown()


def wait_until(condition: Any, seconds: float = 30) -> None:
    """Waits for something another process does."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.02)
