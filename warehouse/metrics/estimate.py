"""Metrics that are estimates: a value with a 95% interval, or the reason why there is none.

They need two things that no single view holds: the model's verdicts (`v_insight_day`) and what people said about a
random sample of them (`v_correction`). So `sql` is a whole query: brand_id, value, low, high, one row per brand for
which enough was checked. `warehouse.metrics.correction` has the methods.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from warehouse.metrics.correction import (
    CLASSES,
    MIN_CHECKED,
    MIN_OF_CLASS,
    SAID,
    WEIGHTY,
    Z95,
    Corrected,
    Pairs,
    adjust,
    correct,
)
from warehouse.metrics.definition import Definition, Form

Method = Literal["post_stratified", "rogan_gladen"]
"""Weigh what people said by the model's verdicts, or solve for the true share from the model's error rates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateMetric(Definition):
    """What a figure would be had people read everything, from what they said about a random sample."""

    form: ClassVar[Form] = "estimate"
    method: Method
    """How the errors are taken out."""
    scores: Mapping[str, int]
    """What people said -> points; the metric is their mean."""

    @property
    def columns(self) -> frozenset[str]:
        """The verdict classes of `v_insight_day`."""
        return frozenset(f"{name}_count" for name in CLASSES)

    @property
    def sql(self) -> str:
        """A whole query: brand_id, value, low, high."""
        query = _STRATIFIED.format(**_points(self.scores)) if self.method == "post_stratified" else _ADJUSTED
        return " ".join(query.split())

    def value(self, counts: Mapping[str, int], pairs: Pairs) -> Corrected:
        """The same from mentions by verdict class of the model and the confusion matrix of the random sample."""
        return correct(counts, pairs, self.scores) if self.method == "post_stratified" else adjust(counts, pairs)


def _points(scores: Mapping[str, int]) -> dict[str, int]:
    return {**scores, "least": min(scores.values()), "most": max(scores.values())}


_VERDICTS = " UNION ALL ".join(
    f"SELECT brand_id, '{name}' AS machine, sum({name}_count) AS n FROM v_insight_day GROUP BY brand_id"
    for name in CLASSES
)
_SAID = ", ".join(f"sum(CASE WHEN human = '{name}' THEN correction_count ELSE 0 END) AS {name}" for name in SAID)

_STRATIFIED = f"""WITH verdict AS ({_VERDICTS}),
checked AS (SELECT brand_id, machine, sum(correction_count) AS m, {_SAID}
  FROM v_correction WHERE is_random GROUP BY brand_id, machine),
scored AS (SELECT v.brand_id, v.n, coalesce(c.m, 0) AS m, sum(v.n) OVER (PARTITION BY v.brand_id) AS total,
    1.0 * ({{positive}} * positive + {{neutral}} * neutral + {{negative}} * negative) / nullif(m, 0) AS mean,
    1.0 * ({{positive}} * (positive + 1) + {{neutral}} * (neutral + 1) + {{negative}} * (negative + 1)) AS points,
    1.0 * ({{positive}} * {{positive}} * (positive + 1) + {{neutral}} * {{neutral}} * (neutral + 1)
      + {{negative}} * {{negative}} * (negative + 1)) AS squares
  FROM verdict v LEFT JOIN checked c ON c.brand_id = v.brand_id AND c.machine = v.machine),
figure AS (SELECT brand_id, sum(n * mean) / sum(n) AS value,
    {Z95} * sqrt(sum(n * n * (squares - points * points / (m + 3)) / (m + 2) / nullif(m, 0))) / sum(n) AS margin
  FROM scored WHERE total > 0 GROUP BY brand_id HAVING sum(m) >= {MIN_CHECKED} AND
    min(CASE WHEN n > {WEIGHTY} * total OR (n > 0 AND m = 0) THEN m ELSE {MIN_OF_CLASS} END) >= {MIN_OF_CLASS})
SELECT brand_id, value, greatest({{least}}, value - margin) AS low, least({{most}}, value + margin) AS high FROM figure
ORDER BY brand_id"""

_ADJUSTED = f"""WITH verdict AS (SELECT brand_id, 1.0 * sum(negative_count) AS wanted,
    1.0 * sum({" + ".join(f"{name}_count" for name in CLASSES)}) AS total FROM v_insight_day GROUP BY brand_id),
checked AS (SELECT brand_id, 1.0 * sum(correction_count) AS m,
    1.0 * sum(CASE WHEN human = 'negative' THEN correction_count ELSE 0 END) AS positives,
    1.0 * sum(CASE WHEN human = 'negative' AND machine = 'negative' THEN correction_count ELSE 0 END) AS found,
    1.0 * sum(CASE WHEN human <> 'negative' AND machine <> 'negative' THEN correction_count ELSE 0 END) AS passed
  FROM v_correction WHERE is_random GROUP BY brand_id HAVING sum(correction_count) >= {MIN_CHECKED}),
rated AS (SELECT brand_id, wanted / total AS p, total, found, passed, positives, m - positives AS others,
    found / positives + passed / (m - positives) - 1 AS informed, passed / (m - positives) AS sp
  FROM verdict JOIN checked USING (brand_id)
  WHERE total > 0 AND positives >= {MIN_OF_CLASS} AND m - positives >= {MIN_OF_CLASS}),
figure AS (SELECT *, least(1.0, greatest(0.0, (p + sp - 1) / informed)) AS value FROM rated WHERE informed > 0),
spread AS (SELECT *, {Z95} * sqrt(p * (1 - p) / total
    + value * value * (found + 1) * (positives - found + 1) / (positives + 2) / (positives + 2) / positives
    + (1 - value) * (1 - value) * (passed + 1) * (others - passed + 1) / (others + 2) / (others + 2) / others)
    / informed AS margin FROM figure)
SELECT brand_id, value, greatest(0.0, value - margin) AS low, least(1.0, value + margin) AS high FROM spread
ORDER BY brand_id"""
