"""Bad input: one line that says what, where and what to do; a non-zero exit; nothing half-published."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import nlp
import world
from lake import files
from lake.home import Home
from pipeline.cli.app import app
from pipeline.cli.edge import guarded

NOTES = "id,title,user_id,likes,comments,stars,notes,fans,collect,content\n"
CONFIG = """
brands: [{name: 青禾茶, id: qinghe}]
sources: [{source: xiaohongshu_notes, files: [notes.csv]}]
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SCRM_HOME", raising=False)
    (tmp_path / "brands.yml").write_text(CONFIG, encoding="utf-8")
    return tmp_path


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def scrm(place: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line in `place`; returns exit code and the last line on stderr."""

    def run(*arguments: str) -> tuple[int, str]:
        code = guarded(app, arguments)
        lines = capsys.readouterr().err.strip().splitlines()
        return code, lines[-1] if lines else ""

    return run


def whole_job(scrm: Run, place: Path) -> tuple[int, str]:
    result = scrm("run", "--no-airflow", "--home", "home")
    assert not Home(place / "home").warehouse.exists()
    return result


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (b"\x00\x9f\xff\xfe" * 900, 2, "notes.csv"),
        (b"", 2, "empty"),
        (b"a,b\n1,2\n", 14, "no column"),
        (NOTES.encode(), 1, "gave none"),
    ],
    ids=["unreadable", "empty file", "wrong mapping", "empty crawl"],
)
def test_a_bad_file_stops_the_job(scrm: Run, place: Path, content: bytes, code: int, says: str) -> None:
    (place / "notes.csv").write_bytes(content)
    found, line = whole_job(scrm, place)
    assert found == code
    assert says in line


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["run", "--no-airflow", "--from", "2026-02-02", "--to", "2026-02-01"], "swap them"),
        (["run", "--no-airflow", "--from", "2026-2-30x"], "YYYY-MM-DD"),
        (["run", "--config", "none.yml"], "scrm init"),
        (["read", "nothing", "notes.csv"], "there are:"),
        (["read", "xiaohongshu_notes", "none.csv"], "none.csv"),
        (["gather", "nothing"], "there are:"),
        (["report", "青禾茶", "--home", "nowhere"], "scrm demo"),
        (["sql", "select 1", "--home", "nowhere"], "scrm demo"),
        (["verify", "--home", "nowhere"], "scrm demo"),
        (["read", "xiaohongshu_notes", "notes.csv", "--home", "nowhere"], "scrm demo"),
        (["read", "xiaohongshu_notes"], "scrm read: Missing argument 'FILE'; see scrm read --help"),
        (["match", "青禾茶", "茶", "-n", "0"], "see scrm match --help"),
        (["nonsense"], "see scrm --help"),
        (["annotate", "."], "is a folder"),
        (["match", "无名", "茶"], "青禾茶"),
        (["evaluate", "nonsense", "--file", "x.tsv"], "available"),
        (["evaluate", "sentiment", "--file", "x.tsv"], "x.tsv"),
        (["benchmark", "nothing"], "there are"),
        (["annotate", "none.txt"], "none.txt"),
        (["init", "--output", "brands.yml"], "exists already"),
        (["init", "--from", "brands.yml", "--output", "new.yml"], "no known source"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage_exits_with_two(scrm: Run, place: Path, arguments: list[str], says: str) -> None:
    (place / "notes.csv").write_text(NOTES)
    code, line = scrm(*arguments)
    assert code == 2
    assert says in line
    assert not (place / "nowhere").exists()


def test_damaged_weights_are_named(scrm: Run, place: Path) -> None:
    shutil.copytree(Path(next(iter(nlp.__path__))) / "models" / "sentiment" / "linear", place / "weights")
    weights = place / "weights" / "weights.npz"
    weights.write_bytes(weights.read_bytes()[:-100])
    (place / "texts.txt").write_text("好喝\n", encoding="utf-8")
    code, line = scrm("annotate", "texts.txt", "--model", "weights")
    assert code == 1
    assert "weights.npz" in line


def test_a_failing_writer_leaves_nothing_half_written(scrm: Run, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "notes.csv").write_text(NOTES + "5b30bf7e910cf67e6a3c20b3,题,u,1,0,1,1,1,1,青禾茶好喝\n", encoding="utf-8")

    def full(path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "_fsync", full)
    code, line = whole_job(scrm, place)
    assert code == 1
    assert "no space left" in line
    assert not list((place / "home" / "lake").rglob("*.parquet"))


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of eight megabytes, where mounting is allowed."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("a full disk needs the right to mount a small tmpfs")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_publishes_nothing(scrm: Run, place: Path, tiny_disk: Path) -> None:
    made = world.generate(place / "world", scale=0.1)
    lines = made.config.read_text(encoding="utf-8").splitlines()
    offline = "\n".join(line for line in lines if "WORLD_URL" not in line)
    made.config.write_text(offline, encoding="utf-8")
    code, line = scrm("run", "--no-airflow", "--config", str(made.config), "--home", str(tiny_disk / "home"))
    assert code == 1
    assert "space" in line
    assert not Home(tiny_disk / "home").warehouse.exists()
