"""The map of the textbooks names only what exists."""

import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from pipeline import textbook
from pipeline.textbook import Method
from warehouse import tables
from warehouse.metrics import DEFINITIONS
from warehouse.tables.measurenames import SATISFACTION_MEASURES

TESTS = Path(__file__).resolve().parents[1]
ROWS = ["1", "2", "3", "4", "5a", "5b", *(str(number) for number in range(6, 81))]


@pytest.fixture(params=textbook.methods(), ids=lambda method: f"row {method.row}")
def method(request: pytest.FixtureRequest) -> Method:
    """Each concept."""
    return request.param  # type: ignore[no-any-return]


def test_every_row_of_the_catalogue_is_there_once() -> None:
    assert [one.row for one in textbook.methods()] == ROWS


def test_its_functions_exist(method: Method) -> None:
    for function in method.functions:
        module, name = function.split(":")
        assert hasattr(import_module(module), name), function


def test_its_places_in_the_star_exist(method: Method) -> None:
    for place in method.star:
        table, _, column = place.partition(".")
        assert table in tables.METADATA.tables, place
        assert not column or column in tables.METADATA.tables[table].columns, place


def test_its_metrics_measures_and_panels_exist(method: Method) -> None:
    assert set(method.metrics) <= {one.name for one in DEFINITIONS}
    assert set(method.measures) <= SATISFACTION_MEASURES.keys()
    assert all(find_spec(f"reports.panels.{panel}") for panel in method.panels)


def test_its_tests_exist(method: Method) -> None:
    for test in method.tests:
        file, name = test.split("::")
        assert re.search(rf"^def {name}\(", (TESTS / file).read_text(encoding="utf-8"), re.MULTILINE), test


def test_it_is_proven_or_says_why_not(method: Method) -> None:
    assert method.tests or method.lacks
    assert method.functions or method.star or method.metrics or method.lacks


def test_the_committed_page_is_that_of_today() -> None:
    page = TESTS.parent / "docs" / "textbook-map.md"
    assert page.read_text(encoding="utf-8") == textbook.render()
