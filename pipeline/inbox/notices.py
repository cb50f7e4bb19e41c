"""The notices that people find: in the folder where they dropped a file, and beside it in quarantine."""

from datetime import datetime

from pipeline.inbox.names import shown
from pipeline.inbox.problems import Problem
from records.time import SHANGHAI


def explanation(name: str, where: str, problem: Problem, at: datetime) -> str:
    """The full notice: Chinese first, then English, the program's own line last."""
    moment = f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    lines = [
        f"文件：{shown(name)}",
        f"原来的位置：{where}",
        f"时间：{moment}（北京时间）",
        f"问题：{problem.zh}。",
        f"怎么办：{problem.remedy_zh}。原文件就在旁边，没有被改动；里面的内容都没有导入。",
        "",
        f"File: {shown(name)}",
        f"Dropped in: {where}",
        f"When: {moment} (Beijing time)",
        f"What is wrong: {problem.en}.",
        f"What to do: {problem.remedy_en}. The file lies beside this notice, unchanged; nothing of it was taken.",
    ]
    if problem.technical:
        lines += ["", f"技术信息 / technical: {problem.technical}"]
    return "\r\n".join([*lines, ""])


def short_notice(name: str, problem: Problem, at: datetime, *, kept_as: str) -> str:
    """The notice in the drop folder; `kept_as` names the copy in quarantine, empty for a file that was left there."""
    moment = f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    rest_zh = f"文件已移到隔离区：{kept_as}（旁边有详细说明）。" if kept_as else "文件还在这里，没有动。"
    rest_en = f"The file is now in {kept_as}, with a full notice beside it." if kept_as else "The file was left here."
    lines = [
        f"没有导入：{shown(name)}（{moment} 北京时间）",
        f"问题：{problem.zh}。",
        f"怎么办：{problem.remedy_zh}。{rest_zh}",
        "这份说明会在文件处理好之后自动删除。",
        "",
        f"Not taken: {shown(name)} ({moment} Beijing time)",
        f"What is wrong: {problem.en}.",
        f"What to do: {problem.remedy_en}. {rest_en}",
        "This notice goes away by itself once the file is dealt with.",
        "",
    ]
    return "\r\n".join(lines)
