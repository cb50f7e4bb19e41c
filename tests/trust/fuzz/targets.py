"""What is asked: every source's reader, recorded cassettes, the configuration, texts, kept raw lines, formulas."""

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import zstandard

from crawlers import catalog, responses
from crawlers.cassettes import read_cassette
from crawlers.interactions import is_cassette
from crawlers.source import Source
from lake.raw import line_of
from nlp.text.clauses import clauses
from nlp.text.clean import clean
from pipeline.settings.file import load
from records import RawPage
from records.private import masked
from tests.trust.fuzz.grow import CELLS, as_bytes, table, tree, words_of
from tests.trust.fuzz.mutate import mutated

KEY = b"k" * 32
FETCHED_AT = datetime(2026, 3, 3, tzinfo=UTC)
_ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Target:
    """One thing that reads what others made."""

    name: str
    make: Callable[[Random], bytes]
    """An input, from a source of chance."""
    ask: Callable[[bytes], object]
    """Reads it; may raise ScrmError and nothing else."""
    weight: int = 4


@cache
def targets() -> tuple[Target, ...]:
    """All of them, in an order that does not change."""
    sources = [catalog.load(name) for name in catalog.names()]
    return (
        *(Target(each.spec.name, _maker(each), _reader(each), weight=_weight(each)) for each in sources),
        Target("cassette", _cassette, _read_cassette),
        Target("configuration", _configuration, _load, weight=6),
        Target("clean", _text, lambda data: clean(data.decode("utf-8", "surrogateescape")), weight=150),
        Target("clauses", _text, lambda data: clauses(data.decode("utf-8", "replace")), weight=40),
        Target("mask", _text, _mask, weight=150),
        Target("raw line", _raw_line, _read_raw_line, weight=60),
    )


def _weight(source: Source) -> int:
    """Tables whose columns are found by their headers take ten times as long as others."""
    return 1 if source.spec.has_columns_by_header else 4


def _page(source: str, data: bytes) -> RawPage:
    request = {"query": "q", "chain": "0", "path": "/", "kind": "", "server": "https://a.invalid", "base_url": ""}
    return RawPage(source=source, url="https://a.invalid/x", body=data, fetched_at=FETCHED_AT, request=request)


def _reader(source: Source) -> Callable[[bytes], object]:
    def ask(data: bytes) -> object:
        return source.read(_page(source.spec.name, data), key=KEY)

    return ask


def _maker(source: Source) -> Callable[[Random], bytes]:
    return _web(source) if source.spec.is_web else _file(source)


def _file(source: Source) -> Callable[[Random], bytes]:
    forms = [each for each in ("csv", "jsonl", "json") if each in source.spec.formats] or ["csv"]

    def make(chance: Random) -> bytes:
        form = "xlsx" if chance.random() < 0.05 else chance.choice(forms)
        data = as_bytes(table(source.spec, chance), form, chance)
        return mutated(data, chance) if chance.random() < 0.7 else data

    return make


def _web(source: Source) -> Callable[[Random], bytes]:
    modules = [responses] + ([source.module] if source.module else [])

    def make(chance: Random) -> bytes:
        if source.spec.name == "feed" or (source.spec.name == "appstore" and chance.random() < 0.5):
            data = _feed(chance)
        else:
            data = json.dumps(tree(words_of(*modules), chance)).encode("utf-8", "surrogatepass")
        return mutated(data, chance) if chance.random() < 0.7 else data

    return make


def _feed(chance: Random) -> bytes:
    cells = [chance.choice(CELLS).replace("\x00", "").encode("utf-8", "replace") for _ in range(6)]
    rss = b"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>%s</title><item><title>%s</title>
<link>%s</link><guid>%s</guid><pubDate>%s</pubDate><description><![CDATA[%s]]></description></item></channel></rss>"""
    atom = b"""<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:im="http://itunes.apple.com/rss">
<title>%s</title><entry><id>%s</id><title>%s</title><updated>%s</updated><im:rating>%s</im:rating><content>%s</content>
<author><name>x</name><uri>y</uri></author></entry></feed>"""
    return chance.choice((rss, atom)) % tuple(cells)


def _cassette(chance: Random) -> bytes:
    body = json.dumps(tree(("id", "text", "data"), chance))
    one = {"request": {"uri": chance.choice(CELLS), "method": "GET"}, "recorded_at": chance.choice(CELLS),
           "response": {"status": {"code": chance.choice((200, 404, "x", None))}, "headers": {"a": ["b"]},
                        "body": {"string": body, "encoding": chance.choice(("utf-8", "x", "base64"))}}}  # fmt: skip
    whole: dict[str, Any] = {"http_interactions" if chance.random() < 0.5 else "interactions": [one], "version": 1}
    return mutated(json.dumps(whole).encode("utf-8", "surrogatepass"), chance)


def _read_cassette(data: bytes) -> object:
    return is_cassette(data) and read_cassette(catalog.load("x"), _page("x", data), KEY)


@cache
def _example() -> bytes:
    return (_ROOT / "brands.example.yml").read_bytes()


def _configuration(chance: Random) -> bytes:
    lines = _example().splitlines(keepends=True)
    begin = chance.randrange(len(lines))
    return mutated(b"".join(lines[begin : begin + chance.randrange(5, 40)]), chance)


def _load(data: bytes) -> object:
    with tempfile.NamedTemporaryFile(suffix=".yml") as file:
        Path(file.name).write_bytes(data)
        return load(Path(file.name))


def _text(chance: Random) -> bytes:
    text = "".join(
        chance.choice(CELLS) + chance.choice(("，", "//@茶:", "回复@茶:", "#茶#", "[怒]", " ", "@茶 "))
        for _ in range(6)
    )
    return mutated(text.encode("utf-8", "replace"), chance)


def _mask(data: bytes) -> None:
    text = data.decode("utf-8", "surrogateescape")
    if len(masked(text)) != len(text):
        raise AssertionError("masking changed the length of a text")


def _raw_line(chance: Random) -> bytes:
    line = {"source": "x", "url": "u", "fetched_at": chance.choice(CELLS), "status": 200, "text": chance.choice(CELLS)}
    return mutated(zstandard.compress(json.dumps(line).encode() * chance.choice((1, 1, 2))), chance)


def _read_raw_line(data: bytes) -> object:
    with tempfile.NamedTemporaryFile(suffix=".jsonl.zst") as file:
        Path(file.name).write_bytes(data)
        return line_of(Path(file.name))
