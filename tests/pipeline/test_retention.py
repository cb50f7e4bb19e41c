"""`retention:` of the configuration, and what `scrm retention` takes away."""

import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from lake.lock import exclusive
from lake.partition import append, partitions
from pipeline.cli.app import app
from pipeline.cli.edge import guarded
from pipeline.job import Job, open_job
from pipeline.retention import expire, expired
from records.errors import ConfigError, LockHeld

TODAY = date(2026, 3, 1)
DAYS = ("2025-12-31", "2026-01-29", "2026-02-28", "unknown")
BRANDS = "brands: [{name: 青禾茶, id: qinghe}]\ninbox: inbox\n"


def a_job(folder: Path, retention: str) -> Job:
    config = folder / "brands.yml"
    config.write_text(BRANDS + retention, encoding="utf-8")
    job = open_job(folder / "home", config)
    rows = pa.table({"mention_id": ["m1"]})
    for day in DAYS:
        append(job.home.lake, "mentions", {"source": "s", "dt": day}, rows, unique=("mention_id",))
        append(job.home.lake, "orders", {"source": "o", "dt": day}, rows, unique=("mention_id",))
        keys = {"task": "topic", "engine": "e", "version": "1", "dt": day}
        append(job.home.lake, "annotations", keys, rows, unique=("mention_id",))
    job.state.mark_enriched(dict.fromkeys(DAYS, "done"))
    return job


def held(job: Job, dataset: str) -> list[str]:
    return [each.keys["dt"] for each in partitions(job.home.lake, dataset)]


def test_verdicts_go_with_their_mentions_and_what_is_not_named_stays(tmp_path: Path) -> None:
    job = a_job(tmp_path, "retention: {mentions: 31}")
    assert [(each.dataset, len(each.days)) for each in expired(job, TODAY)] == [("mentions", 1), ("annotations", 1)]
    assert held(job, "mentions") == [*DAYS]
    (gone, _) = expire(job, TODAY)
    assert (gone.kept_days, gone.first_kept, gone.file_count) == (31, date(2026, 1, 29), 1)
    assert held(job, "mentions") == held(job, "annotations") == [*DAYS[1:]]
    assert held(job, "orders") == [*DAYS]
    assert set(job.state.enriched()) == {*DAYS[1:]}
    assert [len(each.days) for each in expire(job, TODAY)] == [0, 0]


def test_nothing_is_taken_away_while_the_warehouse_is_built(tmp_path: Path) -> None:
    job = a_job(tmp_path, "retention: {orders: 31}")
    with exclusive(job.home.root / "warehouse.lock", "the warehouse"), pytest.raises(LockHeld):
        expire(job, TODAY)
    assert held(job, "orders") == [*DAYS]


@pytest.mark.parametrize("wrong", ["{mentions: 30}", "{consents: 100}", "{orders: soon}"])
def test_too_short_or_unknown_is_a_mistake(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(ConfigError, match=r"retention\."):
        a_job(tmp_path, f"retention: {wrong}")


def test_the_command_says_what_would_go_and_then_removes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    job = a_job(tmp_path, "retention: {orders: 40}")
    options = ["--config", str(tmp_path / "brands.yml"), "--home", str(job.home.root)]
    assert guarded(app, ["retention", "--dry-run", "--json", *options]) == 0
    (line,) = json.loads(capsys.readouterr().out)
    assert (line["data_set"], line["kept_days"], line["days"], line["files"]) == ("orders", 40, 3, 3)
    assert held(job, "orders") == [*DAYS]
    assert guarded(app, ["retention", *options]) == 0
    assert "run `scrm load`" in capsys.readouterr().err
    assert held(job, "orders") == ["unknown"]


def test_without_the_section_everything_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    job = a_job(tmp_path, "")
    options = ["--config", str(tmp_path / "brands.yml"), "--home", str(job.home.root)]
    assert guarded(app, ["retention", *options]) == 0
    assert "keeps everything" in capsys.readouterr().out
    assert held(job, "mentions") == [*DAYS]
