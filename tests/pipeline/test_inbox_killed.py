"""kill -9 between any two steps of handling a dropped file, then run again: the rows of an undisturbed run, once."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from lake.home import Home
from lake.keys import ENVIRONMENT
from lake.partition import read
from pipeline.inbox import watch
from pipeline.inbox.quarantine import quarantined_files
from pipeline.job import open_job
from pipeline.steps.inbox import take_inbox
from tests.pipeline.conftest import KEY
from tests.pipeline.office import CONFIG, REVIEWS, notes

RUN = """
import importlib, os, signal, sys
from pathlib import Path
from pipeline.inbox import watch
from pipeline.job import open_job
from pipeline.steps.inbox import take_inbox

folder, where, when = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
module, _, name = where.rpartition(":")
owner = importlib.import_module(module)
*path, last = name.split(".")
for part in path:
    owner = getattr(owner, part)
real = getattr(owner, last)

def die(*args, **more):
    if when == "after":
        real(*args, **more)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(owner, last, die)
watch.SETTLE_SECONDS = 0.0
take_inbox(open_job(folder / "home", folder / "brands.yml"))
"""

TAKEN = {
    "before gathering": ("pipeline.inbox.take:gather", "before"),
    "raw page kept": ("lake.raw:RawWriter.write", "after"),
    "mentions landed": ("crawlers.land:land_mentions", "after"),
    "gathered, not noted": ("pipeline.inbox.take:gather", "after"),
    "noted, not moved": ("pipeline.inbox.ledger:Ledger.note", "after"),
    "moved, notice not removed": ("pipeline.inbox.store:Store.move", "after"),
}
REFUSED = {
    "coverage landed": ("pipeline.inbox.refuse:land_coverage", "after"),
    "noted, not kept": ("pipeline.inbox.ledger:Ledger.note", "after"),
    "kept, no notice": ("pipeline.inbox.quarantine:place_durably", "after"),
    "notices written, not removed": ("pipeline.inbox.desk:Desk.tell", "after"),
    "removed": ("pipeline.inbox.store:Store.remove", "after"),
}


@pytest.fixture(autouse=True)
def one_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, KEY)
    monkeypatch.setattr(watch, "SETTLE_SECONDS", 0.0)


def killed(folder: Path, where: str, when: str) -> None:
    """A run in a process of its own that dies there."""
    command = [sys.executable, "-c", RUN, str(folder), where, when]
    done = subprocess.run(command, env={**os.environ}, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr


def run(folder: Path) -> None:
    """A run that nothing disturbs."""
    take_inbox(open_job(folder / "home", folder / "brands.yml"))


def office(folder: Path) -> Path:
    """A fresh home with one good and one bad file in its inbox, both of one moment."""
    (folder / "home" / "inbox" / "xiaohongshu_notes").mkdir(parents=True)
    (folder / "brands.yml").write_text(CONFIG.replace("INBOX", "''"), encoding="utf-8")
    for name, text in (("a.csv", notes((1, 5), (2, 6))), ("坏.csv", REVIEWS.format("茉莉香气很足"))):
        file = folder / "home" / "inbox" / "xiaohongshu_notes" / name
        file.write_text(text, encoding="utf-8")
        os.utime(file, (1_773_115_200, 1_773_115_200))
    return folder


def result(folder: Path) -> dict[str, Any]:
    """Rows of the lake, and every file of inbox and quarantine with its bytes; coverage has a row a run by design."""
    home = Home(folder / "home")
    rows = {
        name: sorted(map(str, read(home.lake, name).to_pylist())) for name in ("mentions", "observations", "authors")
    }
    inbox = {path.relative_to(home.inbox).as_posix(): path.suffix for path in home.inbox.rglob("*") if path.is_file()}
    kept = {path.name: path.read_bytes() for path in quarantined_files(home)}
    return {**rows, "inbox": inbox, "kept": kept}


@pytest.mark.parametrize("moment", [*TAKEN, *REFUSED])
def test_a_run_killed_at_any_moment_is_made_good_by_the_next(tmp_path: Path, moment: str) -> None:
    undisturbed = office(tmp_path / "undisturbed")
    run(undisturbed)
    wanted = result(undisturbed)
    assert (len(wanted["mentions"]), len(wanted["kept"]), len(wanted["inbox"])) == (2, 1, 2)
    folder = office(tmp_path / "disturbed")
    good = folder / "home" / "inbox" / "xiaohongshu_notes" / "a.csv"
    if moment in REFUSED:  # the good file out of the way, so that the moment is met by the bad one
        shutil.move(good, folder / "a.csv")
    killed(folder, *{**TAKEN, **REFUSED}[moment])
    if moment in REFUSED:
        shutil.move(folder / "a.csv", good)
    for _ in range(2):
        run(folder)
        assert result(folder) == wanted
