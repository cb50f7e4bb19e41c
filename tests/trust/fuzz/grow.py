"""Inputs that look right at first: tables with a source's own columns, JSON grown from the words of its reader."""

import ast
import inspect
import io
import json
from functools import cache
from random import Random
from types import ModuleType
from typing import Any

import xlsxwriter

from crawlers.spec import SourceSpec

CELLS = (
    "", " ", "好喝", "1", "-1", "0", "1.5",
    "1.2万", "10万+", "999999999999999999999", "1e400", "NaN", "inf", "-0", "真", "否",
    "2026-03-02 12:05",
    "2026年3月2日", "3月2日", "0000-00-00", "9999-12-31 23:59:59", "1772424300", "1772424300000",
    "-62135596801", "1e18", "2026-02-30",
    "2026-03-02T12:05:00+99:99", "昨天 12:05", "3小时前", "Mon Mar 02 12:05:00 +0800 2026",
    "https://weibo.com/12/J4abc", "http://[", "//x", "javascript:1", "65e2a1c80000000012345678",
    "a" * 300, "\u0000", "\ud800",
    "\u202e", "👨‍👩‍👧‍👦", "=1+1", "{}", "[]", '"', "'", "\\", "茶\n茶", "1_R_x", "s-star4",
    "男", "已解决", "13800138000", "5000000000%",
)  # fmt: skip
NUMBERS: tuple[Any, ...] = (
    0, 1, -1, 2**31, 2**63, -(2**63) - 1, 10**30, 1.5, 1e308, float("nan"), float("inf"), 1772424300, 1772424300000,
    True, False, None,
)  # fmt: skip


def columns_of(spec: SourceSpec) -> list[str]:
    """Every column that a file source knows a use for."""
    rules = [*spec.mention.values(), *spec.author.values(), *spec.extra.values()]
    names = [names[0] for names in spec.required] + [name for rule in rules for name in rule.columns]
    return list(dict.fromkeys(name for name in names if name)) or ["内容", "时间"]


def table(spec: SourceSpec, chance: Random) -> list[list[Any]]:
    """A header and a few rows."""
    names = columns_of(spec)
    rows = [[chance.choice(CELLS) for _ in names] for _ in range(chance.randrange(1, 4))]
    return [names, *rows]


def as_bytes(rows: list[list[Any]], form: str, chance: Random) -> bytes:
    """The table in a form that people's tools write: csv, xlsx, json or jsonl."""
    if form == "xlsx":
        return _workbook(rows)
    if form.startswith("json"):
        records = [dict(zip(rows[0], row, strict=False)) for row in rows[1:]]
        text = json.dumps(records) if form == "json" else "\n".join(map(json.dumps, records))
        return text.encode("utf-8", "surrogatepass")
    mark = chance.choice((",", ",", "\t", ";"))
    text = "\r\n".join(mark.join(str(cell) for cell in row) for row in rows)
    return text.encode(chance.choice(("utf-8", "utf-8-sig", "gb18030", "utf-16")), "ignore")


def _workbook(rows: list[list[Any]]) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, str(cell).encode("utf-8", "replace").decode())
    return made.getvalue()


@cache
def words_of(*modules: ModuleType) -> tuple[str, ...]:
    """The short strings in the code of modules: the keys that their readers look for are among them."""
    trees = [ast.parse(inspect.getsource(each)) for each in modules]
    found = {
        node.value for tree in trees for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and 0 < len(node.value) <= 24
    }  # fmt: skip
    return tuple(sorted(word for word in found if not word.count(" ")))


def tree(words: tuple[str, ...], chance: Random, depth: int = 0) -> Any:
    """A random JSON value whose objects have the reader's own keys."""
    kind = chance.random()
    if depth > 4 or kind < 0.2 * depth:
        return chance.choice((*CELLS, *NUMBERS))
    if kind < 0.3:
        return [tree(words, chance, depth + 1) for _ in range(chance.randrange(4))]
    keys = chance.sample(words, min(len(words), chance.randrange(1, 12)))
    return {key: tree(words, chance, depth + 1) for key in keys}
