"""The whole job as arrows: gather -> enrich -> load -> profile -> publish -> report -> alert."""

from datetime import datetime

from airflow.sdk import Param, dag, get_current_context, task

from dags.steps import DAYS, OWNER, PATIENCE, PLACES, call, follow, gather

DOC = """
### social_crm: posts and reviews in, a published star and brand pages out

Runs daily for the sources and brands of the configuration file. Every task is safe to clear and run again for any
day: partitions are keyed by source and day, the warehouse is rebuilt beside the published one and swapped in whole.
Past days: *Trigger > Backfill*; every run of it gathers the day of its logical date.

**Triage**
- *gather* red: the log's last line names source, query and what to do. `blocked` and `auth_required` need a person.
  A `partial` crawl is green; its coverage is on the page and in `fact_coverage`.
- *load* or *profile* red: the published warehouse is untouched. Clear the task.
- *publish* red: a quality gate failed; `fact_quality` of `warehouse.next.duckdb` names the check. Readers keep the
  last good warehouse.
- *report* or *alert* red: clear the task; nothing is sent twice for one episode.

---
每天运行：采集 → 打标 → 装载 → 画像 → 发布 → 报告 → 预警。任何任务都可以安全地清除并重跑；补历史数据用 Backfill。
"""

PARAMS = {
    **PLACES,
    **DAYS,
    "sources": Param("", type="string", description="gather only these, by commas; or `inbox` / 只采集这些来源"),
}


@task(**PATIENCE)
def sources() -> list[str]:
    """The sources named by the configuration."""
    found: list[str] = call("sources", dict(get_current_context()["params"]))
    return found


@dag(
    dag_id="social_crm",
    schedule="30 6 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    params=PARAMS,
    tags=["social-crm"],
    doc_md=DOC,
    default_args=OWNER,
)
def social_crm() -> None:
    """The whole job."""
    follow(gather.expand(source=sources()))


whole_job = social_crm()
