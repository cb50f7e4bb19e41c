"""No address that a setting, a page or a redirect names leads into a private network."""

import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from crawlers.gather import gather
from lake.home import Home
from pipeline.deliver.transport import BadAddress, Unreached, post
from records import SourceQuery
from records.errors import UsageError
from reports.messages import Envelope
from tests.trust.payloads import HOSTILE_ADDRESSES, MALFORMED_ADDRESSES

FEED = b"<rss version='2.0'><channel><title>t</title><item><title>secret</title></item></channel></rss>"


def test_there_are_enough_of_them() -> None:
    assert len({*HOSTILE_ADDRESSES, *MALFORMED_ADDRESSES}) >= 60


@pytest.mark.parametrize("url", [*HOSTILE_ADDRESSES, *MALFORMED_ADDRESSES])
def test_no_message_is_posted_there(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "create_connection", _never)
    with pytest.raises((BadAddress, Unreached)):
        post(Envelope(url=url, content=b"{}", headers={}))


def _never(*_: object, **__: object) -> None:
    raise AssertionError("it was asked")


@pytest.mark.parametrize("found", [["10.0.0.5"], ["8.8.8.8", "127.0.0.1"], ["::1"], ["::ffff:192.168.0.1"]])
def test_a_public_name_that_leads_inside_is_refused(found: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 443)) for each in found]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: looked_up)
    monkeypatch.setattr(socket, "create_connection", _never)
    with pytest.raises(BadAddress, match="private network"):
        post(Envelope(url="https://rebound.invalid/hook", content=b"{}", headers={}))


@pytest.fixture
def inside() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine that redirects `/away/N` to hidden addresses; its port, and what it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            away = self.path.startswith("/away/")
            self.send_response(302 if away else 200)
            if away:
                self.send_header("Location", self.path.removeprefix("/away/"))
            self.send_header("Content-Length", "0" if away else str(len(FEED)))
            self.end_headers()
            self.wfile.write(b"" if away else FEED)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def _gathered(home: Path, queries: list[str], base_url: str | None) -> dict[str, tuple[str, str]]:
    asked = [SourceQuery(source="feed", query=each) for each in queries]
    found = gather("feed", asked, home=Home(home).create(), key=b"k" * 32, run_id="r1", base_url=base_url)
    return {each.query: (str(each.outcome), each.message or "") for each in found}


def test_no_feed_is_asked_there(inside: tuple[str, list[str]], tmp_path: Path) -> None:
    port = inside[0].partition(":")[2]
    queries = [
        url.replace("https://", "http://").replace(host, f"{host}:{port}", 1)
        for url in HOSTILE_ADDRESSES[::3]
        if (host := url.split("/")[2])
    ]
    found = _gathered(tmp_path, queries, None)
    assert {outcome for outcome, _ in found.values()} == {"error"}
    assert inside[1] == []
    told = [message for _, message in found.values() if "private network" in message]
    assert len(told) >= len(queries) - 3, "the rest are names that nobody knows here"


def test_a_redirect_inside_is_not_followed(inside: tuple[str, list[str]], tmp_path: Path) -> None:
    server, asked = inside
    port = server.partition(":")[2]
    away = [f"http://localhost:{port}/x", f"http://127.1:{port}/x", f"http://0x7f000001:{port}/x", "http://10.0.0.1/x",
            "http://169.254.169.254/latest/meta-data/", f"http://[::1]:{port}/x", "file:///etc/passwd"]  # fmt: skip
    found = _gathered(tmp_path, [f"/away/{each}" for each in away], f"http://{server}")
    assert {outcome for outcome, _ in found.values()} == {"error"}, found
    assert [path for path in asked if path == "/x"] == []
    assert sum("private network" in message for _, message in found.values()) >= 5


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "gopher://127.0.0.1/", "ftp://127.0.0.1/", "/etc/passwd", "dict://x"]
)
def test_a_feed_of_another_kind_is_wrong_usage(url: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no address"):
        _gathered(tmp_path, [url], None)
