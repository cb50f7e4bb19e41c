"""What every measure that can be loaded into fact_satisfaction promises."""

import importlib
import pkgutil

import pytest

import crm.decisions
import crm.loyalty
import crm.satisfaction
from crm.satisfaction.rows import Measure

MODULES = [
    importlib.import_module(f"{package.__name__}.{found.name}")
    for package in (crm.satisfaction, crm.decisions, crm.loyalty)
    for found in pkgutil.iter_modules(package.__path__)
]


def members(value: object) -> list[Measure]:
    if isinstance(value, Measure):
        return [value]
    return [each for each in value if isinstance(each, Measure)] if isinstance(value, dict) else []


MEASURES = {each.name: each for module in MODULES for value in vars(module).values() for each in members(value)}


def test_every_name_belongs_to_one_measure() -> None:
    found = {each for module in MODULES for value in vars(module).values() for each in members(value)}
    assert len(found) == len(MEASURES) >= 24


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES.keys())
def test_a_measure_says_what_it_is_in_both_languages(measure: Measure) -> None:
    assert measure.grade in ("published", "vendor", "own")
    assert measure.is_proxy == measure.name.endswith("_proxy"), "what is read from texts is called a proxy"
    assert measure.is_proxy == ("代理" in measure.zh) == ("proxy" in measure.en)
    assert any("\u4e00" <= character <= "\u9fff" for character in measure.zh)
    assert measure.en.isascii()
    assert measure.counted
