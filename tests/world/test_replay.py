"""The replay server: timelines page through whole, change while they are read, and go wrong as planned."""

import gzip
import http.client
import json
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import zlib
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
import zstandard

from world.replay import FaultPlan, Item, Recorded, Server, Timeline, Timelines, formats, running
from world.replay.__main__ import main
from world.replay.plan import FAULTS, read_plans

BROKEN = (ConnectionError, http.client.HTTPException, urllib.error.URLError)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def get(url: str, *, is_followed: bool = True) -> tuple[int, Message, bytes]:
    opener = urllib.request.build_opener(*([] if is_followed else [_Stay]))
    try:
        with opener.open(url, timeout=5) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def steam(base_url: str, cursor: str = "*", size: int = 100) -> str:
    return f"{base_url}/appreviews/7?json=1&num_per_page={size}&cursor={urllib.parse.quote(cursor)}"


def walk_steam(server: Server, size: int = 100) -> list[str]:
    cursor = "*"
    found: list[str] = []
    while True:
        content = json.loads(get(steam(server.base_url, cursor, size))[2])
        found += [each["recommendationid"] for each in content["reviews"]]
        if not content["reviews"]:
            return found
        cursor = content["cursor"]


def walk_mastodon(server: Server) -> list[str]:
    url = f"{server.base_url}/api/v1/timelines/tag/x?limit=40"
    found: list[str] = []
    while True:
        _, headers, body = get(url)
        found += [each["uri"].rpartition("/")[2] for each in json.loads(body)]
        below = re.search(r"max_id=(\d+)>; rel=\"next\"", headers.get("Link", ""))
        if not below:
            return [f"social.example:{each}" for each in found]
        url = f"{server.base_url}/api/v1/timelines/tag/x?limit=40&max_id={below[1]}"


def walk_by_token(server: Server, path: str, name: str) -> list[dict[str, Any]]:
    token = ""
    found: list[dict[str, Any]] = []
    while True:
        content = json.loads(get(f"{server.base_url}{path}" + (f"&{name}={token}" if token else ""))[2])
        found += content.get("data") or content.get("items") or []
        token = urllib.parse.quote(content.get("nextPageToken") or content.get("meta", {}).get("next_token") or "")
        if not token:
            return found


def ids(name: str, items: tuple[Item, ...]) -> list[str]:
    return [formats.load(name).native_id(item) for item in items]


def test_a_timeline_is_its_seed_and_spreads_over_its_days() -> None:
    one, same, other = (Timeline.generate(200, seed=seed, day_count=20) for seed in (3, 3, 4))
    assert one.items == same.items != other.items
    assert len({item.position for item in one.items}) == 200
    assert 18 < (one.items[0].published_at - one.items[-1].published_at).days <= 20
    assert all(f"第{item.number}条" in item.text for item in one.items)


def test_every_format_pages_through_all_items() -> None:
    timeline = Timeline.generate(230)
    with running(Timelines(dict.fromkeys(formats.names(), timeline))) as server:
        assert walk_steam(server) == ids("steam", timeline.items)
        assert walk_mastodon(server) == ids("mastodon", timeline.items)
        posts = walk_by_token(server, "/2/tweets/search/recent?query=x&max_results=100", "next_token")
        assert [each["id"] for each in posts] == ids("x", timeline.items)
        threads = walk_by_token(server, "/youtube/v3/commentThreads?videoId=chaTimeline&maxResults=100", "pageToken")
        assert [each["id"] for each in threads] == ids("youtube", timeline.items)
        pages = [_app_store(server, number) for number in range(1, 6)]
        assert [len(each) for each in pages] == [50, 50, 50, 50, 30]
        assert [each["id"]["label"] for page in pages for each in page] == ids("appstore", timeline.items)
        assert _app_store(server, 6) == []
        assert get(f"{server.base_url}/cn/rss/customerreviews/page=11/id=9/sortBy=mostRecent/json")[0] == 400
        assert get(f"{server.base_url}/nothing")[0] == 404
        assert b"Disallow:" in get(f"{server.base_url}/robots.txt")[2]
        assert not server.struck


