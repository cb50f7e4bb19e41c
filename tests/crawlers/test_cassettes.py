"""Recorded cassettes: every recorder's form, coded bodies, what is left out, and files that mean harm."""

import base64
import gzip
import json
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from crawlers.reading import Reading
from crawlers.recording import read_recording
from records.errors import SchemaDrift, UnreadableFile

KEY = b"k" * 32
NOON = datetime(2026, 3, 2, 4, 5, tzinfo=UTC)


def _topic(number: int, **more: Any) -> dict[str, Any]:
    return {"id": number, "title": f"第 {number} 杯", "content": "好喝", "created": int(NOON.timestamp())} | more


def _call(body: Any, method: str = "GET", uri: str = "https://www.v2ex.com/api/topics/hot.json", **more: Any) -> Any:
    status, headers = more.pop("status", 200), more.pop("headers", {})
    response = {"status": {"code": status, "message": "-"}, "headers": headers, "body": body}
    return {"request": {"method": method, "uri": uri, "body": None}, "response": response, **more}


def _read(tmp_path: Path, content: Any, name: str = "cassette.yaml") -> Reading:
    file = tmp_path / name
    is_json = name.endswith("json")
    text = json.dumps(content) if is_json else content if isinstance(content, str) else yaml.dump(content)
    file.write_text(text, "utf-8")
    return read_recording("v2ex", file, KEY)


@pytest.mark.parametrize("listed", ["interactions", "http_interactions"])
@pytest.mark.parametrize("name", ["c.yaml", "c.json", "c.txt"])
def test_every_form_of_body(tmp_path: Path, listed: str, name: str) -> None:
    bodies = [json.dumps([_topic(number)]) for number in range(6)]
    calls = [
        _call({"string": bodies[0]}),
        _call({"string": bodies[1], "encoding": "utf-8"}, method="get"),
        _call(bodies[2]),
        _call({"base64_string": base64.b64encode(bodies[3].encode()).decode(), "encoding": "utf-8"}),
        _call({"base64_string": base64.b64encode(gzip.compress(bodies[4].encode())).decode()}),
    ]
    if not name.endswith("json"):
        coded = zlib.compress(bodies[5].encode())
        calls.append(_call({"string": coded}, headers={"Content-Encoding": ["deflate"]}))
    content = {"version": 1, listed: calls}
    file = tmp_path / name
    file.write_text(json.dumps(content) if name.endswith("json") else yaml.dump(content), "utf-8")
    reading = read_recording("v2ex", file, KEY)
    assert [m.native_id for m in reading.mentions] == [str(number) for number in range(len(calls))]
    assert (reading.outcome, reading.taken_count, reading.skipped) == ("ok", len(calls), [])
    assert {m.query for m in reading.mentions} == {name}


def test_times_come_from_the_recording(tmp_path: Path) -> None:
    headers = {"Date": "Mon, 02 Mar 2026 04:05:00 GMT"}
    calls = [
        _call(json.dumps([_topic(1)]), recorded_at="2026-03-02T04:05:00"),
        _call(json.dumps([_topic(2)]), headers={name: [value] for name, value in headers.items()}),
        _call(json.dumps([_topic(3)]), headers=headers),
    ]
    assert {m.observed_at for m in _read(tmp_path, {"interactions": calls}).mentions} == {NOON}


def test_what_is_no_content_is_skipped_with_its_reason(tmp_path: Path) -> None:
    topics = json.dumps([_topic(1), {"id": 2, "created": 1, "title": "坏"}, *[_topic(n) for n in range(3, 30)]])
    calls = [
        _call('{"access_token": "x"}', method="POST"),
        _call("User-agent: *", uri="https://www.v2ex.com/robots.txt"),
        _call({"string": gzip.compress(topics.encode())[:-20]}),
        _call({"string": gzip.compress(topics.encode())}),
        _call(topics),
        _call("gone", status=404),
        _call("[]"),
    ]
    reading = _read(tmp_path, {"interactions": calls})
    assert (len(reading.mentions), len(reading.refusals), reading.outcome) == (28, 2, "ok")
    reasons = [each.reason for each in reading.skipped]
    assert reasons.count("repeated row") == 28
    assert reasons[:3] == [
        "POST request",
        "response that is not this source's content",
        "response with a damaged body (it is cut short)",
    ]
    assert reasons[-1].startswith("HTTP 404")
    assert reading.row_count == 28 + 2 + 28 + 4
    assert "\n" not in reading.message


def test_a_recording_that_ends_in_a_refusal_is_partial(tmp_path: Path) -> None:
    topics = json.dumps([_topic(1)])
    for status, outcome in ((429, "rate_limited"), (401, "auth_required"), (403, "blocked"), (404, "error")):
        refused = _call("{}", status=status)
        assert _read(tmp_path, {"interactions": [_call(topics), refused]}).outcome == "partial"
        assert _read(tmp_path, {"interactions": [refused, _call(topics)]}).outcome == "ok"
        alone = _read(tmp_path, {"interactions": [_call("{}", method="POST"), refused]})
        assert (alone.outcome, alone.mentions) == (outcome, [])
        assert f"HTTP {status}" in alone.message


def test_a_cassette_of_another_source_or_of_nothing(tmp_path: Path) -> None:
    with pytest.raises(SchemaDrift, match="no response in this cassette"):
        _read(tmp_path, {"interactions": [_call('{"x": 1}'), _call("{}", method="POST")]})
    for nothing in ([], [_call("{}", method="POST")], [_call("[]")], [7], [{"request": 1, "response": []}]):
        assert _read(tmp_path, {"interactions": nothing}).outcome == "ok_empty"
    with pytest.raises(UnreadableFile, match="without a list"):
        _read(tmp_path, "interactions: 7\n")


def test_tags_of_old_recorders_are_read_as_plain_values(tmp_path: Path) -> None:
    body = f"!!python/unicode '{json.dumps([_topic(1)])}'"
    request = "{method: !!python/unicode GET, uri: x}"
    text = f"interactions:\n- request: {request}\n  response:\n    body: {{string: {body}}}\n"
    assert len(_read(tmp_path, text).mentions) == 1


def test_objects_and_bombs_do_no_harm(tmp_path: Path) -> None:
    lists = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    call = "- request: {method: GET, uri: *a11}\n  response: {headers: {x: *a11}, status: *a11, body: *a11}\n"
    assert _read(tmp_path, f"{lists}interactions:\n{call}").outcome == "ok_empty"
    merged = "a0: &a0 {k: v}\n" + "".join(f"a{n}: &a{n}\n  <<: [{f'*a{n - 1}, ' * 9}]\n" for n in range(1, 9))
    for harm, says in (
        (f"{merged}interactions: []\n", "merge keys"),
        ("interactions: " + "[" * 100_000, "nested"),
        ("interactions: [", "damaged"),
        ("interactions: &a\n- ? [*a]\n  : b\n", "damaged"),
    ):
        with pytest.raises(UnreadableFile, match=says) as caught:
            _read(tmp_path, harm)
        assert "\n" not in str(caught.value)
    marker = tmp_path / "marker"
    _read(tmp_path, f"interactions:\n- !!python/object/apply:os.mkdir ['{marker}']\n")
    assert not marker.exists()
    bomb = gzip.compress(b"0" * 60_000_000)
    (left,) = _read(tmp_path, {"interactions": [_call({"string": bomb})]}).skipped
    assert "beyond all measure" in left.reason


def test_a_cassette_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawlers.interactions.MAX_CASSETTE_BYTES", 100)
    with pytest.raises(UnreadableFile, match="in parts"):
        _read(tmp_path, {"interactions": [_call("x" * 100)]})
