"""A million-row export imported, beside a bare reading of the same file: seconds and peak memory of each.

The file is generated in a temporary folder: reviews in the shape of `jd_reviews`, about 400 bytes a row, invented text,
a year of days, one row in five with the platform's default text, one count in twenty written like `1.2万`, one text
in ten over several lines.

The *baseline* is `pyarrow.csv.read_csv` of the file (all cores, all columns) and the mapping of its columns to those
of a mention, done vectorised in a few lines of `pyarrow.compute`: texts trimmed and default texts emptied, stars and
counts as numbers (`万` seen to), the purchase time as an instant in UTC, the other columns trimmed, and the row's id,
which is a hash of platform, time and text (for the hash there is no vectorised function; it is one list of
`hashlib.blake2b`). The table stays in memory. No row is checked, no repeat is found, nothing is written. *Without ids*
is the same without the hash.

The *import* is `crawlers.gather.gather` into an empty home: all of that and also every row checked, equal rows told
apart, the raw copy with its hash, the lake's Parquet partitions by day (mentions and counts), their manifests, fsynced,
and the coverage.

Each side runs in a process of its own, timed from the first byte read to the end (interpreter start and imports left
out), several times in turn; the medians count. Peak memory is the process's largest resident size (getrusage).
"""
# ruff: noqa: N999  the module is named as it is called

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any

HEADER = "手机ID,用户ID,会员级别,评论内容,得分,购买时间,点赞数,回复数,手机型号,价格,销量"
_DEFAULT_TEXT = "此用户未填写评价内容"
_PHRASES = (
    "收到货就开箱试了试", "屏幕亮度在户外也看得清楚", "电池用一天半没有问题", "拍夜景比旧的那台好不少",
    "外放声音有点小", "系统更新以后流畅多了", "包装盒的角有些压坏", "客服回复得很快也很耐心", "同事看了也想买一台",
    "手感偏重但是握着踏实", "充电半小时能到一大半", "贴膜有一点翘边", "物流第二天就送到门口", "颜色和图片上差别不大",
    "打游戏半小时后背会发热", "指纹识别偶尔要按两次", "给家里老人买的字体调大就能用", "赠送的耳机线太短",
)  # fmt: skip
_MODELS = ("云雀 8 青石灰", "云雀 8 雪白", "远帆 X2 标准版", "远帆 X2 大存储版", "溪流 Lite 湖蓝")
_LEVELS = ("注册会员", "铜牌会员", "银牌会员", "金牌会员", "PLUS会员")
_FIRST_DAY = datetime(2025, 1, 1)


def main(arguments: Sequence[str] = ()) -> int:
    """`scrm benchmark import [--rows N] [--repeats N]`: a table, then one JSON line."""
    parser = argparse.ArgumentParser(prog="scrm benchmark import", description="A large export beside a bare reading.")
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the generated file")
    parser.add_argument("--repeats", type=int, default=3, help="runs of each side; the medians count")
    given = parser.parse_args(list(arguments))
    with tempfile.TemporaryDirectory(prefix="scrm-benchmark-") as folder:
        result = run(Path(folder), given.rows, given.repeats)
    _print_table(result)
    print(json.dumps(result, ensure_ascii=False))
    return 0


def run(folder: Path, row_count: int, repeats: int) -> dict[str, Any]:
    """Generates the file and runs both sides in turn."""
    file = folder / "reviews.csv"
    _say(f"writing {row_count:,} rows ...")
    write_export(file, row_count)
    sides: dict[str, list[dict[str, Any]]] = {side: [] for side in _SIDES}
    for number in range(repeats):
        for side, runs in sides.items():
            runs.append(_in_child(side, file, folder / f"home-{number}"))
            _say(
                "{side}: {seconds:.2f} s, {cpu_seconds:.2f} s of processor time, {peak_mb:,.0f} MB".format(
                    side=side, **runs[-1]
                )
            )
    result: dict[str, Any] = {"benchmark": "import", "rows": row_count, "bytes": file.stat().st_size}
    for side, runs in sides.items():
        result[f"{side}_seconds"] = round(statistics.median(each["seconds"] for each in runs), 2)
        result[f"{side}_cpu_seconds"] = round(statistics.median(each["cpu_seconds"] for each in runs), 2)
        result[f"{side}_peak_mb"] = round(max(each["peak_mb"] for each in runs))
        result[f"{side}_rows"] = runs[0]["rows"]
    result["ratio"] = round(result["baseline_seconds"] / result["import_seconds"], 2)
    result["ratio_without_ids"] = round(result["baseline_without_ids_seconds"] / result["import_seconds"], 2)
    result["repeats"] = repeats
    return result


def write_export(file: Path, row_count: int) -> None:
    """Writes the export; the same rows for the same number of them."""
    with file.open("w", encoding="utf-8", newline="") as sink:
        sink.write(HEADER + "\r\n")
        sink.writelines(_rows(random.Random(20260101), row_count))


