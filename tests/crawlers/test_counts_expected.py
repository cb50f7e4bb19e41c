"""How many items a query should give: too few are an error, very many worth a word."""

from dataclasses import replace

from crawlers import catalog
from crawlers.expectations import count_problem
from crawlers.spec import CountBound
from crawlers.tally import Tally
from records import Outcome

SPEC = replace(
    catalog.spec("steam"),
    min_items=CountBound(value=5, because="the shop gets as many a day"),
    max_items=CountBound(value=9, because="never seen more"),
)


def test_too_few_are_an_error_with_the_reason_for_the_number() -> None:
    outcome, message = count_problem(SPEC, Tally(mention_count=4)) or (None, "")
    assert outcome is Outcome.ERROR
    assert "4 items, expected at least 5 (the shop gets as many a day)" in message


def test_very_many_are_told_and_taken() -> None:
    outcome, message = count_problem(SPEC, Tally(mention_count=10)) or (None, "")
    assert outcome is Outcome.OK
    assert "more than the usual 9 (never seen more)" in message


def test_a_usual_number_and_a_source_without_bounds_are_fine() -> None:
    assert count_problem(SPEC, Tally(mention_count=7)) is None
    assert count_problem(catalog.spec("steam"), Tally()) is None
