"""Workbook and document in English: headers, titles and codes are looked up; what people wrote stays as it is."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from reports.formats.grid import Column, Figure, Grid
from reports.formats.headers import HEADERS
from reports.formats.week import Week
from reports.names import NAMES
from warehouse.answers import Cell
from warehouse.metrics import BY_NAME
from warehouse.views.words import COLUMN_NAMES

PHRASES: Mapping[str, str] = {
    zh: en
    for zh, _, en in (
        line.strip().partition(" = ")
        for line in """
        日期 = Day
        净情感 = Net sentiment
        声量 = Mentions
        负面 = Negative
        中性 = Neutral
        正面 = Positive
        是否本期 = In the period
        话题 = Topic
        贡献（百分点） = Part (points)
        图中名称 = Name in the chart
        品牌 = Brand
        声量份额 = Share of voice
        变化（百分点） = Change (points)
        平台 = Platform
        产品 = Product
        负面声量份额 = Share of negative voice
        投诉类型 = Kind of complaint
        投诉数 = Complaints
        提升度 = Lift
        可判定条数 = Judged mentions
        指标 = Metric
        变化 = Change
        说明 = Remark
        口径 = Formula
        时期 = Period
        统计范围 = Population
        出处 = Source
        版本 = Version
        结论中的一句 = Clause
        见 = See
        依据 = Evidence
        面板 = Panel
        查询 = Query
        行数 = Rows
        名次 = Rank
        作者 = Author
        层级 = Tier
        粉丝数 = Followers
        互动量 = Engagement
        负面数 = Negative
        情感 = Tone
        任务 = Task
        总览 = Overview
        取数语句 = SQL
        上周负面 = Negative last week
        上月负面 = Negative last month
        上期负面 = Negative in the period before
        前一日负面 = Negative the day before
        对比期负面 = Negative in the compared period
        逐日净情感与声量 = Net sentiment and mentions by day
        各平台口碑 = Tone by platform
        按类型 = By kind
        原帖 = Posts
        各话题对净情感变化的贡献（可相加） = Parts of topics in the change of net sentiment (they add up)
        声量份额与负面声量份额 = Share of voice and of negative voice
        关键指标 = Key figures
        投诉类型 × 产品（提升度：比按行列推算的多几倍） = Kind of complaint by product (lift: times what is expected)
        每句话的依据 = What each clause stands on
        每张表的取数语句（scrm sql 可直接执行） = The SQL of every table (for scrm sql)
        本品牌各平台合计 = The brand by platform
        对比范围内各平台合计 = The compared brands by platform
        预警 = Alerts
        活动与事件 = Campaigns and events
        投诉的回复与解决 = Answers and resolutions of complaints
        各来源采集覆盖 = Coverage of sources
        各平台最新内容 = Newest content by platform
        在用模型 = Models in use
        人工校正与模型 = People's corrections and the model
        改进建议的原文 = Posts behind the improvements
        传播预警事件的账号 = Accounts that spread the alert
        本周 = This week
        上周 = Last week
        本月 = This month
        上月 = Last month
        本期 = This period
        上期 = The period before
        当日 = The day
        前一日 = The day before
        对比期 = The compared period
        是 = yes
        否 = no
        无数据 = no data
        无可比时期 = nothing to compare with
        误差内 = within the margin
        个百分点 = points
        变好 = better
        变差 = worse
        个百分点，变好 = points, better
        个百分点，变差 = points, worse
        未提及产品 = no product named
        未归类 = unsorted
        未归入话题 = no topic
        """.strip().splitlines()
    )
}
"""Chinese as the grids are made with -> English."""

CODED = frozenset({
    "指标", "说明", "平台", "投诉类型", "层级", "情感", "是否本期", "时期", "任务", "作者层级",
    "最近问题", "面板", "见", "类型", "出处",
})  # fmt: skip
"""Headers of columns whose cells are words of ours, and no one else's."""

NOTES = (
    (re.compile(r"列出 ([\d,]+) 条，共 ([\d,]+) 条；长文只取依据所在的一段，全文用 --format csv"),
     r"\1 of \2 posts; long texts are cut around their evidence, whole ones by --format csv"),
    (re.compile(r"仅 ([\d,]+) 条，仅供参考"), r"only \1: a hint at best"),
)  # fmt: skip
"""Sentences with figures."""


@cache
def _words() -> dict[str, str]:
    """Everything that has a Chinese name of ours -> its English one; phrases win over names of columns."""
    columns = {zh: name.replace("_", " ").capitalize() for name, zh in {**COLUMN_NAMES, **HEADERS}.items()}
    codes = {zh: en for kind in NAMES.values() for zh, en in kind.values()}
    return columns | codes | {metric.zh: metric.en for metric in BY_NAME.values()} | dict(PHRASES)


def english(text: str) -> str:
    """The English of a word or sentence of ours; the text itself where none is known."""
    for pattern, told in NOTES:
        if pattern.fullmatch(text):
            return pattern.sub(told, text)
    return _words().get(text, text)


def in_language(week: Week, grid: Grid) -> Grid:
    """The grid as the week's language has it: names of topics, products and people are theirs in any language."""
    if week.language == "zh":
        return grid
    titles = {panel.title[0]: panel.title[1] for panel in week.panels}
    coded = [column.name in CODED or _is_yes_or_no(grid, place) for place, column in enumerate(grid.columns)]
    rows = tuple(
        tuple(_cell(cell) if is_coded else cell for cell, is_coded in zip(row, coded, strict=True)) for row in grid.rows
    )
    columns = tuple(Column(english(column.name), column.kind) for column in grid.columns)
    title = titles.get(grid.title) or english(grid.title)
    return replace(grid, title=title, columns=columns, rows=rows, note=english(grid.note))


def _cell(cell: Cell | Figure) -> Cell | Figure:
    return english(cell) if isinstance(cell, str) else cell


def _is_yes_or_no(grid: Grid, place: int) -> bool:
    cells = {row[place] for row in grid.rows} - {None}
    return bool(cells) and all(cell in ("是", "否") for cell in cells)
