"""Pages and tables of earlier days under new pseudonyms: no step writes them again.

They carry no mark, so a journal in the vault says beforehand which bytes a file is to have; a file that has them is
done.
"""

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lake.bodies import digest_of
from lake.files import write_durably
from lake.home import Home
from lake.renaming import Renaming

_JOURNAL = "renaming.jsonl"
_ZIPPED = b"PK\x03\x04"


def rename_reports(home: Home, renaming: Renaming) -> int:
    """Renames in every page, table and workbook; returns how many were written. Raises OSError.

    The journal stays until `forget_plans`, when the rotation has ended.
    """
    journal = home.vault / f"{renaming.mark}.{_JOURNAL}"
    planned = _planned(journal)
    written = 0
    for file in _files(home.reports):
        name = file.relative_to(home.reports).as_posix()
        body = None if planned.get(name) == digest_of(file) else _renamed(file, renaming)
        if body is not None:
            _write(journal, name, file, body)
            written += 1
    return written


def forget_plans(home: Home) -> None:
    """Drops what the journals say."""
    for journal in home.vault.glob(f"*.{_JOURNAL}"):
        journal.unlink(missing_ok=True)


def _files(reports: Path) -> Iterator[Path]:
    yield from sorted(path for path in reports.rglob("*") if path.is_file() and not path.is_symlink())


def _planned(journal: Path) -> dict[str, str]:
    """File -> sha256 it is to have; a line that was torn by a kill speaks of a file that was not written yet."""
    if not journal.exists():
        return {}
    *lines, _ = journal.read_text(encoding="utf-8").split("\n")
    return dict(json.loads(line) for line in lines if line)


def _renamed(file: Path, renaming: Renaming) -> bytes | None:
    """The file's bytes renamed, also inside a workbook or document; None where nothing changes."""
    body = file.read_bytes()
    renamed = _repacked(body, renaming) if body.startswith(_ZIPPED) else _renamed_bytes(body, renaming)
    return None if renamed == body else renamed


def _renamed_bytes(body: bytes, renaming: Renaming) -> bytes:
    """Latin-1 gives every byte a character, so that what is no pseudonym stays as it is in any encoding."""
    return renaming.text(body.decode("latin-1")).encode("latin-1")


def _repacked(body: bytes, renaming: Renaming) -> bytes:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        members = [(info, archive.read(info)) for info in archive.infolist()]
    renamed = [(info, _renamed_bytes(content, renaming)) for info, content in members]
    if renamed == members:
        return body
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, content in renamed:
            archive.writestr(info, content, compress_type=info.compress_type)
    return sink.getvalue()


def _write(journal: Path, name: str, file: Path, body: bytes) -> None:
    line = json.dumps([name, hashlib.sha256(body).hexdigest()], ensure_ascii=False)
    descriptor = os.open(journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, f"\n{line}\n".encode())  # begins anew behind a line that was torn
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    mode = file.stat().st_mode & 0o777
    write_durably(file, body)
    file.chmod(mode)
