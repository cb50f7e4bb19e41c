"""A writer of its own, to be killed or to meet another: appends batches of rows to a few days, one after the other.

Arguments: address, folder of copies, name of the writer, number of batches. Prints `ready` when it begins.
"""

import sys
from pathlib import Path

import pyarrow as pa

from lake.objects import ObjectLake

DAYS = 3
BATCH_ROWS = 20


def batch(writer: str, number: int) -> pa.Table:
    ids = [f"{writer}-{number}-{row}" for row in range(BATCH_ROWS)]
    return pa.table({"id": ids, "note": ["备注"] * BATCH_ROWS})


def day_of(number: int) -> dict[str, str]:
    return {"source": "s", "dt": f"2026-08-{1 + number % DAYS:02d}"}


def write(lake: ObjectLake, writer: str, count: int) -> None:
    for number in range(count):
        lake.append("d", day_of(number), batch(writer, number), unique=("id",))


def main() -> None:
    address, folder, writer, count = sys.argv[1:]
    lake = ObjectLake(address, Path(folder))
    lake.places("d")
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    write(lake, writer, int(count))


if __name__ == "__main__":
    main()
