"""What other systems hear of steps: real receivers, no text, and no step that fails because nobody listens."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest

from lake.home import Home
from pipeline.job import Job
from pipeline.observe import Step, StepEnd, datasets, instruments, lineage, listeners
from pipeline.observe.health import source_readings
from pipeline.observe.listeners import LINEAGE, METRICS
from pipeline.observe.metrics import readings_of
from pipeline.runs import noted
from pipeline.settings.file import load
from records.errors import ScrmError
from tests.pipeline.observe.receiver import Receiver, receiving

SECRET_TEXT = "茉里奶茶喝出异物"


@noted("enrich")
def works(job: Job) -> Mapping[str, int]:
    """A step that counts."""
    return {"sentiment": 7, "emotion": 5}


@noted("load")
def fails(job: Job) -> Mapping[str, int]:
    """A step that fails with a person's words in its message."""
    raise ScrmError(SECRET_TEXT)


@pytest.fixture
def job(tmp_path: Path) -> Job:
    (tmp_path / "brands.yml").write_text("brands: [{id: moli, name: 茉里}]\ninbox: inbox\n", encoding="utf-8")
    return Job(home=Home(tmp_path / "home").create(), settings=load(tmp_path / "brands.yml"), run_id="r1")


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody listens, unless the test says so."""
    for name in (*LINEAGE, *METRICS, "SCRM_WAREHOUSE_URL"):
        monkeypatch.delenv(name, raising=False)
    lineage._client.cache_clear()
    yield
    lineage._client.cache_clear()


def told(receiver: Receiver) -> dict[tuple[str, str], float]:
    """(metric, step) -> value of everything a receiver of metrics got."""
    found = {}
    for path, body in receiver.bodies:
        assert path == "/v1/metrics"
        request = ExportMetricsServiceRequest.FromString(body)
        for resource in request.resource_metrics:
            for metric in resource.scope_metrics[0].metrics:
                for point in metric.gauge.data_points:
                    who = {each.key: each.value.string_value for each in point.attributes}
                    found[metric.name, who["step"]] = point.as_double
    return found


def test_metrics_arrive_whether_a_step_ends_well_or_not(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving() as receiver:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.url)
        works(job)
        with pytest.raises(ScrmError):
            fails(job)
    found = told(receiver)
    assert found["scrm.step.rows", "enrich"] == 12
    assert (found["scrm.step.failed", "enrich"], found["scrm.step.failed", "load"]) == (0, 1)
    assert ("scrm.step.rows", "load") not in found
    assert found["scrm.step.memory", "enrich"] > 2**20


def test_lineage_events_have_datasets_and_rows_and_no_words_of_people(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    with receiving(201) as receiver:
        monkeypatch.setenv("OPENLINEAGE_URL", receiver.url)
        works(job)
        with pytest.raises(ScrmError):
            fails(job)
    events = [json.loads(body) for _, body in receiver.bodies]
    assert [(each["eventType"], each["job"]["name"]) for each in events] == [
        ("START", "social_crm.enrich"), ("COMPLETE", "social_crm.enrich"),
        ("START", "social_crm.load"), ("FAIL", "social_crm.load"),
    ]  # fmt: skip
    assert len({each["run"]["runId"] for each in events}) == 2
    assert len({each["run"]["facets"]["parent"]["run"]["runId"] for each in events}) == 1
    done = events[1]
    assert done["inputs"][0]["name"] == str(job.home.root / "lake/mentions")
    assert done["outputs"][0]["outputFacets"]["outputStatistics"]["rowCount"] == 12
    assert all(SECRET_TEXT.encode() not in body for _, body in receiver.bodies)


def test_lineage_goes_to_a_file_as_the_client_documents(
    job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "openlineage.yml"
    target = tmp_path / "events.jsonl"
    config.write_text(f"transport: {{type: file, log_file_path: {target}, append: true}}\n", encoding="utf-8")
    monkeypatch.setenv("OPENLINEAGE_CONFIG", str(config))
    works(job)
    lines = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [each["eventType"] for each in lines] == ["START", "COMPLETE"]


def test_a_listener_nobody_answers_for_costs_a_warning_and_no_step(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TIMEOUT", "1")
    monkeypatch.setenv("OPENLINEAGE_URL", "http://127.0.0.1:9")
    with pytest.warns(UserWarning, match="not (sent|taken)"):
        assert works(job) == {"sentiment": 7, "emotion": 5}
    assert job.state.steps()[0].outcome == "ok"


def test_without_a_receiver_nobody_is_told() -> None:
    assert listeners() == []


def test_what_a_step_cost_is_kept(job: Job) -> None:
    works(job)
    row = job.state.steps()[0]
    assert row.cpu_seconds is not None
    assert 0 <= row.cpu_seconds < 60
    assert row.memory_peak_bytes is not None
    assert row.memory_peak_bytes > 2**20


@pytest.mark.parametrize("name", ["gather", "inbox", "enrich", "load", "profile", "publish", "report", "alert"])
def test_every_step_names_what_it_reads_and_writes(name: str, tmp_path: Path) -> None:
    step = Step(run_id="r", name=name, subject="steam", home=Home(tmp_path), started_at=datetime.now(UTC))
    assert datasets.read_by(step)
    assert datasets.written_by(step)


def test_a_database_is_named_without_its_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCRM_WAREHOUSE_URL", "postgresql://scrm:hush@db.example:6432/star")
    step = Step(run_id="r", name="load", subject="", home=Home(tmp_path), started_at=datetime.now(UTC))
    assert datasets.written_by(step) == [datasets.Place("postgres://db.example:6432", "star.public")]


def test_only_declared_instruments_are_sent(tmp_path: Path) -> None:
    start = datetime(2026, 3, 1, tzinfo=UTC)
    step = Step(run_id="r", name="load", subject="", home=Home(tmp_path), started_at=start)
    end = StepEnd(
        ended_at=start + timedelta(seconds=90), outcome="ok", row_count=3, cpu_seconds=2.0, memory_peak_bytes=1
    )
    sent = readings_of(step, end)
    assert {each.instrument for each in sent} <= set(instruments.INSTRUMENTS)
    assert {each.instrument.name: each.value for each in sent}["scrm.step.duration"] == 90
    for reading in sent:
        assert set(reading.attributes) == set(reading.instrument.by)


def test_a_state_of_an_older_version_gains_the_columns(job: Job) -> None:
    import sqlite3

    with sqlite3.connect(job.home.root / "old.sqlite") as old:
        old.execute(
            "create table run_step (run_id text, step text, subject text, started_at text, ended_at text,"
            " outcome text, row_count integer, primary key (run_id, step, subject, started_at))"
        )
        old.execute("insert into run_step values ('r0', 'load', '', '2026-01-01', '2026-01-01', 'ok', 3)")
    from pipeline.state import State

    assert State(job.home.root / "old.sqlite").steps()[0].memory_peak_bytes is None


def test_health_is_told_per_source() -> None:
    from tests.pipeline.observe.health import ill_source

    found = {each.instrument.name: each.value for each in source_readings(ill_source())}
    assert found == {
        "scrm.source.lag": 7200, "scrm.source.coverage": 0.75, "scrm.source.budget": 40, "scrm.source.unwell": 1,
    }  # fmt: skip
