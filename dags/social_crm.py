"""The whole job as arrows: gather -> enrich -> load -> profile -> publish -> report -> alert."""

from datetime import datetime, timedelta
from typing import Any

from airflow.sdk import Param, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException

DOC = """
### social_crm: posts and reviews in, a published star and brand pages out

Runs daily for the sources and brands of the configuration file. Every task is safe to clear and run again for any
day: partitions are keyed by source and day, the warehouse is rebuilt beside the published one and swapped in whole.

**Triage**
- *gather* red: the log's last line names source, query and what to do. `blocked` and `auth_required` need a person.
  A `partial` crawl is green; its coverage is on the page and in `fact_coverage`.
- *load* or *profile* red: the published warehouse is untouched. Clear the task.
- *publish* red: a quality gate failed; `fact_quality` of `warehouse.next.duckdb` names the check. Readers keep the
  last good warehouse.
- *report* or *alert* red: clear the task; nothing is sent twice for one episode.

---
每天运行：采集 → 打标 → 装载 → 画像 → 发布 → 报告 → 预警。任何任务都可以安全地清除并重跑。
"""

PARAMS = {
    "home": Param("", type="string", description="SCRM_HOME; empty takes the environment's / 数据目录"),
    "config": Param("", type="string", description="brands.yml; empty takes SCRM_CONFIG / 配置文件"),
    "since": Param("", type="string", description="first day of publication, YYYY-MM-DD / 起始日"),
    "until": Param("", type="string", description="last day of publication, YYYY-MM-DD / 截止日"),
    "sources": Param("", type="string", description="gather only these, by commas; or `inbox` / 只采集这些来源"),
}

WAREHOUSE_POOL = "scrm_warehouse"
"""One slot: load, profile and publish of two runs never interleave."""


@task
def sources() -> list[str]:
    """The sources named by the configuration."""
    from pipeline import tasks

    return tasks.sources(get_current_context()["params"])


@task(retries=2, retry_delay=timedelta(seconds=30), retry_exponential_backoff=True)
def gather(source: str) -> str:
    """One source into the lake; what a retry cannot mend fails at once."""
    from pipeline import tasks

    try:
        return tasks.gather(get_current_context()["params"], source)
    except tasks.NeedsAPerson as error:
        raise AirflowFailException(str(error)) from error


def _step(name: str, pool: str = "default_pool") -> Any:
    @task(task_id=name, pool=pool)
    def run() -> str:
        from pipeline import tasks

        return tasks.step(get_current_context()["params"], name)

    return run()


@dag(
    dag_id="social_crm",
    schedule="30 6 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    params=PARAMS,
    tags=["social-crm"],
    doc_md=DOC,
    default_args={"owner": "data-engineering"},
)
def social_crm() -> None:
    """The whole job."""
    chain = [
        _step("enrich"),
        _step("load", pool=WAREHOUSE_POOL),
        _step("profile", pool=WAREHOUSE_POOL),
        _step("publish", pool=WAREHOUSE_POOL),
        _step("report"),
        _step("alert"),
    ]
    previous = gather.expand(source=sources())
    for following in chain:
        previous >> following
        previous = following


whole_job = social_crm()
