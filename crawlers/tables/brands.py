"""Whose file it is: the commonest value of its brand, shop or product column, else what its name says."""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import PurePath

from crawlers.tables.names import header_of, likeness, plain
from crawlers.tables.samples import Table
from crawlers.tables.vocabulary import vocabulary

_SAME = 0.9
_LONGEST_NAME = 30
_WORDLESS = re.compile(r"[\d.\-年月日至到~]+|v\d+|sheet\d*|副本|copy", re.IGNORECASE)
_SAYS_NOTHING = re.compile(
    r"导出|数据|明细|列表|报表|表格|汇总|记录|评价|评论|订单|问卷|客服|工单|会话|投诉|舆情|监测|全部|最新|整理|export|data|list|report|reviews?|"
    r"comments?|orders?|posts?|table|survey|contacts?|tickets?|mentions?|notes?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class BrandGuess:
    """A name for the brand that a file is about."""

    name: str
    column: str | None
    """The column it was taken from; None: the file's name."""
    share: float
    """Of the first rows, those that name it."""
    others: tuple[str, ...] = ()
    """Further names in that column, commonest first."""


def brand_of(table: Table, file_name: str) -> BrandGuess:
    """The brand's likely name."""
    for name in vocabulary().brand_columns:
        for column in table.columns:
            if column.cells and likeness(header_of(column.name), name) >= _SAME:
                counted = Counter(cell for cell in column.cells if len(cell) <= _LONGEST_NAME).most_common(4)
                if counted:
                    (first, count), *rest = counted
                    return BrandGuess(first, column.name, count / len(column.cells), tuple(each for each, _ in rest))
    return BrandGuess(_name_in(file_name), None, 1.0)


def _name_in(file_name: str) -> str:
    stem = PurePath(file_name).stem
    pieces = [each for each in re.split(r"[\s_\-()（）\[\]【】+]+", stem) if each]
    named = [each for each in pieces if not _WORDLESS.fullmatch(each) and _SAYS_NOTHING.sub("", plain(each)).strip()]
    return (named[0] if named else stem)[:_LONGEST_NAME] or "mybrand"
