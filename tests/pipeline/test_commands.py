"""Single commands on a small home: what they print, what they refuse, and how they end."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lake.home import Home
from lake.partition import MANIFEST, read
from pipeline import airflow_run, progress
from pipeline.cli.app import app
from pipeline.cli.config import remember
from pipeline.cli.console import ConsoleReporter
from pipeline.cli.edge import guarded
from pipeline.cli.warehouse import REPORT_FORMATS
from pipeline.job import Window
from pipeline.steps.report import write_page
from records.errors import UsageError
from reports.formats import WRITERS

HEADER = "id,title,user_id,likes,comments,stars,notes,fans,collect,content\n"
NOTE = "5b30bf7e910cf67e6a3c20b{},题,u,1,0,1,1,1,1,真好喝\n"
CONFIG = """
brands: [{name: 青禾茶, id: qinghe}, {name: 云岫茶铺, id: yun}]
sources:
  - {source: xiaohongshu_notes, files: [a], brand: qinghe}
  - {source: xiaohongshu_notes, files: [b/notes.csv], brand: yun}
"""

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SCRM_HOME", raising=False)
    for folder, number in (("a", 1), ("b", 2)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "notes.csv").write_text(HEADER + NOTE.format(number), encoding="utf-8")
    (tmp_path / "brands.yml").write_text(CONFIG, encoding="utf-8")
    return tmp_path


@pytest.fixture
def scrm(place: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line in `place`; returns exit code, stdout and stderr."""

    def run(*arguments: str) -> tuple[int, str, str]:
        code = guarded(app, arguments)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def gather(scrm: Run) -> tuple[int, str, str]:
    return scrm("gather", "xiaohongshu_notes", "--home", "home")


def test_files_of_one_name_stay_two_everywhere(scrm: Run, place: Path) -> None:
    assert gather(scrm)[0] == 0
    home, names = Home(place / "home"), ["a/notes.csv", "b/notes.csv"]
    assert sorted(read(home.lake, "mentions").column("query").to_pylist()) == names
    assert sorted(read(home.lake, "coverage").column("query").to_pylist()) == names
    ids = set(read(home.lake, "mentions").column("mention_id").to_pylist())
    assert scrm("replay", "xiaohongshu_notes", "--home", "home")[0] == 0
    assert set(read(home.lake, "mentions").column("mention_id").to_pylist()) == ids
    code, out, _ = scrm("read", "xiaohongshu_notes", "a/notes.csv")
    assert (code, json.loads(out)["native_id"]) == (0, "5b30bf7e910cf67e6a3c20b1")


def test_everything_is_checked_before_the_first_file(scrm: Run, place: Path) -> None:
    (place / "brands.yml").write_text(CONFIG.replace("b/notes.csv", "none.csv"), encoding="utf-8")
    code, _, err = gather(scrm)
    assert (code, "none.csv" in err) == (2, True)
    assert not list((place / "home" / "raw").rglob("*.zst"))


def test_refused_rows_are_named_and_the_rest_counted(scrm: Run, place: Path) -> None:
    rows = "".join(f"5b30bf7e910cf67e6a3c{number:04x},题,u,1,0,1,1,1,1,真好喝\n" for number in range(4000))
    bad = "".join(f"x{number},题,u,1,0,1,1,1,1,好喝\n" for number in range(23))
    (place / "a" / "notes.csv").write_text(HEADER + rows + bad, encoding="utf-8")
    code, _, err = gather(scrm)
    lines = [line for line in err.splitlines() if line.startswith(("notes.csv:", "..."))]
    assert code == 0
    assert len(lines) == 21
    assert lines[0] == "notes.csv:4002: published_at: not an ObjectId: 'x0'"
    assert lines[-1] == "... and 3 more"


def test_refused_rows_and_what_is_worth_a_line_pass_through_the_file_that_a_parent_follows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "events"
    path.touch()
    progress.to_file(path)(progress.Event(step="gather:x", state="refused", note="a.csv:2: [b] blank\na.csv:3: blank"))
    progress.to_file(path)(progress.Event(step="profile", state="told", note="  parity: n = 1, 2 needed"))
    airflow_run._Follower(path, ConsoleReporter()).poll()
    assert capsys.readouterr().err == "a.csv:2: [b] blank\na.csv:3: blank\n  parity: n = 1, 2 needed\n"