def _app_store(server: Server, number: int) -> list[dict[str, Any]]:
    url = f"{server.base_url}/cn/rss/customerreviews/page={number}/id=9/sortBy=mostRecent/json"
    found = json.loads(get(url)[2])["feed"].get("entry", [])
    return found if isinstance(found, list) else [found]


def test_totals_and_windows_are_those_of_the_format() -> None:
    timeline = Timeline.generate(100, day_count=10)
    middle = timeline.items[50].published_at
    moment = urllib.parse.quote(middle.isoformat())
    with running(Timelines(dict.fromkeys(formats.names(), timeline))) as server:
        first = json.loads(get(steam(server.base_url, size=40))[2])
        second = json.loads(get(steam(server.base_url, first["cursor"], size=40))[2])
        assert first["query_summary"]["total_reviews"] == 100
        assert "total_reviews" not in second["query_summary"]
        dates = f"&date_range_type=include&start_date={int(middle.timestamp())}&end_date=9999999999"
        reviews = json.loads(get(steam(server.base_url) + dates)[2])["reviews"]
        assert [each["recommendationid"] for each in reviews] == ids("steam", timeline.items[:51])
        search = f"{server.base_url}/2/tweets/search/recent?query=x&max_results=100"
        newer = json.loads(get(f"{search}&start_time={moment}")[2])["data"]
        older = json.loads(get(f"{search}&end_time={moment}")[2])["data"]
        assert [each["id"] for each in newer] == ids("x", timeline.items[:51])
        assert [each["id"] for each in older] == ids("x", timeline.items[51:])
        tag = f"{server.base_url}/api/v1/timelines/tag/x?limit=40"
        position = timeline.items[50].position
        assert len(json.loads(get(f"{tag}&since_id={position}")[2])) == 40
        above = json.loads(get(f"{tag}&min_id={position}")[2])
        assert [int(each["id"]) for each in above] == [item.position for item in timeline.items[10:50]]


def test_items_come_change_go_and_are_pinned_while_it_runs() -> None:
    timeline = Timeline.generate(10)
    oldest, newest = timeline.items[-1], timeline.items[0]
    with running(Timelines({"steam": timeline})) as server:
        assert walk_steam(server) == ids("steam", timeline.items)
        (added,) = timeline.add()
        timeline.edit(newest.number, "改成了冷泡")
        timeline.delete(timeline.items[4].number)
        timeline.pin(oldest.number)
        reviews = json.loads(get(steam(server.base_url))[2])["reviews"]
    found = [each["recommendationid"] for each in reviews]
    assert found == ids("steam", (oldest, *timeline.items))
    assert found[1] == formats.load("steam").native_id(added)
    assert reviews[2]["review"] == "改成了冷泡"
    with pytest.raises(KeyError):
        timeline.edit(999, "没有")


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_strikes_and_is_recorded(fault: str) -> None:
    timeline = Timeline.generate(30, largest_page=10)
    with running(Timelines({"steam": timeline})) as server:
        cursor = json.loads(get(steam(server.base_url))[2])["cursor"]
        server.plan(FaultPlan(shares={fault: 1}, retry_after_seconds=3, slow_seconds=0.2))
        began = time.monotonic()
        _SHOWS[fault](timeline, steam(server.base_url, cursor))
        assert fault != "slow" or time.monotonic() - began >= 0.15
        assert server.struck_counts == {fault: 1}
        assert server.struck[0].request_number == 1


def _status(timeline: Timeline, url: str) -> None:
    assert get(url)[0] in (401, 500, 502, 503, 504)


def _limit(timeline: Timeline, url: str) -> None:
    status, headers, _ = get(url)
    assert (status, headers["Retry-After"]) == (429, "3")


def _limit_by_date(timeline: Timeline, url: str) -> None:
    status, headers, _ = get(url)
    assert status == 429
    asked, now = (parsedate_to_datetime(headers[name]) for name in ("Retry-After", "Date"))
    assert 2 <= (asked - now).total_seconds() <= 4


def _broken(timeline: Timeline, url: str) -> None:
    with pytest.raises(BROKEN):
        get(url)


