"""In which words people speak: a cloud by tone, and beside it the words that became more common."""

from reports.panel import Panel
from reports.rising import rising
from reports.scope import Scope
from warehouse import answers

ORDER = 35

LEAST_WORDS = 8
"""Fewer words are no cloud."""

RISING_SHOWN = 8
"""Rising words listed."""


def build(scope: Scope) -> Panel | None:
    """None when the period has too few words."""
    rows = answers.words(scope.connection, scope.brand, scope.now, scope.before)
    if len(rows.rows) < LEAST_WORDS:
        return None
    totals = [scope.value("mention_volume", when) or 0.0 for when in ("now", "before")]
    return Panel(
        name="words",
        renderer="words",
        width="wide",
        title=("大家在说什么", "In which words"),
        hint=("字号 = 含该词的条数；颜色 = 含该词内容的口碑；不随平台筛选变化；点词看原帖",
              "Size = mentions with the word; colour = their tone; not filtered by platform; click for posts"),
        answers=(rows,),
        options={"rising": rising(rows.records(), *totals)[:RISING_SHOWN]},
    )  # fmt: skip
