"""What every metric promises, and that SQL and Python agree on its value."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import pytest
import sqlalchemy as sa
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.cli.app import app
from pipeline.cli.edge import guarded
from tests.conftest import REPOSITORY
from tests.warehouse.conftest import rows_of
from warehouse import duck, superset
from warehouse.answers.totals import MEASURES, TILE_METRICS, TWINS
from warehouse.answers.views import INSIGHT_DAY, METADATA
from warehouse.metrics import (
    BY_NAME,
    DEFINITIONS,
    METRICS,
    STARTERS,
    Definition,
    DistinctMetric,
    EstimateMetric,
    Metric,
    OrderMetric,
    default_of,
    definition_of,
    page,
)
from warehouse.metrics.correction import CLASSES, SAID, adjust, correct
from warehouse.views import VIEWS

OWN = {
    "mention_count": 200, "deduplicated_count": 180, "organic_count": 150, "positive_count": 60, "neutral_count": 30,
    "negative_count": 90, "abstained_count": 20, "complaint_count": 40, "engagement_count": 5000,
    "deduplicated_positive_count": 56, "deduplicated_neutral_count": 28, "deduplicated_negative_count": 76,
    "deduplicated_complaint_count": 36, "organic_positive_count": 42, "organic_neutral_count": 30,
    "organic_negative_count": 48, "organic_complaint_count": 30,
}  # fmt: skip
OTHER = dict.fromkeys(OWN, 100)
EXPECTED = {
    "mention_volume": 200,
    "deduplicated_volume": 180,
    "organic_volume": 150,
    "original_share": 180 / 200,
    "organic_share": 150 / 200,
    "net_sentiment": -30 / 180,  # (60 - 90) / (60 + 30 + 90)
    "net_sentiment_polar": -30 / 150,  # (60 - 90) / (60 + 90)
    "net_sentiment_of_all": -30 / 200,
    "net_sentiment_deduplicated": -20 / 160,  # (56 - 76) / (56 + 28 + 76)
    "net_sentiment_organic": -6 / 120,  # (42 - 48) / (42 + 30 + 48)
    "positive_share": 60 / 180,
    "neutral_share": 30 / 180,
    "negative_share": 90 / 180,
    "negative_share_of_all": 90 / 200,
    "negative_share_deduplicated": 76 / 160,
    "negative_share_organic": 48 / 120,
    "experience_score": 7500 / 180,  # (100 x 60 + 50 x 30) / 180
    "positive_negative_ratio": 60 / 90,
    "abstention_rate": 20 / 200,  # 20 / (60 + 30 + 90 + 20)
    "judged_share": 180 / 200,
    "share_of_voice": 200 / 300,
    "share_of_voice_deduplicated": 180 / 280,
    "share_of_voice_organic": 150 / 250,
    "share_of_engagement": 5000 / 5100,
    "negative_share_of_voice": 90 / 190,
    "positive_share_of_voice": 60 / 160,
    "complaint_count": 40,
    "complaint_count_deduplicated": 36,
    "complaint_share": 40 / 200,
    "complaint_share_deduplicated": 36 / 180,
    "complaint_share_organic": 30 / 150,
    "engagement": 5000,
    "engagement_per_mention": 25.0,
}
"""By hand, of the metrics of `v_insight_day`."""

every_definition = pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda one: one.name)
every_sum = pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
every_daily = pytest.mark.parametrize(
    "metric", [one for one in METRICS if one.view == "v_insight_day"], ids=lambda one: one.name
)

amounts = st.integers(min_value=0, max_value=10**9)
few = settings(max_examples=20, deadline=None)


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


@every_daily
def test_sql_python_and_arithmetic_agree(connection: sa.Connection, metric: Metric) -> None:
    tracked = {name: OWN[name] + OTHER[name] for name in OWN}
    assert _measured(connection, metric) == pytest.approx(EXPECTED[metric.name])
    assert metric.value(OWN, tracked) == pytest.approx(EXPECTED[metric.name])


def test_every_daily_metric_was_worked_out_by_hand() -> None:
    assert set(EXPECTED) == {metric.name for metric in METRICS if metric.view == "v_insight_day"}


@every_definition
def test_definition_is_complete(definition: Definition) -> None:
    d = definition
    texts = (d.zh, d.en, d.formula, d.formula_en, d.population, d.population_en, d.source, d.version, d.meaning)
    assert all(texts)
    assert d.name.isidentifier()
    assert d.sql
    assert d.abstentions in page.ABSTENTIONS
    assert d.evidence in page.EVIDENCE
    assert (d.source == "本项目") <= (d.evidence == "own")
    assert d.unit in superset.FORMATS
    assert any("\u4e00" <= letter <= "\u9fff" for letter in d.zh)


@every_definition
def test_what_it_reads_is_in_its_view_and_sums_are_of_what_adds_up(definition: Definition) -> None:
    view = next(view for view in VIEWS if view.name == definition.view)
    assert definition.columns
    assert definition.columns <= {column.name for column in view.columns}
    if isinstance(definition, Metric | EstimateMetric):
        assert definition.columns <= {*view.additive, "engagement_rate_numerator", "engagement_rate_denominator"}


@every_sum
def test_a_sum_is_a_count_or_a_ratio(metric: Metric) -> None:
    assert (metric.denominator is None) == (metric.unit == "count")
    assert all(isinstance(weight, int) and weight for weight in metric.numerator.values())
    assert not metric.is_share_of_tracked or metric.numerator == metric.denominator
    assert metric.view != "v_insight_day" or metric.columns <= {*MEASURES, *TWINS}, "the page ships no such sum"


@every_sum
def test_unknown_stays_unknown_and_nothing_divides_by_zero(metric: Metric) -> None:
    assert metric.value({}, {}) is None
    zero = dict.fromkeys(metric.columns, 0)
    assert metric.value(zero, zero) == (0 if metric.denominator is None else None)
    for column in metric.columns:
        some = {**dict.fromkeys(metric.columns, 7), column: None}
        assert metric.value(some, some) is None


@every_sum
@few
@given(data=st.data())
def test_shares_and_balances_keep_their_bounds(metric: Metric, data: st.DataObject) -> None:
    sums = _possible(metric, data)
    value = metric.value(sums, {name: amount + data.draw(amounts) for name, amount in sums.items()})
    if value is None or metric.name in UNBOUNDED:
        return
    bounds = {"share": (0, 1), "balance": (-1, 1), "points": (0, 100)}.get(metric.unit, (0, float("inf")))
    assert bounds[0] <= value <= bounds[1]


UNBOUNDED = {"engagement_rate", "engagement_rate_by_views", "influencer_engagement_rate"}
"""Rates that may pass 1: more people can act on a post than follow its author."""


def _possible(metric: Metric, data: st.DataObject) -> dict[str, int]:
    """Sums that can be: a part is no larger than its whole."""
    parts = {name: data.draw(amounts) for name in sorted(metric.columns)}
    if metric.denominator and metric.unit in ("share", "balance") and not metric.is_share_of_tracked:
        whole = set(metric.denominator) - set(metric.numerator)
        if len(metric.denominator) == 1 and whole:
            parts |= dict.fromkeys(whole, sum(parts[name] for name in metric.numerator))
    return parts


@every_sum
@few
@given(factor=st.integers(min_value=1, max_value=1000), data=st.data())
def test_a_ratio_does_not_depend_on_size(metric: Metric, factor: int, data: st.DataObject) -> None:
    sums = {name: data.draw(st.integers(0, 10**6)) for name in sorted(metric.columns)}
    larger = {name: factor * value for name, value in sums.items()}
    value = metric.value(sums, sums)
    if metric.denominator is None:
        assert value is not None
        assert metric.value(larger, larger) == factor * value
    else:
        assert metric.value(larger, larger) == (None if value is None else pytest.approx(value))


def test_names_are_unique_and_every_meaning_has_one_default() -> None:
    names = Counter(one.name for one in DEFINITIONS)
    assert set(names.values()) == {1}
    assert len(names) >= 40
    defaults = Counter(one.meaning for one in DEFINITIONS if one.is_default)
    assert defaults == Counter({one.meaning for one in DEFINITIONS})


def test_names_shown_are_unique_too() -> None:
    for shown in ([one.zh for one in DEFINITIONS], [one.en for one in DEFINITIONS]):
        assert len(set(shown)) == len(shown)


def test_eight_to_start_with_are_defaults_of_eight_questions() -> None:
    assert len(STARTERS) == 8
    assert all(one.is_default for one in STARTERS)
    assert len({one.meaning for one in STARTERS}) == 8


@pytest.mark.parametrize("meaning", ["volume", "net_sentiment", "negative_share", "share_of_voice", "complaint_share"])
def test_raw_deduplicated_and_organic_stand_side_by_side(meaning: str) -> None:
    columns = [one.columns for one in METRICS if one.meaning == meaning]
    for part in ("deduplicated", "organic"):
        assert any(all(name.startswith(part) for name in own) for own in columns), part
    raw = default_of(meaning)
    assert not any(name.startswith(("deduplicated", "organic")) for name in raw.columns)


def test_the_defaults_of_the_contract() -> None:
    assert default_of("volume").name == "mention_volume"
    assert default_of("net_sentiment").formula == "（正面 − 负面）÷（正面 + 中性 + 负面）"
    assert BY_NAME["complaint_share"].numerator == {"complaint_count": 1}
    assert definition_of("first_reply_median") is default_of("first_reply_time")
    with pytest.raises(KeyError):
        default_of("no such meaning")
    with pytest.raises(KeyError):
        definition_of("no such metric")


def test_direction_is_told_only_where_it_is_plain() -> None:
    assert BY_NAME["net_sentiment"].up_is_good is True
    assert BY_NAME["complaint_share"].up_is_good is False
    assert all(BY_NAME[name].up_is_good is None for name in ("mention_volume", "share_of_voice", "engagement"))
    assert set(TILE_METRICS) <= set(BY_NAME)


def test_rivals_point_the_same_way() -> None:
    for one in DEFINITIONS:
        assert one.up_is_good == default_of(one.meaning).up_is_good, one.name


known_values = st.lists(st.none() | st.integers(0, 10**6), max_size=30)


@given(values=known_values)
def test_a_median_is_the_median_of_what_is_known(values: list[int | None]) -> None:
    metric = definition_of("first_reply_median")
    assert isinstance(metric, OrderMetric)
    known = [value for value in values if value is not None]
    assert metric.value(values) == (pytest.approx(median(known)) if known else None)


@given(values=st.lists(st.integers(0, 10**6), min_size=2, max_size=30))
def test_a_percentile_is_that_of_the_library(values: list[int]) -> None:
    metric = definition_of("first_reply_p90")
    assert isinstance(metric, OrderMetric)
    assert metric.value(values) == pytest.approx(quantiles(values, n=10, method="inclusive")[-1])


@given(values=st.lists(st.none() | st.sampled_from("abcde"), max_size=30))
def test_a_distinct_count_counts_each_once_and_unknown_never(values: list[str | None]) -> None:
    authors, passion = definition_of("author_count"), definition_of("passion")
    assert isinstance(authors, DistinctMetric)
    assert isinstance(passion, DistinctMetric)
    known = {value for value in values if value}
    assert authors.value(values) == len(known)
    sums = {"authored_count": sum(value is not None for value in values)}
    assert passion.value(values, sums) == (sums["authored_count"] / len(known) if known else None)
    assert passion.value(["a"], {}) is None


pairs = st.dictionaries(
    st.sampled_from(CLASSES), st.dictionaries(st.sampled_from(SAID), st.integers(0, 80), min_size=1), max_size=4
)
class_counts = st.fixed_dictionaries({name: st.integers(0, 10_000) for name in CLASSES})


@given(counts=class_counts, said=pairs)
def test_an_estimate_lies_in_its_interval_within_bounds_or_says_why_not(
    counts: dict[str, int], said: dict[str, dict[str, int]]
) -> None:
    for metric in DEFINITIONS:
        if not isinstance(metric, EstimateMetric):
            continue
        found = metric.value(counts, said)
        assert (found.value is None) == (found.withheld is not None)
        if found.value is not None:
            assert found.low is not None
            assert found.high is not None
            least = min(metric.scores.values())
            assert least - 1e-9 <= found.low <= found.value + 1e-9
            assert found.value - 1e-9 <= found.high <= 1 + 1e-9


def test_a_perfect_model_needs_no_correction() -> None:
    counts = {"positive": 500, "neutral": 200, "negative": 300, "abstained": 0}
    perfect = {name: {name: 100} for name in SAID}
    assert correct(counts, perfect).value == pytest.approx(0.2)
    assert adjust(counts, perfect).value == pytest.approx(0.3)


def test_rogan_gladen_by_hand() -> None:
    """90 of 100 negatives found, 380 of 400 others passed over, 300 of 1000 called negative: (.3 + .95 - 1) / .85."""
    said = {"negative": {"negative": 90, "neutral": 20}, "positive": {"negative": 10, "positive": 380}}
    found = adjust({"positive": 700, "neutral": 0, "negative": 300, "abstained": 0}, said)
    assert found.value == pytest.approx(0.25 / 0.85)
    blind = {"negative": {"negative": 50, "neutral": 50}, "positive": {"negative": 50, "neutral": 50}}
    assert adjust(dict.fromkeys(CLASSES, 9), blind).withheld == "the model tells negative no better than chance"


def test_the_star_holds_every_definition(star: sa.Connection) -> None:
    held = rows_of(star, "select metric, form, dataset, expression, evidence_grade, is_starter from dim_metric"
                         " where metric_key > 0")  # fmt: skip
    told = [(one.name, one.form, one.view, one.sql, one.evidence, one.is_starter) for one in DEFINITIONS]
    assert sorted(held) == sorted(told)


@every_definition
def test_its_sql_runs_on_the_star(star: sa.Connection, definition: Definition) -> None:
    sql = (
        definition.sql if isinstance(definition, EstimateMetric) else f"select {definition.sql} from {definition.view}"
    )
    assert rows_of(star, sql) is not None


def _superset() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(superset.render())
    return loaded


def test_the_file_for_superset_has_every_expression_on_a_real_view() -> None:
    datasets = {one["table_name"]: one for one in _superset()["datasets"]}
    shipped = {metric["metric_name"]: name for name, one in datasets.items() for metric in one["metrics"]}
    assert shipped == {one.name: one.view for one in DEFINITIONS if not isinstance(one, EstimateMetric)}
    for view in VIEWS:
        if view.name in datasets:
            columns = [column["column_name"] for column in datasets[view.name]["columns"]]
            assert columns == [column.name for column in view.columns]
            assert datasets[view.name]["main_dttm_col"] in (*columns, None)


def test_committed_pages_are_current() -> None:
    metrics = (REPOSITORY / "docs" / "metrics.md").read_text(encoding="utf-8")
    assert metrics == page.render(), "run `scrm metrics --format markdown --write docs/metrics.md`"
    file = (REPOSITORY / "superset" / "metrics.yaml").read_text(encoding="utf-8")
    assert file == superset.render(), "run `scrm metrics --format superset --write superset/metrics.yaml`"


def test_no_cell_of_the_page_is_broken() -> None:
    lines = [line for line in page.render().splitlines() if line.startswith("|")]
    assert {line.count("|") for line in lines} == {8}


def test_the_command_lists_all_and_tells_all_of_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def scrm(*arguments: str) -> str:
        assert guarded(app, ("metrics", *arguments)) == 0
        return capsys.readouterr().out

    listed = scrm()
    assert all(one.name in listed for one in DEFINITIONS)
    data = json.loads(scrm("--json"))
    assert [one["name"] for one in data] == [one.name for one in DEFINITIONS]
    assert {"form", "sql", "view", "evidence", "abstentions", "is_starter"} <= set(data[0])
    one = scrm("net_sentiment_corrected")
    assert "Cochran" in one
    assert "net_sentiment_polar" in one
    assert json.loads(scrm("nps", "--json"))["evidence"] == "published"
    written = tmp_path / "metrics.yaml"
    scrm("--format", "superset", "--write", str(written))
    assert written.read_text(encoding="utf-8") == superset.render()


def test_the_command_says_which_metric_it_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(app, ("metrics", "no_such_metric")) == 2
    assert "no_such_metric" in capsys.readouterr().err
