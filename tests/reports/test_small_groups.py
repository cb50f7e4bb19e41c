"""What the page tells of people is told of groups: a few answers would tell who gave them."""

from datetime import date

from reports.scope import Scope
from warehouse import answers
from warehouse.answers.disclosure import LEAST_PEOPLE


def test_a_month_of_four_answers_is_left_out(crisis: Scope) -> None:
    told = answers.satisfaction(crisis.connection, "qinghe", crisis.now, measures=["ces", "nps"]).records()
    ces = [(row["month"], row["evidence_count"]) for row in told if row["measure"] == "ces"]
    assert ces == [(date(2026, 10, 1), 5), (date(2026, 9, 1), 100)], "November's four answers are not told"
    assert {row["measure"] for row in told} == {"ces", "nps"}


def test_no_persona_of_a_few_authors_is_told(crisis: Scope) -> None:
    rows = answers.personas(crisis.connection, "qinghe", crisis.now).records()
    assert rows
    assert all(int(str(row["author_count"])) >= LEAST_PEOPLE for row in rows)
