"""The week as a document that people edit before they forward it: short, in sentences and tables, posts as written."""

import struct
import tempfile
from collections.abc import Sequence
from pathlib import Path

from reports import chromium
from reports.clauses import number
from reports.formats import wordml
from reports.formats.english import in_language
from reports.formats.foot import definition_grid, facts
from reports.formats.grid import Grid, cells, shown
from reports.formats.key import key_figures
from reports.formats.told import grids
from reports.formats.week import Week
from reports.index import MARKS
from reports.names import name_of
from warehouse.answers import Cell

CURVE_WIDTH = 860
"""Width of the curve's picture in pixels of the page."""

ROWS = 10
"""Rows of a table at most; the page and the workbook have all."""

POSTS = 10
"""Posts at most: the most engaged ones, in an alert the negative ones."""

FIGURES = ("count", "share", "change", "points", "number")
"""Kinds of cells that stand at the right."""

TABLES: dict[str, tuple[int, Sequence[str]]] = {
    "drivers": (0, ("话题", "贡献（百分点）", "声量", "负面")),
    "complaints": (1, ("投诉类型", "产品", "投诉数", "提升度")),
    "voice": (0, ("品牌", "声量", "声量份额", "变化（百分点）", "负面声量份额")),
    "influencers": (0, ("名次", "作者", "平台", "层级", "粉丝数", "声量", "互动量", "负面数")),
}
"""Panel -> which of its tables, and which columns."""


def write(week: Week, target: Path) -> None:
    """Writes the document; the curve is a picture where a browser is there, else a table of the period's days.

    Raises OSError where the file cannot be written, ScrmError where the browser fails.
    """
    picture = _curve_picture(week)
    body = [*_head(week), *_curve(week, picture)]
    for name, (place, columns) in TABLES.items():
        body += _panel(week, name, place, columns)
    body += [*_posts(week), *_definitions(week)]
    wordml.save(
        target,
        body,
        title=week.title,
        made=week.made,
        page=week.pick(("第 {} 页", "page {}")),
        pictures=[picture] if picture else [],
    )


def _head(week: Week) -> list[str]:
    news = week.pick((week.sentence.clauses[0].zh, week.sentence.clauses[0].en))
    whole = week.pick(week.sentence.text)
    lead, rest = whole[: len(news) + 1], whole[len(news) + 1 :].strip()
    colour = "93370B" if week.sentence.tone == "alert" else "1B5486"
    badge = MARKS[week.sentence.tone]
    mark = week.pick((f"【{badge[0]}】", f"[{badge[1]}] "))
    return [
        wordml.paragraph(wordml.run(week.title), style="Title"),
        wordml.paragraph(wordml.run(mark, colour=colour), wordml.run(lead), style="Lead"),
        wordml.paragraph(wordml.run(rest)) if rest else "",
        wordml.paragraph(wordml.run(facts(week)), style="Note"),
        *_table(in_language(week, key_figures(week.scope))),
    ]  # fmt: skip


def _curve(week: Week, picture: bytes | None) -> list[str]:
    panel = week.panel("curve")
    if panel is None:
        return []
    head = wordml.paragraph(wordml.run(week.pick(panel.title)), style="Heading1")
    grid = grids(week, panel)[0]
    if picture:
        width, height = _size(picture)
        return [head, wordml.picture("pic0", width, height, alt=in_language(week, grid).title)]
    inside = [row for row in grid.rows if row[-1]]
    days = Grid(name=grid.name, title=grid.title, columns=grid.columns[:-1],
                rows=tuple(row[:-1] for row in inside[-31:]))  # fmt: skip
    return [head, *_table(in_language(week, days))]


def _curve_picture(week: Week) -> bytes | None:
    """The page's own curve; None without a browser or without a curve."""
    if chromium.found() is None or week.panel("curve") is None:
        return None
    with tempfile.TemporaryDirectory(prefix="scrm-curve-") as folder:
        target = Path(folder) / "curve.png"
        chromium.screenshot(week.html("curve", look="plain"), target, width=CURVE_WIDTH)
        return target.read_bytes()


