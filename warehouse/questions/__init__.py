"""Worked questions: one .sql file each, with what it asks, how to read it and which coverage to look at.

The statements are plain SQL that DuckDB and PostgreSQL run alike. What is asked about (brand, days) is named `:brand`,
`:first_day`, ... in the file and stands in the statement as literals: only from those does an engine see, before it
reads, which days and which brand it can leave out. `guide` renders them with their results on the demonstration.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from records.errors import UsageError

FOLDER = Path(__file__).parent
_FIELD = re.compile(r"-- (\w+): (.*)")
_MORE = re.compile(r"--   (.*)")
_WORDS = ("zh", "en", "reads", "how_zh", "how_en", "coverage_zh", "coverage_en")
_TYPES = (("TIMESTAMP ", re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")), ("DATE ", re.compile(r"\d{4}-\d\d-\d\d")))
_NAMED = re.compile(r"(?<![:\w]):([a-z_]+)\b")


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
    statement: str
    """SQL with `:name` for each value asked about."""
    asked: Mapping[str, str]
    """Name -> what the example asks about: a text, a day or an hour of Asia/Shanghai."""

    @property
    def sql(self) -> str:
        """The statement with its values as literals."""
        return _NAMED.sub(lambda name: literal(self.asked[name[1]]), self.statement)

    @property
    def is_olap_example(self) -> bool:
        """Whether it shows a form of SQL rather than answers a question of marketing."""
        return self.name.startswith("olap_")

    def about(self, **asked: str | date | datetime) -> "Question":
        """The same question about something else: `about(brand="茉里茶", first_day=date(2026, 3, 1))`.

        Names the question does not ask for are left out, so that one set of values serves all questions. Raises
        UsageError for a day or an hour that is none.
        """
        new = {name: str(value) for name, value in asked.items() if name in self.asked}
        for name, value in new.items():
            if _type_of(value) != _type_of(self.asked[name]) and _type_of(self.asked[name]):
                raise UsageError(f"{self.name}: {name} is written like {self.asked[name]}")
        return replace(self, asked={**self.asked, **new})


def literal(value: str) -> str:
    """A value as SQL of either engine: `DATE '2026-08-24'`, `TIMESTAMP '2026-08-25 08:00:00'`, `'青禾茶'`."""
    return _type_of(value) + "'" + value.replace("'", "''") + "'"


def _type_of(value: str) -> str:
    return next((type_ for type_, form in _TYPES if form.fullmatch(value)), "")


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
    asked = dict(each.split("=", 1) for each in texts.pop("asked", "").split("; ") if each)
    if set(texts) != set(_WORDS):
        raise UsageError(f"{path.name}: its head must say {', '.join(_WORDS)}")
    reads = tuple(texts.pop("reads").split())
    return Question(name=path.stem, reads=reads, statement="\n".join(lines).strip(), asked=asked, **texts)


def _glue(text: str, more: str) -> str:
    """Lines of Chinese run on, English words need a space."""
    return " " if text[-1].isascii() and more[0].isascii() else ""
