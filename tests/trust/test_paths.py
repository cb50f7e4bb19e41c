"""No name that others chose leads out of a folder: sources, dropped files, members of archives."""

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
import xlsxwriter

from crawlers import catalog
from crawlers.recording import read_recording
from pipeline.inbox.names import kept_names
from pipeline.safekeeping.listing import _is_inside
from records.errors import ScrmError, UsageError
from tests.trust.payloads import PATHS

KEY = b"k" * 32


@pytest.mark.parametrize("name", [*PATHS, "../sources/x", "x.yml", "__init__", "X"])
def test_a_source_is_one_of_those_there_are(name: str) -> None:
    with pytest.raises(UsageError, match="no such source"):
        catalog.load(name)


@pytest.mark.parametrize("name", [each.rpartition("/")[2] for each in PATHS if each.rpartition("/")[2]])
def test_a_dropped_file_is_kept_within_its_folder(name: str, tmp_path: Path) -> None:
    for kept in kept_names(name, "2026-11-26", "ab" * 32):
        assert (tmp_path / kept).resolve().parent == tmp_path or "\x00" in name
        assert kept not in (".", "..")


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "raw/../../evil", ".."])
def test_a_backup_restores_nothing_outside(name: str) -> None:
    assert not _is_inside(name)
    assert _is_inside("raw/x/page.zst")


@pytest.mark.parametrize(
    "member", ["../../evil.txt", "/evil.txt", "xl/../../evil.txt", "C:\\evil.txt", "xl/media/../../../evil"]
)
def test_members_of_a_workbook_are_never_unpacked(member: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.add_worksheet().write_row(0, 0, ["评论内容", "得分", "购买时间", "手机型号"])
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(member, b"evil")
    (inner / "export.xlsx").write_bytes(made.getvalue())
    with suppress(ScrmError):
        read_recording("jd_reviews", inner / "export.xlsx", KEY)
    assert [each.name for each in tmp_path.rglob("*") if each.is_file()] == ["export.xlsx"]
