"""The wheel: all that runs is in it, nothing that does not, and its modules come from it alone."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (
    "records", "lake", "crawlers", "nlp", "crm", "warehouse", "reports", "world", "pipeline", "dags", "benchmarks",
)  # fmt: skip
TRY = """
import sys
sys.path.insert(0, sys.argv[1])
import pipeline.cli, pipeline.settings.template as template
assert template.__file__.startswith(sys.argv[1]), template.__file__
assert "brands:" in template.template()
from crawlers import catalog
assert "steam" in catalog.names()
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_every_file_of_the_rooms_and_no_test_is_in_it(wheel: Path) -> None:
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    listed = subprocess.run(["git", "ls-files", "-z", *ROOMS], cwd=ROOT, check=True, capture_output=True, text=True)
    kept = {name for name in listed.stdout.split("\0") if name}
    assert inside == kept


def test_it_runs_from_elsewhere_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    unpacked = tmp_path / "unpacked"
    zipfile.ZipFile(wheel).extractall(unpacked)
    command = [sys.executable, "-c", TRY, str(unpacked)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
