"""One cluster and one gathered home for all of these tests."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import world
from benchmarks._sparkcluster import Cluster, started
from pipeline.demo import SITE
from pipeline.job import open_job
from pipeline.steps.gather import gather
from tests.spark.cluster import scrm
from world.site import serve


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    pytest.importorskip("pyspark", reason="needs the extra `spark`; run by `make spark-test`")
    if shutil.which("java") is None:
        pytest.skip("needs Java (Debian: openjdk-17-jre-headless)")
    with started(tmp_path_factory.mktemp("spark")) as made:
        yield made


@pytest.fixture(scope="session")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A home with a gathered lake, and its configuration."""
    folder = tmp_path_factory.mktemp("gathered")
    made = world.generate(folder / "world", scale=0.1)
    with serve(made.folder) as address, pytest.MonkeyPatch.context() as patch:
        patch.setenv(SITE, address)
        job = open_job(folder / "home", made.config)
        for source in job.settings.source_names():
            gather(job, source)
    return folder / "home", made.config


@pytest.fixture(scope="session")
def local(gathered: tuple[Path, Path]) -> Path:
    """The same home, enriched by this machine."""
    home, config = gathered
    shutil.copytree(home, home.parent / "local")
    scrm("enrich", config, home.parent / "local", {})
    return home.parent / "local"
