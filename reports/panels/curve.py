"""Since when, and is it over: net sentiment above volume, day by day, with events and alert episodes."""

from reports.panel import Panel
from reports.scope import Scope
from warehouse import answers

ORDER = 20


def build(scope: Scope) -> Panel | None:
    """None when no day of the span has a mention."""
    if not scope.daily.rows:
        return None
    span = scope.curve_span
    return Panel(
        name="curve",
        renderer="curve",
        width="wide",
        title=("净情感与声量", "Net sentiment and volume"),
        hint=("上：净情感；下：声量与其中的负面；灰底为本期；点任意一天看原帖",
              "Top: net sentiment; below: volume and the negative part; grey is the period; click a day for its posts"),
        answers=(
            scope.daily,
            scope.alerts,
            answers.events(scope.connection, scope.brand.brand_id, span),
            *([scope.spreaders] if scope.spreaders else []),
        ),
        options={"start": span.start, "end": span.end},
    )  # fmt: skip