def test_a_reader_that_goes_away_is_no_failure(place: Path) -> None:
    line = f"set -o pipefail; {sys.executable} -m pipeline.cli dictionary | head -1"
    done = subprocess.run(["bash", "-c", line], cwd=place, capture_output=True, env=os.environ, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_verify_names_orphans_and_finds_no_fault_in_them(scrm: Run, place: Path) -> None:
    gather(scrm)
    assert scrm("verify", "--home", "home")[::2] == (0, "")
    manifest = next((place / "home" / "lake" / "mentions").rglob(MANIFEST))
    (manifest.parent / "part-0.parquet").touch()
    code, _, err = scrm("verify", "--home", "home")
    assert (code, err.count("\n"), "1 orphan files" in err) == (0, 1, True)
    manifest.unlink()
    code, _, err = scrm("verify", "--home", "home")
    assert (code, "lost its manifest" in err) == (0, True)


def test_doctor_finds_unreadable_files(scrm: Run, place: Path) -> None:
    home = Home(place / "home").create()
    home.warehouse.write_bytes(b"no warehouse")
    home.state.write_bytes(b"no database" * 100)
    code, out, _ = scrm("doctor", "--home", "home")
    assert code == 1
    assert {"state", "warehouse"} <= {line.split()[1] for line in out.splitlines() if line.startswith("✗")}


def test_only_a_line_feed_ends_a_text(scrm: Run, monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    content = "好喝\u2028真好喝\r\n难喝\x0c太难喝\n".encode()
    (place / "texts.txt").write_bytes(content)
    assert scrm("annotate", "texts.txt")[1].count("\n") == 2
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert scrm("annotate", "-")[1].count("\n") == 2


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_texts_in_other_encodings(scrm: Run, place: Path, encoding: str) -> None:
    (place / "texts.txt").write_text("手机很好，很喜欢\r\n味道一般\r\n", encoding=encoding)
    _, out, err = scrm("annotate", "texts.txt")
    assert [json.loads(line)["text"] for line in out.splitlines()] == ["手机很好，很喜欢", "味道一般"]
    assert err == ""


def test_a_broken_byte_costs_one_character(scrm: Run, place: Path) -> None:
    (place / "texts.txt").write_bytes("手机很好，很喜".encode() + b"\xff\xfe" + "欢\n味道一般\n".encode()[:-2])
    code, out, err = scrm("annotate", "texts.txt")
    assert (code, json.loads(out.splitlines()[0])["text"]) == (0, "手机很好，很喜\ufffd\ufffd欢")
    assert err == "texts.txt: 3 broken bytes are no UTF-8; U+FFFD stands in their place\n"


def test_brands_asked_about_at_the_prompt(scrm: Run, place: Path) -> None:
    (place / "texts.txt").write_text("小米没有华为好用\n小米粥很好喝\n", encoding="utf-8")
    code, out, _ = scrm("annotate", "texts.txt", "--brand", "小米", "--brand", "华为")
    one, other = map(json.loads, out.splitlines())
    said = {target["target"]: target["label"] for target in one["targets"]}
    assert (code, said, other["targets"]) == (0, {"小米": "negative", "华为": "positive"}, [])
    assert [entity["kind"] for entity in one["entities"]] == ["brand", "brand"]
    assert scrm("annotate", "texts.txt", "--brand", " ")[0] == 2
    assert "targets" not in json.loads(scrm("annotate", "texts.txt")[1].splitlines()[0])


def test_brands_and_products_of_a_configuration_at_the_prompt(scrm: Run, place: Path) -> None:
    products = "products: [{id: oolong, name: 桃桃乌龙}]"
    brand = f"{{id: qinghe, name: 青禾茶, aliases: [青禾], {products}}}"
    (place / "asked.yml").write_text(
        f"brands: [{brand}]\nsources: [{{source: xiaohongshu_notes, files: [notes.csv]}}]\n", encoding="utf-8"
    )
    (place / "texts.txt").write_text("青禾的桃桃乌龙特别好喝，很喜欢\n", encoding="utf-8")
    code, out, err = scrm("annotate", "texts.txt", "--config", "asked.yml")
    assert code == 0, err
    said = json.loads(out)
    assert [(each["target"], each["label"]) for each in said["targets"]][-1] == ("qinghe/oolong", "positive")
    assert {entity["kind"] for entity in said["entities"]} == {"brand", "product"}


def test_evaluate_scores_the_rows_asked_for(scrm: Run, place: Path) -> None:
    rows = "".join(
        f"{label}\t{text}{n}\n" for n in range(30) for label, text in (("positive", "好"), ("negative", "差"))
    )
    (place / "x.tsv").write_text(f"label\ttext\n{rows}", encoding="utf-8")
    counts = {}
    for split in ("all", "test"):
        code, out, err = scrm("evaluate", "sentiment", "--file", "x.tsv", "--split", split, "--json")
        assert code == 0, err
        counts[split] = json.loads(out)["rows"]
    assert counts == {"all": "all", "test": "test"}


def test_replaying_a_drifted_page_is_no_success(scrm: Run, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gather(scrm)
    monkeypatch.setattr("crawlers.tables.reader.drift_of", lambda *_: "the reader takes nothing any more")
    code, out, err = scrm("replay", "xiaohongshu_notes", "--home", "home")
    assert code == 14
    assert "0 mentions" in out
    assert "notes.csv: the reader takes nothing any more" in err


def test_init_names_a_file_with_special_characters(scrm: Run, place: Path) -> None:
    odd = place / "it's [1] *.csv"
    odd.write_text(HEADER + NOTE.format(3), encoding="utf-8")
    assert scrm("init", "--from", odd.name, "--output", "new.yml")[0] == 0
    assert scrm("gather", "xiaohongshu_notes", "--config", "new.yml", "--home", "home")[0] == 0
    assert read(Home(place / "home").lake, "coverage").column("query").to_pylist() == [odd.name]


def test_a_written_dictionary_is_whole_or_absent(scrm: Run, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("lake.files._fsync", full)
    code, _, err = scrm("dictionary", "--write", "d.md")
    assert (code, err.count("\n"), "no space left" in err) == (1, 1, True)
    assert not (place / "d.md").exists()


def test_a_report_ends_as_its_format(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"--output a\.html: a file of --format xlsx ends in \.xlsx"):
        write_page(Home(tmp_path), "qinghe", window=Window(), output=tmp_path / "a.html", format_="xlsx")


def test_formats_of_the_command_are_those_of_reports() -> None:
    assert tuple(WRITERS) == REPORT_FORMATS


def test_compared_brands_go_by_id_name_or_alias(scrm: Run, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(_: Path, wanted: str) -> str:
        raise UsageError(f"brand {wanted!r} has no mentions; brands with data: none")

    compared: list[tuple[str, ...]] = []

    def page(home: Home, brand: str, *, compare: tuple[str, ...], **_: object) -> str:
        compared.append((brand, *compare))
        return "page.html"

    monkeypatch.setattr("reports.brand_id_of", unknown)
    monkeypatch.setattr("pipeline.steps.report.write_page", page)
    remember(Home(place / "home"), place / "brands.yml")
    assert scrm("report", "青禾茶", "--home", "home", "--compare", "云岫茶铺", "--compare", "yun")[0] == 0
    assert compared == [("qinghe", "yun")]
    assert scrm("report", "青禾茶", "--home", "home", "--format", "docx")[0] == 0
    code, _, err = scrm("report", "青禾茶", "--home", "home", "--against", "2026-08-03")
    assert (code, "write days as 2026-08-03..2026-08-09" in err) == (2, True)
    code, _, err = scrm("report", "青禾茶", "--home", "home", "--compare", "无名")
    assert (code, "'无名'" in err) == (2, True)
    code, _, err = scrm("report", "qinghe", "--home", "home", "--compare", "青禾茶")
    assert (code, "name another one" in err) == (2, True)


def test_the_command_line_starts_without_what_only_some_commands_need() -> None:
    heavy = ["alembic", "airflow", "duckdb", "jieba", "pandas", "scrapy", "sklearn", "snownlp", "sqlalchemy"]
    loaded = f"import sys, pipeline.cli; print([name for name in {heavy} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
