"""The tasks that several DAGs share: gather one source, then enrich to alert in a row."""

import json
import os
import subprocess
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from airflow.sdk import Param, get_current_context, task
from airflow.sdk.exceptions import AirflowException, AirflowFailException

PYTHON = "SCRM_PYTHON"
"""Names the interpreter of an environment that holds the product, where Airflow's own does not."""
NEEDS_A_PERSON = 3
"""Exit code of `python -m pipeline.tasks` for what running the task again cannot mend."""

PLACES = {
    "home": Param("", type="string", description="SCRM_HOME; empty takes the environment's / 数据目录"),
    "config": Param("", type="string", description="brands.yml; empty takes SCRM_CONFIG / 配置文件"),
}
DAYS = {
    "since": Param("", type="string", description="first day of publication, YYYY-MM-DD / 起始日"),
    "until": Param("", type="string", description="last day of publication, YYYY-MM-DD / 截止日"),
}
OWNER = {"owner": "data-engineering"}

FOLLOWING = ("enrich", "load", "profile", "publish", "report", "alert")
"""What comes after gather, in order."""
WAREHOUSE_POOL = "scrm_warehouse"
"""One slot: load, profile and publish of two runs never interleave."""
POOLS = dict.fromkeys(("load", "profile", "publish"), WAREHOUSE_POOL)
SHANGHAI = ZoneInfo("Asia/Shanghai")
PATIENCE: dict[str, Any] = {"retries": 2, "retry_delay": timedelta(seconds=30), "retry_exponential_backoff": True}
"""How often what may mend itself is tried again; what a person must mend fails at once."""


@task(**PATIENCE)
def gather(source: str, lane: str = "") -> str:
    """One source into the lake; what a retry cannot mend fails at once."""
    return str(call("gather", asked(), source, lane))


def call(function: str, *arguments: Any) -> Any:
    """Calls a function of `pipeline.tasks`, in this process or with the interpreter that SCRM_PYTHON names.

    Raises AirflowFailException for what a person must mend, AirflowException for what may mend itself.
    """
    python = os.environ.get(PYTHON)
    if python:
        return _call_outside(python, function, arguments)
    from pipeline import tasks

    try:
        return getattr(tasks, function)(*arguments)
    except tasks.NeedsAPerson as error:
        raise AirflowFailException(str(error)) from error


def _call_outside(python: str, function: str, arguments: tuple[Any, ...]) -> Any:
    """Arguments and result are JSON on stdin and stdout; what the child logs goes to the task's log as it comes."""
    asked_for = json.dumps({"function": function, "arguments": arguments})
    command = [python, "-m", "pipeline.tasks"]
    try:
        child = subprocess.run(command, input=asked_for, stdout=subprocess.PIPE, text=True, check=False)
    except OSError as error:
        raise AirflowFailException(f"{PYTHON}={python}: {error.strerror}; name an interpreter that is there") from error
    if child.returncode == 0:
        return json.loads(child.stdout.splitlines()[-1])
    said = child.stdout.strip().splitlines()[-1:] or [f"{python} ended with {child.returncode}"]
    raise (AirflowFailException if child.returncode == NEEDS_A_PERSON else AirflowException)(said[0])


def follow(previous: Any, trigger_rule: str = "all_success") -> None:
    """Enrich to alert, one after the other, after what came before; the first of them as `trigger_rule` says."""
    for name in FOLLOWING:
        following = _step(name, trigger_rule if name == FOLLOWING[0] else "all_success")
        if previous is not None:
            previous >> following
        previous = following


@task(task_id="warn", pool=WAREHOUSE_POOL, **PATIENCE)
def warn() -> str:
    """What is new in the lake to alert cards, ahead of profile and pages."""
    return str(call("warn", asked()))


def asked() -> dict[str, str]:
    """The run's parameters; a run of Airflow's own backfill asks for the day of its logical date in China."""
    context = get_current_context()
    params, run = dict(context["params"]), context["dag_run"]
    if run.run_type == "backfill" and run.logical_date and not params.get("since"):
        day = run.logical_date.astimezone(SHANGHAI).date().isoformat()
        params |= {"since": day, "until": day}
    return params


def _step(name: str, trigger_rule: str) -> Any:
    @task(task_id=name, pool=POOLS.get(name, "default_pool"), trigger_rule=trigger_rule, **PATIENCE)
    def run() -> str:
        return str(call("step", asked(), name))

    return run()
