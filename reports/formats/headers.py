"""Chinese headers of the columns of answers, and their codes in words."""

import json
from collections.abc import Mapping
from datetime import date, datetime

from reports.formats.grid import Column, Grid, Kind
from reports.names import name_of
from warehouse.answers import Answer, Cell
from warehouse.views.words import COLUMN_NAMES

HEADERS: Mapping[str, str] = {
    "platform": "平台", "complaint_type": "投诉类型", "when": "时期", "tone": "情感", "task": "任务", "version": "版本",
    "query_count": "查询数", "well_count": "正常查询数", "capped_count": "触顶查询数", "trouble": "最近问题",
    "last_day": "最新内容日", "replied_count": "已回复数", "resolved_count": "已解决数", "timed_count": "有回复时间数",
    "median_reply_minutes": "首次回复中位分钟", "own_count": "其中品牌自发", "total_points": "合计贡献百分点",
    "before_count": "上期声量",
}  # fmt: skip
"""Columns that only answers have, or whose codes are told in words; the rest as the views have it."""

CODES: Mapping[str, str] = {
    "platform": "platform", "tone": "tone", "complaint_type": "complaint_type", "tier": "tier", "author_tier": "tier",
    "content_class": "content_class", "kind": "kind", "outcome": "outcome", "trouble": "outcome", "task": "task",
    "machine": "tone", "human": "tone",
}  # fmt: skip
"""Column -> kind of its codes (reports.names)."""

HIDDEN = frozenset({"author_id", "brand_id", "topic_id", "persona_id", "alert_id", "swarm_alert_id", "evidence_id"})
"""Keys that say nothing to a reader; the page's evidence has them."""


def header(column: str) -> str:
    """The Chinese header of a column; its name where none is known."""
    return HEADERS.get(column) or COLUMN_NAMES.get(column) or column


def told(column: str, value: Cell, *, words: tuple[str, str] = ("本期", "上期")) -> Cell:
    """A value as a spreadsheet shows it: codes and yes/no in Chinese, lists of features as their names."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if column == "when":
        return words[0] if value == "now" else words[1]
    if column == "evidence":
        return _features(value)
    if column in CODES and value is not None:
        return name_of(CODES[column], value)[0]
    return value


def _features(value: Cell) -> Cell:
    found = json.loads(value) if isinstance(value, str) and value.startswith("[") else []
    return "、".join(str(each["zh"]) for each in found if isinstance(each, dict) and "zh" in each) or None


def kind_of(name: str, values: list[Cell]) -> Kind:
    """The kind of a column by its known values: weighted counts stay counts."""
    known = [value for value in values if value is not None]
    if any(isinstance(value, str | bool) for value in known) or not known:
        return "text"
    if isinstance(known[0], datetime):
        return "instant"
    if isinstance(known[0], date):
        return "day"
    is_share = name.endswith(("_share", "_probability")) or name == "stability"
    return "share" if is_share else "number" if any(isinstance(value, float) for value in known) else "count"


def grid_of(answer: Answer, title: str, *, words: tuple[str, str] = ("本期", "上期")) -> Grid:
    """An answer as it came, with headers and codes in words."""
    shown = [(place, name) for place, name in enumerate(answer.columns) if name not in HIDDEN]
    rows = tuple(tuple(told(name, row[place], words=words) for place, name in shown) for row in answer.rows)
    columns = tuple(Column(header(name), kind_of(name, [row[i] for row in rows])) for i, (_, name) in enumerate(shown))
    return Grid(name=answer.name, title=title, columns=columns, rows=rows)