def _rows(chance: random.Random, row_count: int) -> Iterator[str]:
    for number in range(row_count):
        moment = _FIRST_DAY + timedelta(seconds=chance.randrange(365 * 86_400))
        text = _DEFAULT_TEXT if number % 5 == 0 else "，".join(chance.choices(_PHRASES, k=11)) + "。"
        if number % 10 == 3:
            text = '"' + text.replace("，", "，\n", 2) + '"'
        likes = f"{chance.randrange(10, 99) / 10}万" if number % 20 == 7 else chance.randrange(200)
        model = chance.choice(_MODELS)
        yield (
            f"{100000 + number % 97},{5000000 + number % 97},{chance.choice(_LEVELS)},{text},{chance.randrange(1, 6)},"
            f"{moment:%Y-%m-%d %H:%M:%S},{likes},{chance.randrange(9)},{model},{1999 + number % 7 * 300}.00,{number}"
            "\r\n"
        )


def import_file(file: Path, home: Path) -> int:
    """The product's side; returns the rows seen."""
    from crawlers.gather import gather
    from lake.home import Home
    from records import SourceQuery

    query = SourceQuery(source="jd_reviews", query=str(file))
    (coverage,) = gather("jd_reviews", [query], home=Home(home), key=b"k" * 32, run_id="benchmark")
    if coverage.outcome != "ok" or coverage.refused_count:
        raise SystemExit(f"the import did not go well: {coverage.outcome}, {coverage.message}")
    return coverage.row_count


def read_file(file: Path, home: Path) -> int:
    """The baseline; returns the rows read."""
    import pyarrow as pa
    import pyarrow.compute as pc

    mapped = _mapped(file)
    moments = pc.strftime(mapped.column("published_at"), "%Y-%m-%dT%H:%M:%S+00:00")
    parts = pc.binary_join_element_wise("jd", "", moments, mapped.column("text"), "\x1f").cast(pa.binary())
    ids = [f"h:{blake2b(each, digest_size=8).hexdigest()}.0" for each in parts.to_pylist()]
    return int(mapped.append_column("native_id", pa.array(ids)).num_rows)


def read_file_without_ids(file: Path, home: Path) -> int:
    """The baseline without the rows' ids."""
    return int(_mapped(file).num_rows)


def _mapped(file: Path) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.csv

    names = HEADER.split(",")
    table = pyarrow.csv.read_csv(
        file,
        parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types={name: pa.string() for name in names}, strings_can_be_null=False
        ),
    )
    trimmed = {name: pc.utf8_trim_whitespace(table.column(name)) for name in names}
    bought = pc.strptime(trimmed["购买时间"], "%Y-%m-%d %H:%M:%S", "us")
    mapped = {
        "text": pc.if_else(pc.equal(trimmed["评论内容"], _DEFAULT_TEXT), "", trimmed["评论内容"]),
        "rating": trimmed["得分"].cast(pa.float64()),
        "published_at": pc.assume_timezone(bought, "Asia/Shanghai").cast(pa.timestamp("us", tz="UTC")),
        "like_count": _counted(trimmed["点赞数"]),
        "comment_count": _counted(trimmed["回复数"]),
        "product": trimmed["手机型号"],
        **{name: trimmed[name] for name in ("手机ID", "用户ID", "会员级别", "价格", "销量")},
    }
    return pa.table(mapped)


def _counted(cells: Any) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    is_rounded = pc.ends_with(cells, "万")
    number = pc.replace_substring(cells, "万", "").cast(pa.float64())
    return pc.round(pc.multiply(number, pc.if_else(is_rounded, 10_000.0, 1.0))).cast(pa.int64())


_SIDES = {"baseline": read_file, "baseline_without_ids": read_file_without_ids, "import": import_file}


def _in_child(side: str, file: Path, home: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.import", side, str(file), str(home)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _side(side: str, file: Path, home: Path) -> None:
    # Imports are not timed; pandas is looked for by pyarrow itself.
    import pandas  # noqa: F401
    import pyarrow.csv  # noqa: F401

    import crawlers.gather
    import crawlers.tables.reader  # noqa: F401

    begin, begin_cpu = time.perf_counter(), time.process_time()
    row_count = _SIDES[side](file, home)
    seconds, cpu_seconds = time.perf_counter() - begin, time.process_time() - begin_cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "cpu_seconds": cpu_seconds, "peak_mb": peak, "rows": row_count}))


def _print_table(result: dict[str, Any]) -> None:
    print(f"{result['rows']:,} rows, {result['bytes'] / 1e6:,.0f} MB")
    print(f"{'':22}{'seconds':>10}{'rows/s':>12}{'cpu s':>8}{'peak MB':>10}")
    for side in _SIDES:
        seconds = result[f"{side}_seconds"]
        cpu, peak = result[f"{side}_cpu_seconds"], result[f"{side}_peak_mb"]
        name = side.replace("_", " ")
        print(f"{name:22}{seconds:>10.2f}{result['rows'] / seconds:>12,.0f}{cpu:>8.1f}{peak:>10,}")
    print(f"the import runs at {result['ratio']:.0%} of the baseline's speed")


def _say(line: str) -> None:
    print(line, file=sys.stderr)


if __name__ == "__main__":
    _side(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
