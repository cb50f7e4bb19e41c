"""Twenty thousand inputs from a seed (`make fuzz FUZZ=1000000` for more), and what such runs have found."""

import gzip
import io
import os
import signal
import zipfile
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random

import pytest
import zstandard

from crawlers import catalog
from crawlers.pipelines.without_secrets import without_secret_parameters
from crawlers.tables.names import plain
from lake.raw import line_of
from pipeline.settings.file import load
from records import RawPage
from records.errors import ConfigError, DamagedArtefact, ScrmError
from tests.trust.fuzz import run as running
from tests.trust.fuzz.mutate import mutated
from tests.trust.fuzz.run import Found, case, run
from tests.trust.fuzz.targets import Target, targets

INPUTS = 20_000
KEY = b"k" * 32


def test_nothing_falls_hangs_or_grows() -> None:
    assert list(run(1, range(INPUTS))) == []


def test_every_source_is_asked() -> None:
    assert {each.name for each in targets()} >= set(catalog.names())
    asked = {case(1, number)[0].name for number in range(3000)}
    assert asked == {each.name for each in targets()}


def test_a_number_repeats_its_input() -> None:
    numbers = range(40)
    assert [case(3, number)[1] for number in numbers] == [case(3, number)[1] for number in numbers]
    assert [case(3, number)[1] for number in numbers] != [case(4, number)[1] for number in numbers]


def _fall(data: bytes) -> object:
    kind = data[0] % 6
    if kind == 0:
        raise ScrmError("met as it should be")
    if kind == 1:
        raise KeyError(data)
    if kind == 2:
        return bytearray(2 * running.MEMORY_BYTES)  # twice: a child may hold less than its parent had mapped
    if kind == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    while kind == 4:
        pass
    return None


def test_the_runner_tells_what_falls_hangs_grows_and_dies(monkeypatch: pytest.MonkeyPatch) -> None:
    falling = Target("falling", lambda chance: chance.randbytes(1), _fall)
    monkeypatch.setattr(running, "_weighted", lambda: ([falling], [1]))
    monkeypatch.setattr(running, "SECONDS", 0.5)
    found = list(run(1, range(24)))
    kinds = [case(1, number)[1][0] % 6 for number in range(24)]
    assert set(kinds) == set(range(6))
    assert [each.number for each in found] == [number for number, kind in enumerate(kinds) if kind in (1, 2, 3, 4)]
    whats = {kinds[each.number]: each.what.partition(" at ")[0] for each in found}
    assert whats == {1: "KeyError", 2: "MemoryError", 3: "the process died of signal 9", 4: "TooSlow"}
    assert isinstance(found[0], Found)


def test_a_workbook_is_damaged_within_its_members() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>" * 20)
    opened = 0
    for number in range(40):
        try:
            with zipfile.ZipFile(io.BytesIO(mutated(made.getvalue(), Random(number)))) as archive:
                opened += archive.testzip() is None
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            continue
    assert opened > 20


def test_found_a_kept_page_that_claims_a_terabyte(tmp_path: Path) -> None:
    file = tmp_path / "page.jsonl.zst"
    packed = zstandard.compress(b'{"text": "' + b" " * 300 + b'"}')
    size_flag, rest = 0xE0, packed[7:]  # a frame of one segment whose size is told in eight bytes
    file.write_bytes(packed[:4] + bytes([size_flag]) + (1 << 40).to_bytes(8, "little") + rest)
    assert zstandard.frame_content_size(file.read_bytes()) == 1 << 40
    with pytest.raises(DamagedArtefact):
        line_of(file)


@pytest.mark.parametrize("text", ["brands: " + "[" * 600, "a: " + "{a: " * 600])
def test_found_a_configuration_without_end(text: str, tmp_path: Path) -> None:
    file = tmp_path / "brands.yml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match="nested too deep"):
        load(file)


def test_found_a_recorded_address_that_is_none() -> None:
    assert without_secret_parameters("http://[?api_key=s3cret") == "http://["


