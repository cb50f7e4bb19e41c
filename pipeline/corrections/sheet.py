"""The sheet that a person fills in: an XLSX that shows the posts and not what the machine said of them."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from records.errors import UnreadableFile

MARK = "scrm-sample-1"
"""Stands in the hidden sheet, so that any other workbook is told apart."""
SENTIMENTS = {"正面": "positive", "中性": "neutral", "负面": "negative"}
YES, NO = "是", "否"
HEADER = (
    "编号", "平台", "日期", "类型", "产品", "标题", "正文", "链接", "情感", "与品牌有关", "是投诉", "备注", "stratum",
)  # fmt: skip
"""The last column is hidden."""
_WIDTHS = (8, 10, 11, 8, 14, 18, 70, 12, 9, 11, 9, 20, 0)
_ASKED = {"情感": tuple(SENTIMENTS), "与品牌有关": (YES, NO), "是投诉": (YES, NO)}
_HELP = (
    "逐条填写“情感”(作者对品牌的态度;看不出就留空)、“与品牌有关”、“是投诉”,填完保存,再运行 scrm correct 文件名。"
    "为了不受影响,这里不显示机器的判断。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One post of a sheet, with what the person wrote."""

    row: int
    """Row number as Excel shows it."""
    mention_id: str
    stratum: str
    sentiment: str | None = None
    """positive, neutral or negative; None when left blank."""
    is_about: bool | None = None
    is_complaint: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A sheet that came back."""

    brand_id: str
    lines: tuple[Line, ...]
    problems: tuple[str, ...]
    """`row N: ...` for what cannot be understood."""


def write_sheet(
    file: Path, brand_id: str, posts: Sequence[Sequence[Any]], strata: Sequence[str], drawn_at: datetime
) -> None:
    """`posts`: mention_id, platform, day, kind, product, title, text, url. Readable by its owner alone."""
    import xlsxwriter

    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as sink:
        book = xlsxwriter.Workbook(sink, {"in_memory": True, "strings_to_urls": False})
        page = book.add_worksheet("核对")
        plain, head = book.add_format({"text_wrap": True, "valign": "top"}), book.add_format({"bold": True})
        page.merge_range(0, 0, 0, len(HEADER) - 2, _HELP, plain)
        page.set_row(0, 34)
        page.write_row(1, 0, HEADER, head)
        for number, (post, stratum) in enumerate(zip(posts, strata, strict=True), start=2):
            for place, cell in enumerate(post):
                page.write_string(number, place, "" if cell is None else str(cell)[:32_000], plain)
            page.write_string(number, len(HEADER) - 1, stratum)
        for place, width in enumerate(_WIDTHS):
            page.set_column(place, place, width or 8, None, {"hidden": not width})
        for name, choices in _ASKED.items():
            place = HEADER.index(name)
            page.data_validation(2, place, len(posts) + 1, place, {"validate": "list", "source": list(choices)})
        page.freeze_panes(2, 1)
        about = book.add_worksheet("scrm")
        about.write_column(0, 0, (MARK, brand_id, drawn_at.isoformat(), len(posts)))
        about.hide()
        book.close()


def read_sheet(file: Path) -> Filled:
    """What a person wrote. Raises UnreadableFile for anything but a sheet of ours."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(file, read_only=True, data_only=True)
        marks = [row[0] for row in book["scrm"].iter_rows(max_col=1, values_only=True)]
        rows = list(book["核对"].iter_rows(values_only=True))
    except OSError as error:
        raise UnreadableFile(f"{file}: cannot be read ({error.strerror}); check the path") from error
    except Exception as error:  # openpyxl raises many kinds for a file that is no workbook, or not ours
        raise UnreadableFile(f"{file}: not a sheet of `scrm sample`; fill in the XLSX it wrote") from error
    if not marks or marks[0] != MARK or len(rows) < 2 or tuple(rows[1][: len(HEADER)]) != HEADER:
        raise UnreadableFile(f"{file}: its header is not that of `scrm sample`; keep all columns and the hidden sheet")
    lines, problems = [], []
    for number, row in enumerate(rows[2:], start=3):
        cells = dict(zip(HEADER, ("" if cell is None else str(cell).strip() for cell in row), strict=False))
        if not cells["编号"]:
            continue
        wrong = [f"{name} {cells[name][:8]!r}" for name, known in _ASKED.items() if cells[name] not in ("", *known)]
        if wrong:
            choices = "; ".join(f"{name}: {'/'.join(known)}" for name, known in _ASKED.items())
            problems.append(f"row {number}: {', '.join(wrong)}; choose from the list ({choices}) or leave blank")
            continue
        lines.append(_line(number, cells))
    return Filled(brand_id=str(marks[1]), lines=tuple(lines), problems=tuple(problems))


def _line(number: int, cells: dict[str, str]) -> Line:
    return Line(
        row=number,
        mention_id=cells["编号"],
        stratum=cells["stratum"],
        sentiment=SENTIMENTS.get(cells["情感"]),
        is_about=_truth(cells["与品牌有关"]),
        is_complaint=_truth(cells["是投诉"]),
    )


def _truth(cell: str) -> bool | None:
    return {YES: True, NO: False}.get(cell)
