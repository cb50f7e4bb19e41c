"""Drift from the lake's verdicts: which are counted, and what an engineer reads of it."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from lake.home import Home
from lake.partition import replace
from pipeline.findings.drift import COLUMNS, model_drifts, read_verdicts
from pipeline.job import Job
from pipeline.settings.file import load

UNTIL = date(2026, 3, 31)
MODELS = (("sentiment", "linear", "new"), ("sentiment", "linear", "old"), ("topic", "lda", "1"))
NO_TERMS = pd.DataFrame({"day": [], "term": [], "mention_count": []})


@pytest.fixture
def job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Job:
    """Forty days of two versions of one engine, and of a task that is not watched."""
    from nlp import batch

    monkeypatch.setattr(batch, "plan_versions", lambda plan: {"sentiment": ("linear", "new"), "topic": ("lda", "1")})
    (tmp_path / "brands.yml").write_text("brands: [{id: moli, name: 茉里}]\ninbox: inbox\n", encoding="utf-8")
    made = Job(home=Home(tmp_path / "home").create(), settings=load(tmp_path / "brands.yml"))
    random = np.random.default_rng(1)
    for number in range(40):
        day = (UNTIL - timedelta(days=number)).isoformat()
        shares = [0.1, 0.9] if number < 7 else [0.6, 0.4]
        labels = random.choice(["positive", "negative"], 60, p=shares)
        rows = pa.table({
            "label": labels, "probability": pa.array(np.where(labels == "positive", 1.0, 0.55)),
            "is_abstained": np.zeros(60, dtype=bool), "mention_id": [str(n) for n in range(60)],
        })  # fmt: skip
        for task, engine, version in (
            ("sentiment", "linear", "new"),
            ("sentiment", "linear", "old"),
            ("topic", "lda", "1"),
        ):
            keys = {"task": task, "engine": engine, "version": version, "dt": day}
            replace(made.home.lake, "annotations", keys, rows)
    return made


def test_verdicts_of_the_version_in_use_are_counted(job: Job) -> None:
    found = read_verdicts(job)
    assert set(found["task"]) == {"sentiment"}
    assert set(found["version"]) == {"new"}
    assert found["count"].sum() == 40 * 60
    assert set(found["score_bin"]) == {5, 9}, "certainty counts in the last part"
    assert set(COLUMNS) <= {"label", "probability", "is_abstained"}


def test_a_shift_is_told_and_a_young_lake_is_not_judged(job: Job) -> None:
    verdicts = read_verdicts(job)
    (table,) = model_drifts(verdicts, NO_TERMS).tables.values()
    found = table.to_pandas()
    last = found[found["week_end"] == pd.Timestamp(UNTIL)].set_index("measure")["is_alert"]
    assert last["label_psi"]
    assert not last["abstention_change"]
    young = model_drifts(verdicts[verdicts["day"] > "2026-03-25"], NO_TERMS)
    assert not young.tables
    assert str(young.reason).startswith("not enough evidence")


def test_without_verdicts_the_reason_is_told(tmp_path: Path) -> None:
    assert model_drifts(pd.DataFrame(), NO_TERMS).reason == "no verdicts"
