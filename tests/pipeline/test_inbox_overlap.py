"""Overlapping exports, in any order: one mention each, and one observation for each time it was seen."""

import json
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lake.partition import read
from pipeline.inbox import watch
from pipeline.job import open_job
from pipeline.steps.inbox import take_inbox

CONFIG = "brands: [{name: 青禾茶}]\nsources: [{source: mediacrawler_weibo, files: [none.jsonl]}]\n"
FIRST = datetime(2026, 3, 1, tzinfo=UTC)
EXPORTS = st.lists(st.sets(st.integers(1, 6), min_size=1), min_size=1, max_size=4)
"""Which posts each export holds; the n-th was made on day n."""


def post(number: int, export: int) -> dict[str, object]:
    return {
        "note_id": str(5_200_000_000_000_000 + number),
        "content": f"第 {number} 次路过青禾茶",
        "create_date_time": f"2026-02-{number:02d} 10:00:00",
        "last_modify_ts": int((FIRST + timedelta(days=export)).timestamp() * 1000),
        "liked_count": str(10 * export + number),
        "user_id": f"u{number}",
    }


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "SETTLE_SECONDS", 0.0)


@settings(max_examples=12, deadline=None)
@given(EXPORTS.flatmap(lambda exports: st.tuples(st.just(exports), st.permutations(range(len(exports))))))
def test_overlapping_exports_in_any_order(case: tuple[list[set[int]], list[int]]) -> None:
    exports, order = case
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "brands.yml"
        config.write_text(CONFIG, encoding="utf-8")
        job = open_job(Path(folder) / "home", config)
        inbox = job.home.inbox / "mediacrawler_weibo"
        inbox.mkdir(parents=True)
        for export in order:
            lines = [json.dumps(post(number, export), ensure_ascii=False) for number in sorted(exports[export])]
            (inbox / "导出.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")  # always of one name
            take_inbox(open_job(Path(folder) / "home", config))
        mentions = read(job.home.lake, "mentions").to_pylist()
        seen = read(job.home.lake, "observations").to_pylist()
    ids = {post(number, 0)["note_id"] for numbers in exports for number in numbers}
    assert sorted(row["native_id"] for row in mentions) == sorted(ids)
    expected = {
        (f"weibo:{post(number, 0)['note_id']}", FIRST + timedelta(days=export), 10 * export + number)
        for export, numbers in enumerate(exports)
        for number in numbers
    }
    found = [(row["mention_id"], row["observed_at"], row["like_count"]) for row in seen]
    assert sorted(found) == sorted(expected)
