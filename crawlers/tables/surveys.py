"""Rows of a survey -> one response a question: a table with a column a question, or with a row a question."""

from collections.abc import Iterator, Mapping
from typing import Any

from crawlers.tables.checks import check_score, check_text
from crawlers.tables.desk import Desk
from crawlers.tables.faults import Fault, Row
from crawlers.tables.fields import compile_fields, evaluate
from crawlers.tables.questions import question_of, usual_scale
from records import SurveyResponse

SCORE, ANSWER = "score.", "answer."
"""Fields that are questions of their own: `score.nps`, `answer.还有什么建议`."""
NO_ANSWER = Fault("no answer", is_skip=True)


class SurveyRows:
    """Reads survey responses."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._fields = compile_fields(desk.spec.feed)

    def read(self, row: Row) -> list[SurveyResponse] | Fault:
        """The responses of a row; a skip where the person answered nothing. Raises FieldError."""
        desk = self._desk
        values = evaluate(self._fields, row, desk.context)
        answered_at = desk.moment(values, "answered_at")
        answers = list(self._answers(values))
        if not answers:
            return NO_ANSWER
        who = values.get("customer_id") or ""
        response_id = desk.id_of(values.get("response_id"), who, answered_at, repr(answers))
        return [
            SurveyResponse(
                source=desk.spec.name,
                response_id=response_id,
                question=question,
                answered_at=answered_at,
                observed_at=desk.seen_at(values),
                query=desk.query,
                customer_id=desk.customer(values),
                score=score,
                scale=scale if score is not None else None,
                text=text,
                product=values.get("product"),
                channel=values.get("channel"),
            )
            for question, score, scale, text in answers
        ]

    def _answers(self, values: Mapping[str, Any]) -> Iterator[tuple[str, float | None, float | None, str | None]]:
        """(question, score, scale, text) of what was answered."""
        if values.get("question"):
            question = question_of(values["question"]) or values["question"]
            if values.get("score") is not None or values.get("text"):
                yield self._checked(question, values.get("score"), values.get("text"))
        for name, value in values.items():
            if value is not None and name.startswith(SCORE):
                yield self._checked(name.removeprefix(SCORE), value, None)
            elif value is not None and name.startswith(ANSWER):
                yield self._checked(name.removeprefix(ANSWER), None, value)

    def _checked(
        self, question: str, score: float | None, text: str | None
    ) -> tuple[str, float | None, float | None, str | None]:
        scale = self._desk.spec.scales.get(question, usual_scale(question))
        check_score(f"score.{question}", score, scale)
        check_text(f"answer.{question}", text)
        return question, score, scale, text
