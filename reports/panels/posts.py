"""The posts behind every number: up to 2,000 of the period and some of each earlier day of the curve."""

import json
from dataclasses import replace
from datetime import timedelta

from reports.panel import Panel
from reports.scope import Scope
from reports.text import excerpt
from warehouse import answers
from warehouse.answers import Answer, Cell, Period

ORDER = 90

POST_LIMIT = 2000
"""Posts of the period at most; the page says `n of N`."""

BYTE_LIMIT = 1_500_000
"""Room for embedded posts, so that the page stays under 3 MB whatever people write."""


def build(scope: Scope) -> Panel:
    """Never empty: a page is only made for a period with mentions."""
    brand = scope.brand.brand_id
    cube = answers.mention_cube(scope.connection, brand, scope.now)
    carriers = [str(author) for author in scope.influencers.column("author_id")]
    if scope.spreaders:
        carriers += [str(author) for author in scope.spreaders.column("author_id") if author not in carriers][:1]
    chosen = answers.posts(scope.connection, brand, scope.now, limit=POST_LIMIT, authors=carriers)
    inside = _within(_shortened(chosen), BYTE_LIMIT)
    found = [cube, inside]
    if scope.curve_span.start < scope.now.start:
        earlier = Period(scope.curve_span.start, scope.now.start - timedelta(days=1))
        found.append(_shortened(answers.posts_per_day(scope.connection, brand, earlier)))
    return Panel(
        name="posts",
        renderer="posts",
        width="full",
        title=("原帖", "Posts"),
        hint=("点上面的任何数字，这里就是它背后的帖子；高亮处是模型判断的依据",
              "Click any number above to see the posts behind it; highlights are what the model decided on"),
        answers=tuple(found),
    )  # fmt: skip


def _shortened(answer: Answer) -> Answer:
    """Excerpts instead of whole texts; spans move with them and count as the browser counts (UTF-16)."""
    text, title, evidence = (answer.columns.index(name) for name in ("text", "title", "evidence"))
    rows: list[tuple[Cell, ...]] = []
    for row in answer.rows:
        cells = list(row)
        cells[text], cells[evidence] = excerpt(row[text], row[evidence])
        cells[title] = None if row[title] is None else str(row[title])[:80]
        rows.append(tuple(int(cell) if isinstance(cell, bool) else cell for cell in cells))
    return replace(answer, rows=tuple(rows))


def _within(answer: Answer, byte_limit: int) -> Answer:
    """The first rows that fit (the order of the answer is their priority)."""
    size, kept = 0, 0
    for row in answer.rows:
        size += len(json.dumps(row, ensure_ascii=False, default=str).encode("utf-8", "replace"))
        if size > byte_limit:
            break
        kept += 1
    return replace(answer, rows=answer.rows[:kept])
