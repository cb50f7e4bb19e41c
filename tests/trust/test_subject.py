"""What is held about somebody, whole, and profiles without those who object."""

import json
import stat
from pathlib import Path

import pyarrow as pa
import pytest

from lake import audit, erasures
from lake.home import Home
from pipeline.cli.app import app
from pipeline.cli.edge import guarded
from pipeline.erase.run import erase
from pipeline.findings.objections import without_objecting
from pipeline.findings.result import Result
from tests.trust import homes


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return homes.a_home(tmp_path / "home", homes.write_exports(tmp_path / "exports"))


def options(home: Home) -> list[str]:
    return ["--platform", "weibo", "--author", homes.PERSON, "--home", str(home.root)]


def test_everything_held_is_told_to_the_person_and_after_an_erasure_nothing(home: Home, tmp_path: Path) -> None:
    target = tmp_path / "held.json"
    assert guarded(app, ["subject", "export", *options(home), "--output", str(target)]) == 0
    found = json.loads(target.read_text("utf-8"))
    assert {row["text"] for row in found["rows"]["mentions"]} >= {homes.OWN, homes.LATER, homes.SHARED}
    assert homes.OTHERS not in target.read_text("utf-8")
    assert (found["kept_pages"], found["vault"]) == (2, {"has_handle": True, "link_keys": 1})
    assert {row["author_id"] for row in found["rows"]["authors"]} == {homes.author_id(home)}
    assert len(found["rows"]["observations"]) == 3
    assert homes.OWN in target.with_suffix(".md").read_text("utf-8")
    assert {stat.S_IMODE(file.stat().st_mode) for file in (target, target.with_suffix(".md"))} == {0o600}
    erase(home, "weibo", homes.PERSON)
    assert guarded(app, ["subject", "export", *options(home), "--output", str(target)]) == 0
    after = json.loads(target.read_text("utf-8"))
    assert (after["rows"], after["kept_pages"], after["noted"]) == ({}, 0, ["erased"])
    assert [entry["action"] for entry in audit.entries(home.vault)] == ["export", "erase", "export"]


def test_who_objects_is_in_no_result_and_in_every_sum(home: Home) -> None:
    assert guarded(app, ["subject", "object", *options(home)]) == 0
    objecting = erasures.objecting(home.vault)
    assert objecting == {homes.author_id(home)}
    assert erasures.gone(home.vault).authors == frozenset()
    people = pa.table({"author_id": [homes.author_id(home), "a_other"], "rank": [1, 2]})
    sums = pa.table({"brand_id": ["moli"], "author_count": [2]})
    found = {"influencers": Result("influencers", {"2026-03": people}), "terms": Result("terms", {"all": sums})}
    kept = without_objecting(found, objecting)
    assert kept["influencers"].tables["2026-03"].column("author_id").to_pylist() == ["a_other"]
    assert kept["terms"].tables["all"].equals(sums)
    assert guarded(app, ["subject", "object", "--withdraw", *options(home)]) == 0
    assert erasures.objecting(home.vault) == frozenset()
    assert without_objecting(found, frozenset()) == found
