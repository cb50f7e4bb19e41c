"""Survey columns that are one question each: NPS, satisfaction, effort, other scores and open answers."""

from collections.abc import Sequence

from crawlers.tables import looks
from crawlers.tables.columns import Column, Match
from crawlers.tables.names import header_of, likeness
from crawlers.tables.questions import question_of
from crawlers.tables.vocabulary import RecordWords

_MOSTLY = 0.6
_ASKING = ("您", "你", "?", "？", "评分", "打分", "满意", "如何", "Q", "How")
_OPEN = (
    "建议", "意见", "原因", "理由", "为什么", "其他", "补充", "开放", "文字",
    "comment", "verbatim", "why", "feedback", "suggest",
)  # fmt: skip


def with_questions(found: list[Match], columns: Sequence[Column], words: RecordWords) -> list[Match]:
    """Adds the columns that are a question each; they go before what a column of answers may be called."""
    has_rows_of_questions = {"question", "score"} <= {match.field for match in found}
    if has_rows_of_questions:
        return found
    taken = {match.column for match in found if match.field not in ("score", "text", "question", "product")}
    asked: list[Match] = []
    for column in columns:
        header = header_of(column.name)
        is_ignored = any(likeness(header, name) >= 0.9 for name in words.ignored)
        if column.name not in taken and not is_ignored:
            asked += _question(column, {match.field for match in asked})
    columns_asked = {match.column for match in asked}
    return [match for match in found if match.field != "score" and match.column not in columns_asked] + asked


def _question(column: Column, known: set[str]) -> list[Match]:
    asked = question_of(column.name)
    is_scored = bool(column.cells) and looks.fit("score.", None, column.cells, column.name) >= _MOSTLY
    if asked and is_scored and f"score.{asked}" not in known:
        return [Match(column.name, f"score.{asked}", 0.95)]
    is_question = any(word in column.name for word in _ASKING)
    if is_scored and is_question:
        return [Match(column.name, f"score.{column.name}", 0.6)]
    is_open = bool(column.cells) and looks.kind_of(column.cells) in ("text", "word") and not is_scored
    if is_open and any(word in column.name.lower() for word in _OPEN):
        return [Match(column.name, f"answer.{column.name}", 0.8)]
    return []
