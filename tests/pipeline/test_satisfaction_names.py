"""The star calls the measures of satisfaction what crm calls them."""

from tests.crm.test_satisfaction_measures import MEASURES
from warehouse.tables.measurenames import SATISFACTION_MEASURES


def test_every_measure_is_named_alike() -> None:
    assert {name: (each.zh, each.en) for name, each in MEASURES.items()} == SATISFACTION_MEASURES