LAUGHS = "x0: &x0 [ha, ha, ha, ha, ha, ha, ha, ha]\n" + "".join(
    f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 8)}]\n" for n in range(1, 30)
)
"""A list of 8 to the 30th words, written in a kilobyte."""


@pytest.mark.parametrize(
    "rest", ["brands: *x29", "brands: [{name: 茶, aliases: *x29}]\ninbox: here", "a: &a [*a]\nbrands: *a"]
)
def test_a_configuration_of_laughs_is_an_error(rest: str, tmp_path: Path) -> None:
    file = tmp_path / "brands.yml"
    file.write_text(LAUGHS + rest, encoding="utf-8")
    with pytest.raises(ConfigError):
        load(file)


_ENTITIES = "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 10}">' for n in range(1, 13))
_LAUGHING = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x0 "ha">{_ENTITIES}]>'
_LONG = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x "{"a" * 50_000}">]>'
BOMBS = [
    ("feed", f"{_LAUGHING}<rss version='2.0'><channel><title>&x12;</title></channel></rss>".encode()),
    ("feed", f"{_LONG}<rss version='2.0'><channel><title>{'&x;' * 50_000}</title></channel></rss>".encode()),
    ("feed", f"{_LAUGHING}<feed xmlns='http://www.w3.org/2005/Atom'><title>&x12;</title></feed>".encode()),
    ("appstore", f"{_LAUGHING}<feed xmlns='http://www.w3.org/2005/Atom'><title>&x12;</title></feed>".encode()),
    ("feed", b"<rss version='2.0'><channel>" + b"<a>" * 3000),
    ("feed", b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///dev/zero'>]><rss version='2.0'><title>&x;</title></rss>"),
    ("jd_reviews", gzip.compress(b"\0" * 8_000_000)),
    ("weibo_open", b"[" * 500_000),
    ("mediacrawler_weibo", b'{"a":' * 200_000),
    ("weibo_open", b'{"statuses": [{"id": ' + b"9" * 200_000 + b"}]}"),
]


def test_bombs_go_off_within_their_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    bombs = [Target(name, lambda _, data=data: data, partial(_read, name)) for name, data in BOMBS]  # type: ignore[misc]
    monkeypatch.setattr(running, "case", lambda _, number: (bombs[number], bombs[number].make(Random(0))))
    assert list(run(1, range(len(bombs)))) == []


def _read(source: str, body: bytes) -> object:
    at = datetime(2026, 3, 3, tzinfo=UTC)
    request = {"query": "q", "chain": "0"}
    return catalog.load(source).read(
        RawPage(source=source, url="u", body=body, fetched_at=at, request=request), key=KEY
    )


@pytest.mark.parametrize("reference", ["&#1114112;", "&#x110000;", "&#99999999999999999999;", "&#xD800;", "&#55296"])
def test_found_a_feed_with_a_reference_to_no_character(reference: str) -> None:
    item = f"<item><title>茶{reference}</title><guid>g</guid></item>"
    reading = _read("feed", f"<rss version='2.0'><channel>{item}</channel></rss>".encode())
    assert [each.text for each in reading.mentions] == ["茶\ufffd"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("source", "body"),
    [
        ("appstore", b'{"feed": {"entry": [7, {"id": {"label": "1"}}]}}'),
        ("bluesky", b'{"feed": 5, "posts": [{"uri": 1}]}'),
        ("mediacrawler_weibo", b'[{"note_id": "' + b"Z" * 9_000 + b'", "content": "a"}]'),
        ("mediacrawler_weibo", b'[{"note_id": "' + b"9" * 9_000 + b'", "content": "a"}]'),
    ],
)
def test_found_fields_of_another_kind_or_size(source: str, body: bytes) -> None:
    try:
        reading = _read(source, body)
    except ScrmError:
        return
    assert reading.row_count > 0


@pytest.mark.parametrize("source", ["loyalty", "contacts"])
def test_found_a_header_with_half_a_character(source: str) -> None:
    with pytest.raises(ScrmError):
        _read(source, b'[{"\\u4f1a\\u5458\\ud83d": 1, "b": 2}]')


def test_found_names_are_compared_with_half_a_character() -> None:
    assert plain("会員\ud83d") == "会员?"
