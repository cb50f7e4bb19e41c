"""What keeps an installation well: its health every quarter of an hour, its upkeep every night."""

from datetime import datetime

from airflow.sdk import dag, get_current_context, task

from dags.steps import OWNER, PATIENCE, PLACES, call

HEALTH_DOC = """
### health: what `scrm doctor` sees, every 15 minutes

Always green while it can look at all: the task's result says in one line what needs a person (empty: nothing). With
`OTEL_EXPORTER_OTLP_ENDPOINT` set, lag, coverage, quotas, failed checks and abstentions go there as metrics.

**Triage**: red means that home or configuration cannot be read; the log's last line says which.

---
每 15 分钟检查一次：来源滞后、覆盖率、配额、质量检查、弃权率。任务结果里写明需要人工处理的事项（空即无）。
"""
MAINTENANCE_DOC = """
### maintenance: retention, compaction and integrity, every night

*retain* takes away what `retention:` of the configuration keeps no longer (nothing without that section); the next
`social_crm` builds the warehouse without it. *compact* rewrites days that lie in many small files into few, with the
same rows: nothing is judged or loaded anew. *verify* compares every file of lake and raw zone with the hash in its
manifest.

**Triage**
- *retain* or *compact* red with a lock: a build was at work; clear it.
- *verify* red: a file was changed or lost outside the pipeline. `scrm verify` lists all of them and what to do.

---
每晚执行：先按 `retention:` 删除过期数据，再把同一天的许多小文件合并，最后逐个校验数据湖与原始区文件的哈希。
"""


@task(**PATIENCE)
def look() -> str:
    """What needs a person, in one line."""
    return str(call("health", dict(get_current_context()["params"])))


@task(**PATIENCE)
def retain() -> str:
    """What went, in one line."""
    return str(call("retain", dict(get_current_context()["params"])))


@task(**PATIENCE)
def compact() -> str:
    """How many files fewer there are."""
    return str(call("compact", dict(get_current_context()["params"])))


@task(**PATIENCE)
def verify() -> str:
    """How many files were looked at."""
    return str(call("verify", dict(get_current_context()["params"])))


SHARED = {
    "start_date": datetime(2026, 1, 1),
    "catchup": False,
    "max_active_runs": 1,
    "params": PLACES,
    "default_args": OWNER,
}


@dag(dag_id="health", schedule="*/15 * * * *", tags=["social-crm", "operations"], doc_md=HEALTH_DOC, **SHARED)
def health() -> None:
    """Looks."""
    look()


@dag(dag_id="maintenance", schedule="30 3 * * *", tags=["social-crm", "operations"], doc_md=MAINTENANCE_DOC, **SHARED)
def maintenance() -> None:
    """Takes away, rewrites, then verifies."""
    retain() >> compact() >> verify()


looked_after = health()
kept_well = maintenance()
