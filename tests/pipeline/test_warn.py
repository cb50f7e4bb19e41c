"""The fast way: from a dropped file to an alert card."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from pipeline import chain, warehouse
from pipeline.findings.result import Result, table_of_frame
from pipeline.inbox import watch
from pipeline.job import Job
from pipeline.steps.enrich import enrich
from pipeline.steps.inbox import take_inbox
from pipeline.steps.load import load
from pipeline.steps.profile import keep
from pipeline.steps.publish import publish
from pipeline.steps.warn import WAITING, warn
from tests.pipeline.office import Office, notes
from warehouse.connect import open_published
from warehouse.load import ProfileInputs, update

GRAVE = "青禾茶太难喝了，喝完食物中毒，差评，垃圾"
BAD = "青禾茶太难喝了，喝完拉肚子，差评，垃圾"
ROW = "id,title,user_id,likes,comments,stars,notes,fans,collect,content\n69a400ff{:016x},午后,u9,1,0,0,1,10,2,{}\n"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(watch, "SETTLE_SECONDS", 0.0)
    monkeypatch.setattr(update, "LARGEST_SHARE", 2.0)  # of a lake this small a single file is most
    monkeypatch.chdir(tmp_path)
    (tmp_path / "none.csv").write_text("", encoding="utf-8")
    made = Office(tmp_path, "")
    made.drop("xiaohongshu_notes/青禾茶/a.csv", notes((1, 5), (2, 5)))
    made.drop("xiaohongshu_notes/青禾茶/c.csv", ROW.format(7, BAD))
    return made


def rows(office: Office, table: str) -> list[str]:
    with open_published(office.job.home.warehouse) as connection:
        return sorted(map(str, connection.execute(sa.text(f"select * from {table}"))))


def cards(office: Office) -> set[str]:
    return {each.stem for each in office.job.home.reports.glob("alerts/*.md")}


def built(office: Office) -> Job:
    """A published star with words of a day, as an earlier whole run would leave it."""
    job = office.again()
    take_inbox(job)
    enrich(job)
    load(job)
    words = pd.DataFrame(
        [{"brand_id": "qinghe", "day": date(2026, 3, 1), "term": "茉莉", "tone": "positive", "mention_count": 1,
          "author_count": 1}]
    )  # fmt: skip
    kept = keep(job, Result("terms", {"all": table_of_frame(words)}))
    warehouse.load_profiles(job.home, ProfileInputs(terms=kept))
    publish(job)
    return job


def notes_of(office: Office, step: str) -> list[str]:
    return [each.note for each in office.events if each.step == step and each.state == "done"]


def test_a_dropped_file_becomes_a_card(office: Office) -> None:
    built(office)
    office.drop("xiaohongshu_notes/青禾茶/b.csv", ROW.format(1, GRAVE))
    chain.run_fast(office.again())
    found = rows(office, "fact_alert")
    assert len(found) == 1
    assert len(cards(office)) == 1


def test_what_another_run_has_built_is_left_to_it(office: Office) -> None:
    built(office)
    load(office.again())
    waiting = office.job.home.next_warehouse.read_bytes()
    office.drop("xiaohongshu_notes/青禾茶/b.csv", ROW.format(2, GRAVE))
    assert warn(office.again()) == {}
    assert notes_of(office, "warn")[-1] == WAITING
    assert office.job.home.next_warehouse.read_bytes() == waiting
