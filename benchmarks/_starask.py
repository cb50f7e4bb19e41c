"""The sides of the questions on DuckDB, each in a process of its own: the star made, the flat files, and both asked."""

import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from benchmarks._starflat import files_of, write_files
from benchmarks._starhand import ASKED, UNBOUNDED, by_hand
from benchmarks._starlake import DAY_COUNT, write_lake
from benchmarks._starload import in_child, load_star
from benchmarks._starscale import grow
from warehouse import duck
from warehouse.questions import Question, questions

RUNS = 3
SMALL = 100_000
"""Mentions of the star that is copied; a smaller one is asked about as it is."""
Rows = Sequence[Sequence[Any]]
_CONFIG = {"memory_limit": "8GB", "threads": "2"}


def measure(folder: Path, mention_count: int) -> dict[str, Any]:
    """Makes star and flat files of about so many mentions in `folder`, and asks both."""
    small = min(mention_count, SMALL)
    write_lake(folder / "small", small, DAY_COUNT)
    star, files = folder / "questions.duckdb", folder / "flat"
    made = in_child("star", folder / "small", star, mention_count // small, module=__name__)
    sizes = in_child("files", star, files, module=__name__)
    both = [in_child("ask_star", star, module=__name__), in_child("ask_files", files, module=__name__)]
    return {"mentions": made["mentions"], "rows": made["rows"], "files_mb": sizes["mb"], "asked": compared(*both)}


def compared(star: dict[str, Any], flat: dict[str, Any]) -> dict[str, Any]:
    """Question -> both times, how many times as dear the star is, and whether the answers agree."""
    return {
        name: {
            "star_cpu_seconds": own["cpu_seconds"],
            "flat_cpu_seconds": flat[name]["cpu_seconds"],
            "ratio": round(own["cpu_seconds"] / flat[name]["cpu_seconds"], 2),
            "is_bounded": name[:2] not in UNBOUNDED,
            "rows": len(own["rows"]),
            "is_same": are_same(own["rows"], flat[name]["rows"]),
        }
        for name, own in star.items()
    }


def asked() -> list[Question]:
    """The worked questions about the generated brand and campaign."""
    return [each.about(**ASKED) for each in questions() if not each.is_olap_example]


def make_star(lake: str, target: str, times: str) -> dict[str, Any]:
    """The star of the questions; not measured."""
    small = Path(target).with_name("small.duckdb")
    load_star(lake, str(small))
    counts = grow(small, Path(target), int(times))
    small.unlink()
    return {"mentions": counts["content_text"], "rows": sum(counts.values())}


def make_files(star: str, folder: str) -> dict[str, Any]:
    """The flat files; not measured."""
    with _opened(star) as connection:
        write_files(connection, Path(folder))
    return {"mb": {file.stem: round(file.stat().st_size / 1e6, 1) for file in Path(folder).iterdir()}}


def ask_star(star: str) -> dict[str, Any]:
    """The questions' own statements over the star's views."""
    with _opened(star) as connection:
        return timed(_reader(connection), time.process_time, {each.name: each.sql for each in asked()})


def ask_files(folder: str) -> dict[str, Any]:
    """The statements written by hand over the flat files."""
    places = files_of(Path(folder))
    with sa.create_engine("duckdb:///:memory:", connect_args={"config": _CONFIG}).connect() as connection:
        duck.native(connection).execute("SET TimeZone = 'UTC'")
        statements = {each.name: by_hand(each, places) for each in asked()}
        return timed(_reader(connection), time.process_time, statements)


def timed(read: Callable[[str], Rows], clock: Callable[[], float], statements: dict[str, str]) -> dict[str, Any]:
    """Name -> median seconds on `clock` of `RUNS` runs, and the rows; parsing and fetching counted, connecting not."""
    spent: dict[str, list[float]] = {name: [] for name in statements}
    rows: dict[str, Rows] = {}
    for _ in range(RUNS):
        for name, sql in statements.items():
            begin = clock()
            rows[name] = read(sql)
            spent[name].append(clock() - begin)
    return {
        name: {"cpu_seconds": round(statistics.median(spent[name]), 4), "rows": [[_cell(v) for v in r] for r in found]}
        for name, found in rows.items()
    }


def _cell(value: Any) -> Any:
    """Decimals keep their places, whatever else is no number becomes text."""
    if isinstance(value, Decimal) and value == value.to_integral_value() and value.as_tuple().exponent == 0:
        return int(value)
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def are_same(one: Rows, other: Rows) -> bool:
    """Whether two answers agree, to one unit of the last place shown: sums of doubles depend on their order."""
    return len(one) == len(other) and all(
        len(a) == len(b) and all(map(_is_same, a, b)) for a, b in zip(one, other, strict=True)
    )


def _is_same(one: Any, other: Any) -> bool:
    if one == other:
        return True
    try:
        last_place = 10.0 ** int(Decimal(str(one)).as_tuple().exponent)
        return abs(float(one) - float(other)) <= 1.01 * last_place
    except (TypeError, ValueError, ArithmeticError):
        return False


def _opened(star: str) -> sa.Connection:
    return duck.engine_for(Path(star), is_read_only=True, config=_CONFIG).connect()


def _reader(connection: sa.Connection) -> Callable[[str], Rows]:
    def read(sql: str) -> Rows:
        found: Rows = duck.native(connection).execute(sql).fetchall()
        return found

    return read


_SIDES: dict[str, Callable[..., dict[str, Any]]] = {
    "star": make_star,
    "files": make_files,
    "ask_star": ask_star,
    "ask_files": ask_files,
}

if __name__ == "__main__":
    print(json.dumps(_SIDES[sys.argv[1]](*sys.argv[2:]), ensure_ascii=False))
