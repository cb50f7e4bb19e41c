"""Worked questions: one .sql file each, with what it asks, how to read it and which coverage to look at.

The statements are plain SQL that DuckDB and PostgreSQL run alike; what is asked about (brand, days) stands in the first
CTE, `asked`, so that a reader changes it in one place. `guide` renders them with their results on the demonstration.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from records.errors import UsageError

FOLDER = Path(__file__).parent
_FIELD = re.compile(r"-- (\w+): (.*)")
_MORE = re.compile(r"--   (.*)")
_WORDS = ("zh", "en", "reads", "how_zh", "how_en", "coverage_zh", "coverage_en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question with its statement."""

    name: str
    """File name without its ending; files in order of name."""
    zh: str
    en: str
    reads: tuple[str, ...]
    """Views and tables it reads."""
    how_zh: str
    """How to read the result."""
    how_en: str
    coverage_zh: str
    """Which coverage to look at before quoting it."""
    coverage_en: str
    sql: str

    @property
    def is_olap_example(self) -> bool:
        """Whether it shows a form of SQL rather than answers a question of marketing."""
        return self.name.startswith("olap_")

    def about(self, **asked: str | date) -> "Question":
        """The same question about something else: `about(brand="茉里茶", first_day=date(2026, 3, 1))`.

        Names the question does not ask for are left out, so that one set of values serves all questions.
        """
        sql = self.sql
        for name, value in asked.items():
            literal = str(value).replace("'", "''")
            sql = re.sub(rf"'(?:[^']|'')*' AS {name}\b", lambda _, put=f"'{literal}' AS {name}": put, sql)  # type: ignore[misc]
        return replace(self, sql=sql)


def questions() -> tuple[Question, ...]:
    """The worked questions and, behind them, the OLAP examples."""
    return tuple(_read(path) for path in sorted(FOLDER.glob("*.sql")))


def question(name: str) -> Question:
    """One by its number, its name or its name without the number. Raises UsageError."""
    for each in questions():
        number, _, rest = each.name.partition("_")
        if name in (each.name, number, number.lstrip("0"), rest):
            return each
    raise UsageError(f"{name}: no such question; one of {', '.join(each.name for each in questions())}")


def _read(path: Path) -> Question:
    lines = path.read_text(encoding="utf-8").splitlines()
    texts: dict[str, str] = {}
    last = ""
    while lines and lines[0].startswith("--"):
        line = lines.pop(0)
        if more := _MORE.fullmatch(line):
            texts[last] += _glue(texts[last], more[1]) + more[1]
        elif field := _FIELD.fullmatch(line):
            last = field[1]
            texts[last] = field[2]
    if set(texts) != set(_WORDS):
        raise UsageError(f"{path.name}: its head must say {', '.join(_WORDS)}")
    reads = tuple(texts.pop("reads").split())
    return Question(name=path.stem, reads=reads, sql="\n".join(lines).strip(), **texts)


def _glue(text: str, more: str) -> str:
    """Lines of Chinese run on, English words need a space."""
    return " " if text[-1].isascii() and more[0].isascii() else ""
