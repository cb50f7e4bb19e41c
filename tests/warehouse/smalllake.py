"""The hand-written lake as Parquet files, and what a build of the star reads of them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from records import (
    Annotation,
    CommunityDay,
    Contact,
    Coverage,
    Observation,
)
from records.arrow import author_table, mention_table, table_of
from records.ids import surrogate_key
from tests.warehouse import books, influence
from tests.warehouse.written import (
    BRANDS,
    CURRENT,
    annotations,
    at,
    authors,
    communities,
    contacts,
    coverage,
    mentions,
    observations,
)
from warehouse.load import Inputs, ProfileInputs, RunStep, Title


class Lake:
    """Writes data sets as several Parquet files, as partitions would lie."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, table: pa.Table, pieces: int = 3) -> tuple[Path, ...]:
        folder = self.folder / name
        folder.mkdir(parents=True)
        size = max(1, -(-table.num_rows // pieces))
        paths = []
        for start in range(0, table.num_rows, size):
            paths.append(folder / f"{start}.parquet")
            pq.write_table(table.slice(start, size), paths[-1])
        return tuple(paths)

    def inputs(self, **changed: Any) -> Inputs:
        """The inputs of the whole hand-written lake."""
        everyone = [*authors(), *(m.author for m in mentions() if m.author)]
        everyone = [a for a in everyone if a.author_id not in ("a4", "a5", "c1")]
        made = Inputs(
            mentions=self.write("mentions", mention_table(mentions())),
            observations=self.write("observations", table_of(Observation, observations())),
            authors=self.write("authors", author_table(everyone)),
            coverage=self.write("coverage", table_of(Coverage, coverage())),
            communities=self.write("communities", table_of(CommunityDay, communities())),
            contacts=self.write("contacts", table_of(Contact, contacts())),
            **books.inputs(self),
            annotations=self.write("annotations", table_of(Annotation, annotations())),
            current=CURRENT,
            brands=BRANDS,
            sources={"weibo_posts": Title(zh="微博帖子", en="Weibo posts", platform="weibo")},
            run_steps=(
                RunStep(
                    run_id="r1",
                    step="gather",
                    started_at=at(1),
                    ended_at=at(1, 13),
                    outcome="ok",
                    row_count=10,
                    cpu_seconds=1.5,
                    memory_peak_bytes=2**28,
                ),  # fmt: skip
            ),
            run_id="r1",
            built_at=datetime(2026, 4, 2, tzinfo=UTC),
        )
        return replace(made, **changed)

    def profiles(self) -> ProfileInputs:
        """Results of crm."""
        period = {"period_start": date(2026, 3, 1), "period_end": date(2026, 3, 31)}
        members = [("p1", "a1", 0.9), ("p1", "a2", 0.3), ("p2", "a2", 0.7)]
        ranked = {
            "brand_id": "moli",
            **period,
            "platform": "weibo",
            "tier": "waist",
            "follower_count": 15_000,
            "mention_count": 2,
            "reach_count": 15_900,
            "engagement_count": 19,
            "engaged_follower_count": 900,
            "pagerank": 0.4,
            "caused_repost_count": 1,
            "positive_count": 1,
            "negative_count": 0,
            "rank": 1,
            **influence.STANDING,
        }
        personas = [
            {
                "persona_id": p,
                **period,
                "name": name,
                "evidence": "{}",
                "author_count": 1,
                "stability": 0.8,
                "top_topic": "口味",
                "card": '{"topic": [{"item": "口味", "share": 1.0, "lift": 1.0, "n": 10}]}',
            }
            for p, name in (("p1", "尝鲜者"), ("p2", "比较者"))
        ]
        memberships = [
            {"persona_id": p, **period, "author_id": a, "platform": "weibo", "probability": x} for p, a, x in members
        ]
        alert = {
            "alert_id": "al1",
            "brand_id": "moli",
            "opened_on": date(2026, 3, 4),
            "peak_on": date(2026, 3, 5),
            "closed_on": None,
            "negative_count": 4,
            "peak_negative_count": 2,
            "baseline_negative_count": 0.5,
            "topic_id": "t_taste",
            "severity": 0.8,
        }
        month = {
            "brand_id": "moli", "product": None, "month": date(2026, 3, 1), "milestone": "reply", "complaint_count": 2,
            "valid_count": 1, "done_count": 1, "case_count": 1, "ended_count": 1, "median_minutes": 120.0,
            "late_count": 0, "decided_count": 1,
        }  # fmt: skip
        months = [month, month | {"product": "云朵蛋糕"}, month | {"product": "无此产品"}]
        cause = {
            "brand_id": "moli", "product": "云朵蛋糕", "theme": "defect", "period_start": date(2026, 3, 1),
            "period_end": date(2026, 3, 31), "complaint_count": 5, "lift": 2.0, "q_value": 0.01, "rank": 1,
        }  # fmt: skip
        term = {"brand_id": "moli", "day": date(2026, 3, 1), "term": "拿铁", "mention_count": 2, "author_count": 1}
        terms = [term | {"tone": "positive"}, term | {"tone": "unjudged", "mention_count": 1}]
        hours = {
            "kind": "swarm", "began_at": at(4), "opened_at": at(4) + timedelta(hours=3), "army_negative_count": 1,
            "voice_count": 3, "half_life_hours": 30.0, "product": "云朵蛋糕", "complaint_type": "quality",
            "content_key": None, "reasons": None, "swarm_alert_id": None,
        }  # fmt: skip
        post = {
            "kind": "post", "content_key": surrogate_key("weibo", "m16"), "reasons": "severity",
            "swarm_alert_id": "al1",
        }  # fmt: skip
        single = alert | hours | post | {"alert_id": "al2", "closed_on": date(2026, 3, 4), "severity": None}
        spreader = {
            "alert_id": "al1", "rank": 1, "platform": "weibo", "author_id": "a2", "negative_count": 2,
            "follower_count": 2_000_000, "engagement_count": None, "first_at": at(4),
        }  # fmt: skip
        drifts = [
            {**period, **{f"before_{name}": day for name, day in period.items()}, "persona_id": now,
             "before_persona_id": before, "state": state, "common_count": n, "jaccard": share}
            for now, before, state, n, share in (("p1", "p2", "kept", 12, 0.75), (None, "p1", "gone", None, None))
        ]  # fmt: skip
        cohort = {
            "cohort": date(2026, 2, 1), "ending": "lost", "age_months": 1, "customer_count": 2, "at_risk_count": 2,
            "ending_count": 1, "survival": 0.5, "survival_low": 0.1, "survival_high": 0.9,
        }  # fmt: skip
        return ProfileInputs(
            influencers=self.write("influencers", pa.Table.from_pylist([ranked | {"author_id": "a1"}])),
            personas=self.write("personas", pa.Table.from_pylist(personas)),
            memberships=self.write("memberships", pa.Table.from_pylist(memberships)),
            alerts=self.write("alerts", pa.Table.from_pylist([alert | hours, single])),
            alert_spreaders=self.write("alert_spreaders", pa.Table.from_pylist([spreader])),
            service_periods=self.write("service_periods", pa.Table.from_pylist(months)),
            root_causes=self.write("root_causes", pa.Table.from_pylist([cause])),
            terms=self.write("terms", pa.Table.from_pylist(terms)),
            persona_drifts=self.write("drifts", pa.Table.from_pylist(drifts)),
            cohorts=self.write("cohorts", pa.Table.from_pylist([cohort])),
            **books.profiles(self),
            **influence.profiles(self),
        )
