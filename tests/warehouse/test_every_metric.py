"""What every metric promises, and that SQL and Python agree on its value."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from warehouse import duck
from warehouse.answers.totals import MEASURES, TILE_METRICS
from warehouse.answers.views import INSIGHT_DAY, METADATA
from warehouse.metrics import BY_NAME, METRICS, Metric, default_of

OWN = {
    "mention_count": 200, "deduplicated_count": 180, "organic_count": 150, "positive_count": 60, "neutral_count": 30,
    "negative_count": 90, "abstained_count": 20, "complaint_count": 40, "engagement_count": 5000,
}  # fmt: skip
OTHER = dict.fromkeys(OWN, 100)
EXPECTED = {
    "mention_volume": 200,
    "deduplicated_volume": 180,
    "organic_volume": 150,
    "net_sentiment": -30 / 180,  # (60 - 90) / (60 + 30 + 90)
    "net_sentiment_polar": -30 / 150,  # (60 - 90) / (60 + 90)
    "positive_share": 60 / 180,
    "negative_share": 90 / 180,
    "share_of_voice": 200 / 300,
    "negative_share_of_voice": 90 / 190,
    "complaint_count": 40,
    "complaint_share": 40 / 200,
    "engagement": 5000,
    "engagement_per_mention": 25.0,
    "abstention_rate": 20 / 200,  # 20 / (60 + 30 + 90 + 20)
}

every_metric = pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Connection]:
    path: Path = tmp_path_factory.mktemp("metrics") / "w.duckdb"
    engine = duck.engine_for(path)
    METADATA.create_all(engine, tables=[INSIGHT_DAY])
    with engine.connect() as connection:
        halves = [{name: value // 2 for name, value in OWN.items()}] * 2  # two days, so that sums are needed
        rows = [{"brand_id": "own", **half} for half in halves] + [{"brand_id": "other", **OTHER}]
        connection.execute(INSIGHT_DAY.insert(), rows)
        yield connection


def _measured(connection: sa.Connection, metric: Metric) -> float:
    text = f"SELECT brand_id, {metric.sql} AS value FROM v_insight_day GROUP BY brand_id"
    values = {str(row.brand_id): row.value for row in connection.execute(sa.text(text))}
    return float(values["own"])


@every_metric
def test_sql_python_and_arithmetic_agree(connection: sa.Connection, metric: Metric) -> None:
    tracked = {name: OWN[name] + OTHER[name] for name in OWN}
    assert _measured(connection, metric) == pytest.approx(EXPECTED[metric.name])
    assert metric.value(OWN, tracked) == pytest.approx(EXPECTED[metric.name])


@every_metric
def test_definition_is_complete(metric: Metric) -> None:
    texts = (metric.zh, metric.en, metric.formula, metric.formula_en, metric.population, metric.source, metric.version)
    assert all(texts)
    assert set(metric.numerator) | set(metric.denominator or {}) <= set(MEASURES)
    assert (metric.denominator is None) == (metric.unit == "count")


@every_metric
def test_unknown_stays_unknown_and_nothing_divides_by_zero(metric: Metric) -> None:
    assert metric.value({}, {}) is None
    zero = dict.fromkeys(MEASURES, 0)
    assert metric.value(zero, zero) == (0 if metric.denominator is None else None)


def test_names_are_unique_and_every_meaning_has_one_default() -> None:
    assert len(BY_NAME) == len(METRICS) == len(EXPECTED)
    defaults = Counter(metric.meaning for metric in METRICS if metric.is_default)
    assert defaults == Counter({metric.meaning for metric in METRICS})


def test_the_defaults_of_the_contract() -> None:
    assert default_of("volume").name == "mention_volume"
    assert default_of("net_sentiment").formula == "（正面 − 负面）÷（正面 + 中性 + 负面）"
    assert default_of("complaint_share").numerator == {"complaint_count": 1}
    with pytest.raises(KeyError):
        default_of("no such meaning")


def test_direction_is_told_only_where_it_is_plain() -> None:
    assert BY_NAME["net_sentiment"].up_is_good is True
    assert BY_NAME["complaint_share"].up_is_good is False
    assert all(BY_NAME[name].up_is_good is None for name in ("mention_volume", "share_of_voice", "engagement"))
    assert set(TILE_METRICS) <= set(BY_NAME)
