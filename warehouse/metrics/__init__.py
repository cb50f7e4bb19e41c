"""The metric registry: one versioned definition per metric, read by answers, report, spreadsheets and dictionary.

A metric is computed in one of four forms: from sums (`Metric`: a count or a ratio; the form the page recomputes), from
distinct counts (`DistinctMetric`), as an order statistic (`OrderMetric`), or as an estimate with an interval
(`EstimateMetric`). Each names the view it reads, renders as SQL and computes in Python, and says who defined it so.
Rival formulas and twins (raw, de-duplicated, organic) share a meaning; exactly one of them is its default.
"""

from collections.abc import Mapping

from warehouse.metrics import attention, complaints, customers, quality, sentiment, voice, volume
from warehouse.metrics.definition import Abstentions, Definition, Evidence, Form, Number, Unit
from warehouse.metrics.distinct import DistinctMetric
from warehouse.metrics.estimate import EstimateMetric
from warehouse.metrics.order import OrderMetric
from warehouse.metrics.sums import JUDGED, Metric, Sums, Terms

__all__ = [
    "BY_NAME", "DEFINITIONS", "ESTIMATES", "JUDGED", "METRICS", "STARTERS", "Abstentions", "Definition",
    "DistinctMetric", "EstimateMetric", "Evidence", "Form", "Metric", "Number", "OrderMetric", "Sums", "Terms",
    "Unit", "default_of", "definition_of",
]  # fmt: skip

DEFINITIONS: tuple[Definition, ...] = (
    *volume.FAMILY,
    *sentiment.FAMILY,
    *voice.FAMILY,
    *complaints.FAMILY,
    *customers.FAMILY,
    *attention.FAMILY,
    *quality.FAMILY,
)
"""Every metric of the product, family by family."""

METRICS: tuple[Metric, ...] = tuple(one for one in DEFINITIONS if isinstance(one, Metric))
"""Those made of sums, which a page recomputes under its filters."""

ESTIMATES: tuple[EstimateMetric, ...] = tuple(one for one in DEFINITIONS if isinstance(one, EstimateMetric))
"""Those with an interval."""

BY_NAME: Mapping[str, Metric] = {metric.name: metric for metric in METRICS}
"""Metrics made of sums, by name."""

STARTERS: tuple[Definition, ...] = tuple(one for one in DEFINITIONS if one.is_starter)
"""The eight to start with."""


def definition_of(name: str) -> Definition:
    """The definition with this name. Raises KeyError for a name that no metric has."""
    for definition in DEFINITIONS:
        if definition.name == name:
            return definition
    raise KeyError(name)


def default_of(meaning: str) -> Definition:
    """The one default metric of a meaning. Raises KeyError for a meaning that no metric has."""
    for definition in DEFINITIONS:
        if definition.meaning == meaning and definition.is_default:
            return definition
    raise KeyError(meaning)