def _size(picture: bytes) -> tuple[int, int]:
    """Width and height of a PNG, from its first chunk."""
    width, height = struct.unpack(">II", picture[16:24])
    return int(width), int(height)


def _panel(week: Week, name: str, place: int, columns: Sequence[str]) -> list[str]:
    """A panel's table; nothing where the panel has no rows."""
    panel = week.panel(name)
    if panel is None:
        return []
    grid = grids(week, panel)[place]
    known = [column.name for column in grid.columns]
    made = grid.only([column for column in columns if column in known], first=ROWS)
    more = len(grid.rows) - len(made.rows)
    left = week.pick((f"另有 {more} 行，见网页或表格文件", f"{more} more rows on the page and in the workbook"))
    note = [wordml.paragraph(wordml.run(left), style="Note")] if more > 0 else []
    return [
        wordml.paragraph(wordml.run(week.pick(panel.title)), style="Heading1"),
        *_table(in_language(week, made)),
        *note,
    ]


def _table(grid: Grid) -> list[str]:
    rows = [[shown(figure) for figure in row] for row in cells(grid)]
    head = [column.name for column in grid.columns]
    widths = [min(24, max(5, *(_width(row[at]) for row in [head, *rows]))) for at in range(len(head))]
    is_figure = [column.kind in FIGURES for column in grid.columns]
    return [wordml.table(head, rows, widths=widths, right=is_figure)]


def _width(text: str) -> float:
    """Width of a text in Chinese characters."""
    return sum(1.0 if ord(one) > 0x2E7F else 0.55 for one in text) + 1


def _posts(week: Week) -> list[str]:
    """The most engaged posts, each text once, word for word."""
    panel = week.panel("posts")
    answer = next(answer for answer in panel.answers if answer.name == "posts") if panel else None
    rows = answer.records() if answer else []
    if week.sentence.tone == "alert":
        rows = [row for row in rows if row["tone"] == "negative"] or rows
    texts: dict[Cell, dict[str, Cell]] = {}
    for row in sorted(rows, key=lambda row: -number(row["engagement_count"])):
        if row["text"]:
            texts.setdefault(row["text"], row)
    chosen = list(texts.values())[:POSTS]
    title = week.pick(
        ("原帖（互动最多的负面）", "Posts (negative, most engagement)") if week.sentence.tone == "alert"
        else ("原帖（互动最多）", "Posts (most engagement)")
    )  # fmt: skip
    head = [wordml.paragraph(wordml.run(title), style="Heading1")] if chosen else []
    return head + [line for row in chosen for line in _post(week, row)]


def _post(week: Week, row: dict[str, Cell]) -> list[str]:
    facts_of = [str(row["day"]), *(week.pick(name_of(name, row[name])) for name in ("platform", "tone") if row[name])]
    facts_of += [
        str(row["author_name"] or week.pick(("匿名", "anonymous"))),
        *(str(row[name]) for name in ("product", "topic") if row[name]),
    ]
    if row["engagement_count"] is not None:
        facts_of.append(f"{week.pick(('互动', 'engagement'))} {row['engagement_count']:,}")
    text = str(row["text"])
    return [
        wordml.paragraph(wordml.run(" · ".join(facts_of)), style="Note", keeps=True),
        wordml.paragraph(wordml.run(text), rtl=wordml.is_right_to_left(text)),
    ]


def _definitions(week: Week) -> list[str]:
    grid = definition_grid(week).only(("指标", "口径", "统计范围"))
    order = [row[0] for row in key_figures(week.scope).rows]
    rows = sorted((row for row in grid.rows if row[0] in order), key=lambda row: order.index(row[0]))
    kept = Grid(name=grid.name, title=grid.title, columns=grid.columns, rows=tuple(rows))
    return [
        wordml.paragraph(wordml.run(week.pick(("口径", "Definitions"))), style="Heading1"),
        *_table(in_language(week, kept)),
    ]
