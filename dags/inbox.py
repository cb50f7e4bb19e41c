"""Dropped files: wait for a whole one, take it, hand on to the rest of `social_crm`."""

from datetime import datetime, timedelta

from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.sdk import dag, get_current_context, task
from airflow.sdk.exceptions import AirflowSkipException

from dags.steps import OWNER, PLACES, call, warn

DOC = """
### inbox: a file dropped into `inbox/<source>/` is on the page minutes later

Always one run waits. *file_waits* looks once a minute (it sleeps in between and holds no worker slot) until a file has
stopped changing; *take* gathers every such file, moves it to `done/`, and puts what cannot be read into `quarantine/`
with a notice; *warn* tells new alerts, before profile and pages; *hand_on* starts `social_crm` for the inbox alone,
which enriches, loads and publishes. Then the next run waits.

**Triage**
- *take* green, and a file is missing on the page: it was refused. Its notice lies in the folder where it was dropped,
  the file in `quarantine/`; `scrm doctor` counts both.
- *take* red: no fault of a file (a full disk, another run at work). Clear it; files stay where they were until taken.
- *warn* red: a chat was not told, or the quality gate failed; the page follows all the same. Clear it.
- *hand_on* skipped: nothing new, every file had been taken before or was refused.
- *file_waits* skipped: nobody dropped anything for a day.

---
把文件放进 `inbox/<来源>/`，几分钟后就能在报告里看到。读不了的文件会移到隔离区，并在原文件夹留下说明。
"""

LOOK_SECONDS = 60
"""A look costs a process of its own; a person who drops a file expects minutes, not seconds."""


@task.sensor(
    mode="reschedule",
    poke_interval=LOOK_SECONDS,
    timeout=timedelta(days=1).total_seconds(),
    soft_fail=True,
    retries=3,
    retry_delay=timedelta(minutes=5),
)
def file_waits() -> bool:
    """Whether a dropped file is whole."""
    return bool(call("has_settled_files", dict(get_current_context()["params"])))


@task(retries=2, retry_delay=timedelta(minutes=2), retry_exponential_backoff=True)
def take() -> str:
    """Every whole file into the lake or into quarantine; skips the rest of the run when nothing was landed."""
    landed = call("take_inbox", dict(get_current_context()["params"]))
    if not landed:
        raise AirflowSkipException("nothing new was landed")
    return str(landed)


@dag(
    dag_id="inbox",
    schedule="@continuous",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    params=PLACES,
    tags=["social-crm"],
    doc_md=DOC,
    default_args=OWNER,
)
def inbox() -> None:
    """Wait, take, hand on."""
    hand_on = TriggerDagRunOperator(
        task_id="hand_on",
        trigger_dag_id="social_crm",
        conf={"home": "{{ params.home }}", "config": "{{ params.config }}", "sources": "inbox"},
        retries=2,
        trigger_rule="none_skipped",  # a chat that cannot be told keeps nothing off the page
    )
    file_waits() >> take() >> warn() >> hand_on


dropped_files = inbox()
