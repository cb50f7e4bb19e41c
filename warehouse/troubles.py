"""What the recorded checks of a warehouse found wrong, in words for a person."""

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from records.errors import ScrmError
from warehouse import duck
from warehouse import tables as t


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A recorded check that did not pass."""

    check_name: str
    table_name: str
    severity: str
    """`fail` kept the warehouse from being published, `warn` was let pass."""
    failed_count: int
    zh: str
    en: str

    @property
    def line(self) -> str:
        """One line in both languages: what should hold, and how many rows do not keep it."""
        where, count = f"{self.check_name} on {self.table_name}", f"{self.failed_count:,}"
        return f"{where}: 应当「{self.zh}」,{count} 行不符 / should hold: {self.en}; {count} row(s) do not"


def troubles(connection: sa.Connection, severity: str | None = None) -> list[Trouble]:
    """What the recorded checks found wrong (of one severity), failures before warnings."""
    quality = t.fact_quality.c
    columns = (
        quality.check_name, quality.table_name, quality.severity, quality.failed_count, quality.description_zh,
        quality.description,
    )  # fmt: skip
    statement = sa.select(*columns).where(~quality.is_passed)
    if severity:
        statement = statement.where(quality.severity == severity)
    ordered = statement.order_by(quality.severity, quality.table_name, quality.check_name)
    return [
        Trouble(check_name=name, table_name=table, severity=said, failed_count=count, zh=zh or "", en=en or "")
        for name, table, said, count, zh, en in connection.execute(ordered)
    ]


def troubles_of(path: Path) -> list[Trouble]:
    """The same of a warehouse file, published or refused. Raises ScrmError when it cannot be read just now."""
    try:
        with duck.engine_for(path, is_read_only=True).connect() as connection:
            return troubles(connection)
    except sa.exc.DBAPIError as error:
        raise ScrmError(f"{path}: cannot read what its checks found ({duck.first_line(error)})") from error
