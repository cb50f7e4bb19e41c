import http.client
import json
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from email.message import Message
from pathlib import Path

import pytest

from world import World
from world.faults import DEMONSTRATION, Fault, read_plan
from world.site import running, serve

APP = "1500000001"


def get(url: str, headers: dict[str, str] | None = None) -> tuple[int, Message, bytes]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers or {}), timeout=5) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def reviews(base_url: str, page: int, app: str = APP, country: str = "cn") -> str:
    return f"{base_url}/{country}/rss/customerreviews/page={page}/id={app}/sortBy=mostRecent/json"


def entries(body: bytes) -> list[dict[str, dict[str, str]]]:
    found = json.loads(body)["feed"].get("entry", [])
    return found if isinstance(found, list) else [found]


def test_pages_hold_all_reviews_newest_first(whole_world: World) -> None:
    ids, updated = [], []
    with serve(whole_world.folder, faults=()) as base_url:
        for page in range(1, 11):
            some = entries(get(reviews(base_url, page))[2])
            assert len(some) <= 50
            ids += [entry["id"]["label"] for entry in some]
            updated += [entry["updated"]["label"] for entry in some]
    told = [
        m for m in whole_world.truth()["mentions"].values() if m["source"] == "appstore" and m["brands"] == ["qinghe"]
    ]
    assert len(ids) == len(set(ids)) == len(told)
    assert updated == sorted(updated, reverse=True)


def test_first_page_without_number_and_limits(whole_world: World) -> None:
    with serve(whole_world.folder, faults=()) as base_url:
        first = f"{base_url}/cn/rss/customerreviews/id={APP}/sortBy=mostRecent/json"
        assert get(first)[2] == get(reviews(base_url, 1))[2]
        assert entries(get(reviews(base_url, 10))[2]) == []
        assert get(reviews(base_url, 11))[0] == 400
        assert entries(get(reviews(base_url, 1, app="42"))[2]) == []
        assert entries(get(reviews(base_url, 1, country="us"))[2]) == []
        assert get(f"{base_url}/nothing")[0] == 404
        assert get(f"{base_url}/feeds/nothing.xml")[0] == 404
        assert b"User-agent" in get(f"{base_url}/robots.txt")[2]


def test_feeds_answer_conditional_requests(whole_world: World) -> None:
    with serve(whole_world.folder, faults=()) as base_url:
        status, headers, body = get(f"{base_url}/feeds/foodnews.xml")
        assert status == 200
        assert body.count(b"<item>") > 50
        assert get(f"{base_url}/feeds/foodnews.xml", {"If-None-Match": headers["ETag"]})[0] == 304
        assert get(f"{base_url}/feeds/foodnews.xml", {"If-Modified-Since": headers["Last-Modified"]})[0] == 304
        assert get(f"{base_url}/feeds/foodnews.xml", {"If-Modified-Since": "yesterday"})[0] == 200


def test_scripted_faults_strike_the_nth_request(small_world: World) -> None:
    faults = (
        Fault(path="page=1/", action="status", status=429, retry_after=3),
        Fault(path="page=1/", action="status", status=500, on=(2,)),
        Fault(path="foodnews", action="reset"),
        Fault(path="citynews", action="empty"),
        Fault(path="citynews", action="slow", on=(2,), seconds=0.3),
    )
    with running(small_world.folder, faults) as server:
        status, headers, _ = get(reviews(server.base_url, 1))
        assert (status, headers["Retry-After"]) == (429, "3")
        assert get(reviews(server.base_url, 1))[0] == 500
        assert entries(get(reviews(server.base_url, 1))[2])
        with pytest.raises((ConnectionError, http.client.HTTPException, urllib.error.URLError)):
            get(f"{server.base_url}/feeds/foodnews.xml")
        assert get(f"{server.base_url}/feeds/foodnews.xml")[0] == 200
        assert b"<item>" not in get(f"{server.base_url}/feeds/citynews.xml")[2]
        begun = time.monotonic()
        assert b"<item>" in get(f"{server.base_url}/feeds/citynews.xml")[2]
        assert time.monotonic() - begun >= 0.3
        assert len(server.requested) == 7


def test_a_page_can_be_empty_or_cut(small_world: World) -> None:
    faults = (Fault(path="page=1/", action="empty"), Fault(path="page=1/", action="truncate", on=(2,)))
    with serve(small_world.folder, faults) as base_url:
        assert entries(get(reviews(base_url, 1))[2]) == []
        with pytest.raises(http.client.IncompleteRead):
            get(reviews(base_url, 1))
        assert entries(get(reviews(base_url, 1))[2])


def test_the_demonstration_has_two_mild_faults(whole_world: World) -> None:
    assert read_plan(whole_world.site) == DEMONSTRATION
    with serve(whole_world.folder) as base_url:
        assert [get(reviews(base_url, 2))[0] for _ in range(2)] == [503, 200]
        status, headers, _ = get(f"{base_url}/feeds/citynews.xml")
        assert (status, headers["Retry-After"]) == (429, "1")
        assert get(f"{base_url}/feeds/citynews.xml")[0] == 200


def test_a_folder_without_a_world_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="generate the world first"), serve(tmp_path):
        pass


def test_as_a_child_process(small_world: World, tmp_path: Path) -> None:
    port_file = tmp_path / "port"
    command = [sys.executable, "-m", "world.site", str(small_world.folder), "--port-file", str(port_file)]
    child = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        deadline = time.monotonic() + 10
        while not port_file.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        assert get(f"http://127.0.0.1:{port_file.read_text(encoding='utf-8')}/robots.txt")[0] == 200
    finally:
        child.send_signal(signal.SIGTERM)
        _, errors = child.communicate(timeout=10)
    assert (child.returncode, errors) == (0, "")
