"""The replay site: the world's feeds over HTTP on 127.0.0.1, with scripted faults.

Paths are the real ones: `/{cc}/rss/customerreviews/page={n}/id={id}/sortBy=mostRecent/json`, `/feeds/<name>.xml`,
`/robots.txt`. As a child process: `python -m world.site FOLDER --port-file F`.
"""

import argparse
import json
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email.utils import formatdate, parsedate_to_datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from world.clock import WEEK_COUNT, exported_at
from world.exports.appstore import PAGE_LIMIT, feed, page_path
from world.faults import Fault, read_plan
from world.standing import serve_until_stopped

_REVIEWS = re.compile(r"^/(?P<country>[a-z]{2})/rss/customerreviews/(?:page=(?P<page>\d+)/)?id=(?P<app>\d+)/"
                      r"sort[Bb]y=most[Rr]ecent/(?:page=(?P<late>\d+)/)?json$")  # fmt: skip
_FEED = re.compile(r"^/feeds/(?P<name>[a-z0-9_-]+)\.xml$")
_ROBOTS = b"User-agent: *\nDisallow: /private/\n"
_EMPTY_FEED = b'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>-</title></channel></rss>\n'


class ReplayServer(ThreadingHTTPServer):
    """Serves `folder/site`; counts requests per path so that faults can strike the n-th."""

    daemon_threads = True

    def __init__(self, folder: Path, faults: Sequence[Fault] | None = None, *, port: int = 0) -> None:
        self.site = folder / "site"
        if not self.site.is_dir():
            raise FileNotFoundError(f"{self.site}: no replay site here; generate the world first")
        self.faults = tuple(faults) if faults is not None else read_plan(self.site)
        self.requested: list[str] = []
        self._numbers: Counter[str] = Counter()
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", port), _Handler)

    @property
    def base_url(self) -> str:
        """`http://127.0.0.1:<port>`."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def fault_for(self, path: str) -> Fault | None:
        """Counts the request and returns what goes wrong with it, if anything."""
        with self._lock:
            self.requested.append(path)
            self._numbers[path] += 1
            number = self._numbers[path]
        return next((fault for fault in self.faults if fault.hits(path, number)), None)


class _Handler(BaseHTTPRequestHandler):
    server: ReplayServer
    protocol_version = "HTTP/1.1"
    server_version = "world"

    def do_GET(self) -> None:  # noqa: N802 (the name http.server calls)
        """Answers one request, well or as the plan says."""
        fault = self.server.fault_for(self.path)
        if fault is None:
            return self._answer(self.path)
        if fault.action == "reset":
            self.close_connection = True
            self.connection.close()
            return None
        if fault.action == "status":
            headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
            return self._send(fault.status, b"try again later\n", "text/plain", headers)
        if fault.action == "slow":
            time.sleep(fault.seconds)
        return self._answer(self.path, is_emptied=fault.action == "empty", is_cut=fault.action == "truncate")

    def _answer(self, path: str, *, is_emptied: bool = False, is_cut: bool = False) -> None:
        bare = path.partition("?")[0]
        if bare == "/robots.txt":
            return self._send(200, _ROBOTS, "text/plain")
        if match := _REVIEWS.match(bare):
            return self._reviews(
                match["app"], int(match["page"] or match["late"] or 1), match["country"], is_emptied, is_cut
            )
        if match := _FEED.match(bare):
            return self._feed(self.server.site / "feeds" / f"{match['name']}.xml", is_emptied, is_cut)
        return self._send(404, b"not found\n", "text/plain")

    def _reviews(self, app_id: str, page: int, country: str, is_emptied: bool, is_cut: bool) -> None:
        if not 1 <= page <= PAGE_LIMIT:
            message = f"CustomerReviews RSS page depth is limited to {PAGE_LIMIT}\n"
            return self._send(400, message.encode(), "text/plain")
        path = self.server.site / page_path(app_id, page)
        if is_emptied or country != "cn" or not path.is_file():
            body = json.dumps(feed(app_id, []), ensure_ascii=False).encode()
            return self._send(200, body, "text/javascript; charset=UTF-8", is_cut=is_cut)
        return self._file(path, "text/javascript; charset=UTF-8", is_cut)

    def _feed(self, path: Path, is_emptied: bool, is_cut: bool) -> None:
        if is_emptied:
            return self._send(200, _EMPTY_FEED, "application/rss+xml")
        if not path.is_file():
            return self._send(404, b"not found\n", "text/plain")
        return self._file(path, "application/rss+xml", is_cut)

    def _file(self, path: Path, content_type: str, is_cut: bool) -> None:
        """A file with ETag and Last-Modified; 304 when the client has it already."""
        body, changed = path.read_bytes(), int(path.stat().st_mtime)
        tag = f'"{sha256(body).hexdigest()[:16]}"'
        headers = {"ETag": tag, "Last-Modified": formatdate(changed, usegmt=True)}
        if self._is_known(tag, changed):
            return self._send(304, b"", content_type, headers)
        return self._send(200, body, content_type, headers, is_cut=is_cut)

    def _is_known(self, tag: str, changed: int) -> bool:
        if known := self.headers.get("If-None-Match"):
            return tag in known
        since = self.headers.get("If-Modified-Since")
        try:
            return bool(since) and parsedate_to_datetime(str(since)).timestamp() >= changed
        except ValueError:
            return False

    def _send(
        self,
        status: int,
        body: bytes,
        content_type: str,
        headers: dict[str, str] | None = None,
        *,
        is_cut: bool = False,
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if is_cut else body)
        self.close_connection = self.close_connection or is_cut

    def date_time_string(self, timestamp: float | None = None) -> str:
        """Every response is dated inside the world: the Monday after its last day."""
        return formatdate(timestamp or exported_at(WEEK_COUNT).timestamp(), usegmt=True)

    def log_message(self, format: str, *args: object) -> None:
        """Silent: the one who asks writes its own log."""


@contextmanager
def running(folder: Path, faults: Sequence[Fault] | None = None, *, port: int = 0) -> Iterator[ReplayServer]:
    """The server, answering in a thread until the block ends; `requested` lists the paths asked for so far."""
    server = ReplayServer(folder, faults, port=port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def serve(folder: Path, faults: Sequence[Fault] | None = None) -> Iterator[str]:
    """`with serve(world.folder) as base_url:`; without `faults` the plan beside the pages holds."""
    with running(folder, faults) as server:
        yield server.base_url


def main(arguments: Sequence[str] | None = None) -> int:
    """Serves until SIGTERM or SIGINT; the port is written to a file once the server listens."""
    parser = argparse.ArgumentParser(prog="python -m world.site", description="Serve a generated world over HTTP.")
    parser.add_argument("folder", type=Path, help="the world's folder")
    parser.add_argument("--port-file", type=Path, required=True, help="where to write the port")
    parser.add_argument("--port", type=int, default=0, help="a fixed port; by default a free one")
    options = parser.parse_args(arguments)
    with running(options.folder, port=options.port) as server:
        serve_until_stopped(server.server_address[1], options.port_file)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
