"""Tasks with another environment's interpreter: what comes back, and what is tried again."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from airflow.sdk.exceptions import AirflowException, AirflowFailException

from dags import steps

CONFIG = "brands: [{id: moli, name: 茉里}]\ninbox: inbox\n"


@pytest.fixture
def params(tmp_path: Path) -> dict[str, str]:
    config = tmp_path / "brands.yml"
    config.write_text(CONFIG, encoding="utf-8")
    return {"home": str(tmp_path / "home"), "config": str(config)}


def test_another_interpreter_gives_the_same_result(params: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(steps.PYTHON, raising=False)
    inside = steps.call("sources", params)
    monkeypatch.setenv(steps.PYTHON, sys.executable)
    assert steps.call("sources", params) == inside == ["inbox"]


def test_what_a_person_must_mend_is_not_tried_again(params: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(steps.PYTHON, sys.executable)
    with pytest.raises(AirflowFailException, match="is no task"):
        steps._call_outside(sys.executable, "none", ())
    with pytest.raises(AirflowException, match="weibo_nothing is not configured") as caught:
        steps.call("sources", {**params, "sources": "weibo_nothing"})
    assert "Traceback" not in str(caught.value)


def test_logs_of_the_child_do_not_mix_with_its_result(params: dict[str, str]) -> None:
    asked = json.dumps({"function": "health", "arguments": [params]})
    command = [sys.executable, "-m", "pipeline.tasks"]
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert isinstance(json.loads(done.stdout), str)


def test_an_interpreter_that_is_not_there_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(AirflowFailException, match="SCRM_PYTHON"):
        steps._call_outside("/none/such/python", "sources", ())
