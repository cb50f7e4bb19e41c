"""Codes that two rooms write down: what crm looks at is what the star lists."""

from crm.influence.audience import SIGNS
from warehouse.tables.influence import AUDIENCE_SIGNS


def test_signs_of_the_star_are_those_of_crm() -> None:
    assert set(AUDIENCE_SIGNS) == set(SIGNS)
