"""A home whose lake is on an object store: gathered, judged, loaded to the same rows; what cannot be done says so."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from lake.bucket import Bucket
from lake.keys import ENVIRONMENT
from lake.store import read
from pipeline import chain
from pipeline.compaction import compact, sweep
from pipeline.erase.run import erase
from pipeline.job import Job, open_job
from pipeline.steps.enrich import enrich
from pipeline.steps.gather import gather
from pipeline.steps.load import load
from records.errors import ConfigError, UsageError
from tests.lake.bucket import BUCKET, bucket_served, make_bucket
from tests.pipeline.office import notes

pytest.importorskip("s3fs", reason="needs s3fs and moto: make object-test")
pytest.importorskip("moto", reason="needs s3fs and moto: make object-test")

CONFIG = """
brands: [{name: 青禾茶, id: qinghe, aliases: [茉莉茶]}]
sources: [{source: xiaohongshu_notes, files: ["*.csv"]}]
"""


@pytest.fixture(scope="module")
def reached() -> Iterator[Mapping[str, str]]:
    with bucket_served() as variables, pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        patch.setenv(ENVIRONMENT, "5c" * 32)
        make_bucket()
        yield variables


def made(folder: Path, lake: str) -> Job:
    folder.mkdir()
    (folder / "notes.csv").write_text(notes(*((number, number) for number in range(12))), encoding="utf-8")
    (folder / "brands.yml").write_text(CONFIG + lake, encoding="utf-8")
    return open_job(folder / "home", folder / "brands.yml")


def done(job: Job) -> Job:
    gather(job, "xiaohongshu_notes")
    enrich(job)
    load(job)
    return job


@pytest.fixture(scope="module")
def remote(reached: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory) -> Job:
    return done(made(tmp_path_factory.mktemp("remote") / "x", f"lake: s3://{BUCKET}/one\n"))


@pytest.fixture(scope="module")
def local(reached: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory) -> Job:
    return done(made(tmp_path_factory.mktemp("local") / "x", ""))


def rows(job: Job, dataset: str) -> list[Mapping[str, object]]:
    volatile = {"observed_at", "run_id", "fetched_at"}
    table = read(job.home.store, dataset)
    kept = table.select([name for name in table.column_names if name not in volatile])
    return sorted(kept.to_pylist(), key=str)


def test_the_rows_are_those_of_a_lake_in_a_folder(remote: Job, local: Job) -> None:
    for dataset in ("mentions", "annotations"):
        assert rows(remote, dataset)
        assert rows(remote, dataset) == rows(local, dataset)


def test_the_star_is_the_same(remote: Job, local: Job) -> None:
    for job in (remote, local):
        chain.STEPS["profile"](job)
        chain.STEPS["publish"](job)
    assert counts(remote) == counts(local)


def test_what_is_judged_is_not_judged_again(remote: Job) -> None:
    before = Bucket(f"s3://{BUCKET}/one").names("annotations")
    assert enrich(remote)["days"] == 0
    gather(remote, "xiaohongshu_notes")
    assert enrich(remote)["days"] == 0
    assert Bucket(f"s3://{BUCKET}/one").names("annotations") == before


@pytest.mark.parametrize("act", [compact, lambda home: erase(home, "xiaohongshu", "n1")])
def test_what_needs_a_folder_refuses_before_it_begins(remote: Job, act: object) -> None:
    before = sorted(remote.home.vault.iterdir())
    with pytest.raises(UsageError, match=r"s3://lake/one: .* needs a lake in a folder"):
        act(remote.home)  # type: ignore[operator]
    assert sorted(remote.home.vault.iterdir()) == before


def test_a_lake_does_not_move_by_a_changed_line(remote: Job) -> None:
    config = remote.home.root.parent / "elsewhere.yml"
    config.write_text(CONFIG.replace("*.csv", "notes.csv") + f"lake: s3://{BUCKET}/two\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="lake: the lake of .* is s3://lake/one"):
        open_job(remote.home.root, config)


def test_a_sweep_takes_nothing_that_is_young(remote: Job, local: Job) -> None:
    before = Bucket(f"s3://{BUCKET}/one").names("")
    assert sweep(remote.home) == 0
    assert Bucket(f"s3://{BUCKET}/one").names("") == before
    assert sweep(local.home) is None


def counts(job: Job) -> Mapping[str, object]:
    import duckdb

    with duckdb.connect(str(job.home.warehouse), read_only=True) as star:
        names = [name for (name,) in star.execute("select table_name from duckdb_tables()").fetchall()]
        skipped = ("fact_run_step", "load_file", "quality", "fact_coverage")
        return {
            name: star.execute(f'select count(*) from "{name}"').fetchone()
            for name in names
            if not name.startswith(skipped)
        }
