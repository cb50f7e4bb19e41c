"""Kept responses served again: a folder with an index, or a home's raw zone.

A folder holds the bodies and `index.json`, a list of `{"target": "/path?query", "file": "page1.json", "status": 200,
"headers": {}}` (the last two may be left out). A raw zone (`<home>/raw`, or one source's or run's folder below it)
holds `page-*.jsonl.zst`: one JSON line with url, status, headers and the body in base64.
"""

import base64
import json
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import zstandard

from world.replay.messages import NOT_FOUND, Answer, Asked
from world.replay.timelines import ROBOTS

_OF_THE_WIRE = ("content-encoding", "content-length", "transfer-encoding", "connection", "set-cookie", "date")
"""Headers that described the bytes as they travelled then, or the moment; they are made anew."""

Address = tuple[str, tuple[tuple[str, str], ...]]


class Recorded:
    """Answers of one address are given in the order they were received, the last one for ever.

    Raises FileNotFoundError for a folder without a recording and ValueError for one that cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        self._answers: dict[Address, list[Answer]] = defaultdict(list)
        self._given: dict[Address, int] = defaultdict(int)
        self._lock = threading.Lock()
        for target, answer in _indexed(folder) if (folder / "index.json").is_file() else _kept(folder):
            self._answers[_address(target)].append(answer)
        if not self._answers:
            raise FileNotFoundError(
                f"{folder}: neither index.json nor page-*.jsonl.zst in it; give a folder with pages"
            )
        self.page_count = sum(map(len, self._answers.values()))

    def answer(self, asked: Asked, fault: str | None) -> Answer:
        """The recorded answer; 404 where nothing was recorded. Content faults do not apply to recordings."""
        address = self._find(_address(asked.target))
        if address is None:
            is_robots = asked.path == "/robots.txt"
            return Answer(body=ROBOTS, headers={"Content-Type": "text/plain"}) if is_robots else NOT_FOUND
        with self._lock:
            number = self._given[address]
            self._given[address] += 1
        answers = self._answers[address]
        return answers[min(number, len(answers) - 1)]

    def refusal(self, asked: Asked, status: int) -> Answer:
        """No recording tells a platform's words for a refusal."""
        return Answer(body=b"", status=status)

    def _find(self, asked: Address) -> Address | None:
        """The address itself, or the fullest recorded one that it adds to (a credential is never recorded)."""
        if asked in self._answers:
            return asked
        path, query = asked
        fitting = [each for each in self._answers if each[0] == path and set(each[1]) <= set(query)]
        return max(fitting, key=lambda each: len(each[1]), default=None)


def _address(target: str) -> Address:
    """Path and parameters, whatever the order of these and the server."""
    parts = urlsplit(target)
    return parts.path or "/", tuple(sorted(parse_qsl(parts.query, keep_blank_values=True)))


def _indexed(folder: Path) -> Iterator[tuple[str, Answer]]:
    index = folder / "index.json"
    try:
        entries = json.loads(index.read_text(encoding="utf-8"))
        for each in entries:
            body = (folder / each["file"]).read_bytes()
            yield each["target"], Answer(body=body, status=each.get("status", 200), headers=each.get("headers", {}))
    except (ValueError, TypeError, KeyError) as error:
        raise ValueError(f"{index}: not an index ({error}); see docs/replay.md") from error


def _kept(folder: Path) -> Iterator[tuple[str, Answer]]:
    """The pages of a raw zone in the order they were received."""
    lines = [_line(file) for file in folder.rglob("page-*.jsonl.zst")]
    for line in sorted(lines, key=lambda each: (each["fetched_at"], each["page_number"])):
        headers = {k: v for k, v in _headers(line).items() if k.lower() not in _OF_THE_WIRE}
        headers["Date"] = format_datetime(datetime.fromisoformat(line["fetched_at"]))
        yield line["url"], Answer(body=base64.b64decode(line["body"]), status=line["status"], headers=headers)


def _headers(line: Mapping[str, Any]) -> Mapping[str, str]:
    headers: Mapping[str, str] = line["headers"]
    return headers


def _line(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as packed, zstandard.ZstdDecompressor().stream_reader(packed) as plain:
            line: dict[str, Any] = json.loads(plain.read())
    except (zstandard.ZstdError, ValueError) as error:
        raise ValueError(f"{file}: kept page is damaged; restore it from a backup") from error
    return line
