"""The complaint platform: one JSONL file with every complaint and its progress."""

from pathlib import Path
from typing import Any

from world.clock import exported_at
from world.exports.files import Written, cut_line, in_order, json_line, put
from world.model import Item, Step
from world.stage import Stage


def write(stage: Stage, folder: Path) -> list[Written]:
    """`exports/heimao_complaints.jsonl`, with one line that broke off."""
    at = exported_at(8, 50)
    lines = [json_line(_row(item)) for item in in_order(item for item in stage.items if item.platform == "heimao")]
    lines.insert(len(lines) // 2, cut_line(lines[0]))
    path = folder / "exports" / "heimao_complaints.jsonl"
    put(path, ("\n".join(lines) + "\n").encode(), at)
    return [Written(path=path, source="heimao", observed_at=at, rows=len(lines), refused=1)]


def _row(item: Item) -> dict[str, Any]:
    assert item.author is not None, "every complaint has an author"
    return {
        "投诉标题": item.title,
        "投诉详情": item.text,
        "投诉对象": item.extra["company"],
        "投诉问题": item.extra["problems"],
        "投诉要求": item.extra["demands"],
        "投诉编号": item.native_id,
        "投诉时间": f"{item.at:%Y-%m-%d %H:%M:%S}",
        "投诉人": item.author.name,
        "投诉状态": {"resolved": "已完成", "replied": "已回复"}.get(item.status, "处理中"),
        "投诉链接": f"https://heimao.example/complaint/{item.native_id}",
        "进度": [_step(step) for step in item.steps],
    }


def _step(step: Step) -> dict[str, str | None]:
    return {"时间": f"{step.at:%Y-%m-%d %H:%M:%S}", "角色": step.role, "状态": step.state, "内容": step.text}
