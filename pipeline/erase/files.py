"""Whatever else lies in a home: state, dropped and refused files, reports, logs, the demonstration world."""

import io
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import zstandard

from crawlers.erasing.bodies import cut, holds
from crawlers.erasing.trees import Marks
from lake.files import write_durably
from lake.home import Home
from lake.needles import Needles
from pipeline.erase.subject import Subject
from records.errors import ScrmError

_SQLITE = b"SQLite format 3\x00"
_DRAWN = (".pdf", ".png", ".docx")
"""Drawn from the page beside them; they cannot be searched, so they go with it."""


class StateInUse(ScrmError):
    """A small database of the home that another process holds."""


def clean_reports(home: Home, needles: Needles) -> list[Path]:
    """Removes pages and tables that show anything of the person, with what was drawn from them; returns what went."""
    gone: list[Path] = []
    for file in _files(home.reports):
        if file.exists() and file.suffix not in _DRAWN and _shows(file, needles):
            drawn = [each for each in file.parent.iterdir() if each.suffix in _DRAWN]
            for each in (file, *drawn):
                each.unlink(missing_ok=True)
                gone.append(each)
    for file in _files(home.reports):
        if file.suffix == ".docx" and _shows(file, needles):
            file.unlink()
            gone.append(file)
    return gone


def _shows(file: Path, needles: Needles) -> bool:
    body = file.read_bytes()
    if body[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return any(holds(archive.read(name), needles) for name in archive.namelist() if name.endswith(".xml"))
    return holds(body, needles)


def clean_others(home: Home, subject: Subject, needles: Needles) -> list[Path]:
    """Takes the person out of every other file, by what the file is; returns the files that were changed."""
    handled = (home.raw, home.lake, home.reports, home.vault)
    marks = Marks.of(needles, subject.native_ids | subject.texts, ())
    changed = []
    for file in _files(home.root):
        if any(file.is_relative_to(place) for place in handled) or ".duckdb" in file.name:
            continue
        with file.open("rb") as opened:
            head = opened.read(16)
        if head == _SQLITE:
            if clean_sqlite(file, needles):
                changed.append(file)
        elif _clean_file(file, marks):
            changed.append(file)
    return changed


def _clean_file(file: Path, marks: Marks) -> bool:
    body = file.read_bytes()
    is_packed = file.suffix == ".zst"
    found = cut(zstandard.decompress(body) if is_packed else body, marks)
    if found is None:
        return False
    mode = file.stat().st_mode & 0o777
    write_durably(file, zstandard.compress(found.body) if is_packed else found.body)
    file.chmod(mode)
    return True


def clean_sqlite(file: Path, needles: Needles) -> bool:
    """Masks every text of a SQLite file and writes it anew, so that no free page holds it. Raises StateInUse."""
    try:
        with closing(sqlite3.connect(file, timeout=30, isolation_level=None)) as connection:
            count = sum(_clean_table(connection, name, needles) for name in _tables(connection))
            connection.execute("pragma wal_checkpoint(truncate)")
            connection.execute("vacuum")
            connection.execute("pragma wal_checkpoint(truncate)")
    except sqlite3.Error as error:
        raise StateInUse(f"{file}: {error}; stop what uses it, then run `scrm erase` again") from error
    return count > 0


def _tables(connection: sqlite3.Connection) -> list[str]:
    sql = "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
    return [row[0] for row in connection.execute(sql)]


def _clean_table(connection: sqlite3.Connection, table: str, needles: Needles) -> int:
    count = 0
    for column in [row[1] for row in connection.execute(f'pragma table_info("{table}")')]:
        sql = f'select distinct "{column}" from "{table}" where typeof("{column}") = \'text\''  # noqa: S608
        values = [row[0] for row in connection.execute(sql)]
        hits = [(masked, values[place]) for place, masked in needles.mask_all(values).items()]
        sql = f'update or replace "{table}" set "{column}" = ? where "{column}" = ?'  # noqa: S608
        connection.executemany(sql, hits)
        count += len(hits)
    return count


def _files(root: Path) -> Iterator[Path]:
    yield from sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
