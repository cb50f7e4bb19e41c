"""An empty star: a file of the newest schema, with views and comments, and no rows.

Making one runs every migration and some five thousand statements, three seconds of a processor. So it is made once a
process, and kept in the user's cache folder (XDG_CACHE_HOME, else ~/.cache) for the processes after it, under a name
that another program, or the same one changed, does not have.
"""

import hashlib
import uuid
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from records.cache import user_cache
from records.errors import ScrmError
from records.program import program_of
from warehouse import duck, migrations

_ROOMS = [Path(__file__).resolve().parents[2] / name for name in ("records", "warehouse")]
_PACKAGES = ("alembic", "duckdb", "duckdb-sqlalchemy", "sqlalchemy")
"""What tables, views and comments are made by."""
_DIGEST_BYTES = 32
"""Of sha256, with which a kept file begins."""
_KEPT = 3
"""How many are kept: of the newest programs."""


def create(target: Path) -> None:
    """Puts an empty star in place of whatever was at `target`. Raises ScrmError."""
    content = _content()
    try:
        duck.remove_file(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    except OSError as error:
        raise ScrmError(f"{target}: cannot create the warehouse file ({duck.first_line(error)})") from error


@cache
def _content() -> bytes:
    """The file: the kept one, else one made now."""
    try:
        place = user_cache("stars") / program_of(_sources(), _PACKAGES)
    except (OSError, RuntimeError):  # nobody's home: nothing is kept
        return _made()
    kept = _read(place)
    if kept is None:
        kept = _made()
        _keep(place, kept)
    return kept


def _sources() -> list[Path]:
    return [file for room in _ROOMS for file in room.rglob("*") if file.is_file() and file.suffix != ".pyc"]


def _made() -> bytes:
    with TemporaryDirectory(prefix="scrm-") as folder:
        file = Path(folder) / "blank.duckdb"
        duck.create_file(file)
        with duck.one_line(file, "load"), duck.engine_for(file).begin() as connection:
            migrations.upgrade(connection)
        return file.read_bytes()


def _read(place: Path) -> bytes | None:
    """A kept star as it was written; None where there is none or bytes were lost."""
    try:
        data = place.read_bytes()
    except OSError:
        return None
    digest, content = data[:_DIGEST_BYTES], data[_DIGEST_BYTES:]
    return content if hashlib.sha256(content).digest() == digest else None


def _keep(place: Path, content: bytes) -> None:
    """Keeps a star, whole or not at all, and lets go of the oldest; a cache that cannot be written is no error."""
    written = place.with_name(f"{place.name}.{uuid.uuid4().hex}")
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            written.write_bytes(hashlib.sha256(content).digest() + content)
            written.replace(place)
        finally:
            written.unlink(missing_ok=True)
        by_age = sorted(place.parent.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)
        for old in by_age[_KEPT:]:
            old.unlink(missing_ok=True)