def _whole(timeline: Timeline, url: str) -> None:
    status, _, body = get(url)
    found = [each["recommendationid"] for each in json.loads(body)["reviews"]]
    assert (status, found) == (200, ids("steam", timeline.items[10:20]))


def _damaged(timeline: Timeline, url: str) -> None:
    _, headers, body = get(url)
    assert headers["Content-Encoding"] == "gzip"
    with pytest.raises((OSError, EOFError, zlib.error)):
        gzip.decompress(body)


def _moved(timeline: Timeline, url: str) -> None:
    status, headers, _ = get(url, is_followed=False)
    assert status == 302
    assert headers["Location"].startswith(("/moved/appreviews/7", "/appreviews/7"))


def _large(timeline: Timeline, url: str) -> None:
    body = get(url)[2]
    assert len(body) == 10_000_000
    assert len(json.loads(body)["reviews"]) == 10


def _short(timeline: Timeline, url: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        json.loads(get(url)[2])


def _holds(first: int | None, last: int | None) -> Any:
    def check(timeline: Timeline, url: str) -> None:
        found = [each["recommendationid"] for each in json.loads(get(url)[2])["reviews"]]
        assert found == ids("steam", timeline.items[first:last])

    return check


def _renamed(timeline: Timeline, url: str) -> None:
    reviews = json.loads(get(url)[2])["reviews"]
    assert len(reviews) == 10
    assert all("review" not in each and "review_v2" in each for each in reviews)


def _shifted(timeline: Timeline, url: str) -> None:
    found = [each["recommendationid"] for each in json.loads(get(url)[2])["reviews"]]
    assert len(timeline.items) == 32
    assert found == ids("steam", timeline.items[12:22])


_SHOWS = {
    **dict.fromkeys(("server_error", "expired"), _status),
    **dict.fromkeys(("reset", "cut", "length_long"), _broken),
    **{"rate_limit": _limit, "rate_limit_date": _limit_by_date, "slow": _whole, "gzip": _damaged, "large": _large},
    **{"redirect": _moved, "redirect_loop": _moved, "length_short": _short, "renamed": _renamed, "shift": _shifted},
    **{"empty": _holds(0, 0), "overlap": _holds(7, 20), "stale": _holds(0, 10)},
}


def test_a_redirect_leads_to_the_page() -> None:
    timeline = Timeline.generate(5)
    with running(Timelines({"steam": timeline}), [FaultPlan(shares={"redirect": 1}, longest_streak=1)]) as server:
        assert walk_steam(server) == ids("steam", timeline.items)


def test_an_empty_page_leads_to_the_same_place_in_every_format_with_tokens() -> None:
    timeline = Timeline.generate(120, largest_page=10)
    plan = FaultPlan(seed=2, shares={"empty": 0.3}, longest_streak=1)
    with running(Timelines(dict.fromkeys(formats.names(), timeline)), [plan]) as server:
        assert walk_mastodon(server) == ids("mastodon", timeline.items)
        posts = walk_by_token(server, "/2/tweets/search/recent?query=x&max_results=100", "next_token")
        assert [each["id"] for each in posts] == ids("x", timeline.items)
        assert server.struck_counts["empty"] >= 4


def test_a_plan_is_its_seed_and_keeps_to_shares_paths_and_streaks() -> None:
    plan = FaultPlan(seed=4, shares={"reset": 0.1, "server_error": 0.2})
    drawn = [plan.draw(f"/{number}", 1) for number in range(4_000)]
    assert drawn == [FaultPlan(seed=4, shares=plan.shares).draw(f"/{number}", 1) for number in range(4_000)]
    assert 0.08 < drawn.count("reset") / 4_000 < 0.12
    assert 0.18 < drawn.count("server_error") / 4_000 < 0.22
    narrow = FaultPlan(shares={"server_error": 1}, path="/appreviews/7", begins_at=3, longest_streak=2)
    with running(Timelines({"steam": Timeline.generate(3)}), [narrow]) as server:
        assert get(f"{server.base_url}/robots.txt")[0] == 200
        statuses = [get(steam(server.base_url))[0] == 200 for _ in range(7)]
    assert statuses == [True, False, False, True, False, False, True]
    with pytest.raises(ValueError, match="unknown fault"):
        FaultPlan(shares={"earthquake": 0.1})
    with pytest.raises(ValueError, match="at most 1"):
        FaultPlan(shares={"reset": 0.6, "cut": 0.6})


def test_plans_are_data(tmp_path: Path) -> None:
    file, plan = tmp_path / "plan.json", FaultPlan(seed=1, shares={"reset": 0.2}, path="/2/", begins_at=5)
    file.write_text(plan.to_json())
    assert read_plans(file) == (plan,)
    file.write_text('[{"share": 1}]')
    with pytest.raises(ValueError, match="not a fault plan"):
        read_plans(file)


def test_a_folder_of_recorded_pages(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_bytes(b"1")
    (tmp_path / "two.json").write_bytes(b"2")
    index = [
        {"target": "/list?page=1&size=5", "file": "one.json", "headers": {"X-Kept": "yes"}},
        {"target": "/list?page=1&size=5", "file": "two.json", "status": 503},
    ]
    (tmp_path / "index.json").write_text(json.dumps(index))
    with running(Recorded(tmp_path)) as server:
        # Parameters in another order, with a credential that was never recorded.
        url = f"{server.base_url}/list?size=5&page=1&key=invented"
        answers = [get(url) for _ in range(3)]
        assert [(status, body) for status, _, body in answers] == [(200, b"1"), (503, b"2"), (503, b"2")]
        assert answers[0][1]["X-Kept"] == "yes"
        assert get(f"{server.base_url}/list?page=2&size=5")[0] == 404
        assert get(f"{server.base_url}/robots.txt")[0] == 200


def test_a_raw_zone_is_served_as_it_was_received(tmp_path: Path) -> None:
    folder = tmp_path / "raw" / "steam" / "dt=2026-03-01" / "run=r1"
    folder.mkdir(parents=True)
    line = {
        "url": "https://store.steampowered.com/appreviews/7?cursor=%2A",
        "status": 200,
        "fetched_at": "2026-03-01T08:00:00+00:00",
        "page_number": 1,
        "headers": {"content-type": "application/json", "content-encoding": "gzip", "content-length": "9"},
        "body": "e30=",
    }
    (folder / "page-000001-a-b.jsonl.zst").write_bytes(zstandard.compress(json.dumps(line).encode()))
    with running(Recorded(tmp_path / "raw")) as server:
        status, headers, body = get(f"{server.base_url}/appreviews/7?cursor=*")
    assert (status, body, headers["Content-Encoding"]) == (200, b"{}", None)
    assert parsedate_to_datetime(headers["Date"]).isoformat() == line["fetched_at"]
    with pytest.raises(FileNotFoundError, match="give a folder with pages"):
        Recorded(tmp_path / "raw" / "nothing")
    (folder / "page-000002-a-b.jsonl.zst").write_bytes(b"damaged")
    with pytest.raises(ValueError, match="damaged"):
        Recorded(tmp_path / "raw")


def test_as_a_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    port_file = tmp_path / "port"
    arguments = ["timeline", "steam", "--items", "12", "--fault", "server_error=1", "--port-file", str(port_file)]
    child = subprocess.Popen([sys.executable, "-m", "world.replay", *arguments], stdout=subprocess.PIPE, text=True)
    try:
        deadline = time.monotonic() + 20
        while not port_file.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        assert get(f"http://127.0.0.1:{port_file.read_text(encoding='utf-8')}/robots.txt")[0] in (500, 502, 503, 504)
    finally:
        child.send_signal(signal.SIGTERM)
        told, _ = child.communicate(timeout=10)
    assert child.returncode == 0
    assert "scrm gather SOURCE" in told
    assert "1 requests, faults: {'server_error': 1}" in told
    for wrong in (["recorded", str(tmp_path)], ["timeline", "steam", "--fault", "reset=much"], ["timeline", "nobody"]):
        with pytest.raises(SystemExit) as ended:
            main(wrong)
        assert ended.value.code == 2
        assert "error:" in capsys.readouterr().err
