"""An empty star: a file of the newest schema, with views and comments, and no rows."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from records.errors import ScrmError
from warehouse import duck, migrations


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
    """The file, migrated once a process: that costs more than a small build does."""
    with TemporaryDirectory(prefix="scrm-") as folder:
        file = Path(folder) / "blank.duckdb"
        duck.create_file(file)
        with duck.one_line(file, "load"), duck.engine_for(file).begin() as connection:
            migrations.upgrade(connection)
        return file.read_bytes()
