"""The tasks that several DAGs share: gather one source, then enrich to alert in a row."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from airflow.sdk import Param, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException

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
    from pipeline import tasks

    try:
        return tasks.gather(asked(), source, lane)
    except tasks.NeedsAPerson as error:
        raise AirflowFailException(str(error)) from error


def follow(previous: Any) -> None:
    """Enrich to alert, one after the other, after what came before."""
    for name in FOLLOWING:
        following = _step(name)
        if previous is not None:
            previous >> following
        previous = following


def asked() -> dict[str, str]:
    """The run's parameters; a run of Airflow's own backfill asks for the day of its logical date in China."""
    context = get_current_context()
    params, run = dict(context["params"]), context["dag_run"]
    if run.run_type == "backfill" and run.logical_date and not params.get("since"):
        day = run.logical_date.astimezone(SHANGHAI).date().isoformat()
        params |= {"since": day, "until": day}
    return params


def _step(name: str) -> Any:
    @task(task_id=name, pool=POOLS.get(name, "default_pool"), **PATIENCE)
    def run() -> str:
        from pipeline import tasks

        try:
            return tasks.step(asked(), name)
        except tasks.NeedsAPerson as error:
            raise AirflowFailException(str(error)) from error

    return run()
