"""An empty star: a file of the newest schema, with views and comments, and no rows."""

from pathlib import Path

from warehouse import duck, migrations


def create(target: Path) -> None:
    """Puts an empty star in place of whatever was at `target`. Raises ScrmError."""
    duck.create_file(target)
    with duck.one_line(target, "load"), duck.engine_for(target).begin() as connection:
        migrations.upgrade(connection)
