"""A DAG for each web source of the configuration, and one for its refresh lane; what they land, a last DAG follows up.

Reads `SCRM_CONFIG` and the sources' yml files, nothing else: a DAG file is read every few seconds.
"""

import os
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml
from airflow.sdk import DAG, Asset, AssetAny, task
from airflow.sdk.exceptions import AirflowFailException

from dags.steps import DAYS, OWNER, PLACES, follow, gather, warn

GATHER_DOC = """
### {dag_id}: {title_en} · {title_zh}

Asks the source{lane_en} on the schedule of its yml and lands what is new; `social_crm_follow` then brings it to the
page. Safe to clear for any time. Access: {access}. {terms}

**Triage**: `blocked` and `auth_required` fail at once and need a person: the log's last line says what to do.
`rate_limited` and `partial` are green: the next run goes on where this one stopped, and the coverage is on the page.
Past days: *Trigger > Backfill*, or the parameters `since` and `until`.

---
按来源自己的节奏采集{lane_zh}，新内容由 `social_crm_follow` 接着处理。
"""
FOLLOW_DOC = """
### social_crm_follow: what sources landed, on the page minutes later

Starts whenever a gather DAG has landed something: tells new alerts (*warn*), then enriches the days that changed,
updates the warehouse, profiles and publishes. One run at a time; what lands meanwhile is taken by the next.

**Triage**: as in `social_crm`.

---
有来源采到新内容就运行：打标、更新仓库、发布、报告、预警。
"""
LANES = (
    ("", "schedule", "", ""),
    ("refresh", "refresh_schedule", " for items it has given before", "（刷新已有内容的数据）"),
)
"""Lane, the key of its schedule, and how the documentation says it."""


@dataclass(frozen=True)
class Source:
    """What a source's yml says that a DAG needs, or what is wrong with it."""

    name: str
    told: dict[str, Any]
    trouble: str = ""


def configured() -> list[str]:
    """Names of the sources in `SCRM_CONFIG`, each once. A file that cannot be read is this file's import error."""
    path = os.environ.get("SCRM_CONFIG")
    if not path:
        return []
    with Path(path).open(encoding="utf-8") as file:  # an open file, for then a syntax error names it
        content = yaml.safe_load(file) or {}
    return list(dict.fromkeys(entry["source"] for entry in content.get("sources") or []))


def described(name: str) -> Source:
    """A source by its yml; a broken one keeps nobody else's DAG from being there."""
    room = find_spec("crawlers")  # found, not imported
    folder = Path(next(iter((room and room.submodule_search_locations) or ["crawlers"]))) / "sources"
    try:
        told = yaml.safe_load((folder / f"{name}.yml").read_text(encoding="utf-8"))
        return Source(name, {**told, "titles": (told["title"]["zh"], told["title"]["en"])})
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        return Source(name, {}, f"{name}.yml: {type(error).__name__}: {str(error).splitlines()[0]}")


def gather_dag(source: Source, lane: str, schedule: str, lane_en: str, lane_zh: str) -> DAG:
    """Gathers one source in one lane."""
    dag_id = f"{lane or 'gather'}_{source.name}"
    zh, en = source.told["titles"]
    doc = GATHER_DOC.format(
        dag_id=dag_id, title_zh=zh, title_en=en, lane_en=lane_en, lane_zh=lane_zh,
        access=source.told["access"], terms=source.told["terms"],
    )  # fmt: skip
    with _dag(dag_id, schedule, doc, ["gather", source.told["access"]]) as made:
        gather.override(outlets=[landed(source.name)])(source.name, lane)
    return made


def broken_dag(source: Source) -> DAG:
    """Stands for a source whose yml cannot be read, and says so."""
    with _dag(f"gather_{source.name}", None, f"### {source.trouble}", ["gather"]) as made:

        @task
        def mend_the_yml() -> None:
            raise AirflowFailException(source.trouble)

        mend_the_yml()
    return made


def follow_dag(names: list[str]) -> DAG:
    """Enrich to alert, whenever any of these has landed something."""
    with _dag("social_crm_follow", AssetAny(*map(landed, names)), FOLLOW_DOC, []) as made:
        follow(warn(), trigger_rule="all_done")  # a chat that cannot be told keeps nothing off the page
    return made


def landed(name: str) -> Asset:
    """What a source's DAGs produce."""
    return Asset(f"scrm://lake/{name}")


def _dag(dag_id: str, schedule: Any, doc: str, tags: list[str]) -> DAG:
    return DAG(
        dag_id,
        schedule=schedule,
        start_date=datetime(2026, 1, 1),
        catchup=False,
        max_active_runs=1,
        params={**PLACES, **DAYS},
        tags=["social-crm", *tags],
        doc_md=doc,
        default_args=OWNER,
    )


def dags() -> list[DAG]:
    """Every DAG of this file."""
    sources = [described(name) for name in configured()]
    made = [broken_dag(source) for source in sources if source.trouble]
    scheduled = [source for source in sources if "schedule" in source.told]
    for source in scheduled:
        for lane, key, *words in LANES:
            if key in source.told:
                made.append(gather_dag(source, lane, source.told[key], *words))
    if scheduled:
        made.append(follow_dag([source.name for source in scheduled]))
    return made


for each in dags():
    globals()[each.dag_id] = each
