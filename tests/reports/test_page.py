"""The page as a file: whole, harmless, small, and equal to the answers."""

import html
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from records.errors import UsageError
from reports import build_page
from reports.build import as_json, write_whole
from reports.panels import build_panels
from reports.scope import Scope

MEGABYTES = 3_000_000
Reader = Callable[[Path], dict[str, Any]]


def test_figures_on_the_page_equal_the_answers(crisis_page: Path, crisis: Scope, read_page: Reader) -> None:
    data = read_page(crisis_page)
    for panel in build_panels(crisis):
        for answer in panel.answers:
            if answer.name.startswith("posts"):
                continue
            table = data["tables"][answer.name]
            assert table["columns"] == list(answer.columns)
            assert json.loads(as_json(answer.rows)) == table["rows"]
            assert data["sql"][answer.name] == answer.sql


def test_figures_on_the_page_equal_an_independent_count(
    warehouse_path: Path, crisis_page: Path, read_page: Reader
) -> None:
    data = read_page(crisis_page)
    with duckdb.connect(str(warehouse_path), read_only=True) as connection:
        counted = connection.execute(
            "SELECT count(*), count(*) FILTER (is_complaint), sum(engagement_count) FROM v_mention"
            " WHERE brand_id = 'qinghe' AND day BETWEEN DATE '2026-11-02' AND DATE '2026-11-08'"
        ).fetchone()
    table = data["tables"]["brand_totals"]
    rows = [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]
    now = [row for row in rows if row["when"] == "now"]
    names = ("mention_count", "complaint_count", "engagement_count")
    assert counted == tuple(sum(row[name] or 0 for row in now) for name in names)
    cube = data["tables"]["mention_cube"]
    assert counted is not None
    assert sum(row[-1] for row in cube["rows"]) == counted[0]


def test_one_small_file_that_asks_nobody_anything(crisis_page: Path) -> None:
    text = crisis_page.read_text("utf-8")
    assert crisis_page.stat().st_size < MEGABYTES
    head = html.unescape(text.split("<script", 1)[0])
    assert not re.search(r"""(src|href)\s*=\s*["']?\s*(https?:)?//""", head)
    assert "default-src 'none'" in head
    assert "unsafe-eval" not in head
    assert not re.search(r"<(link|iframe|img|script)[^>]+(src|href)=", text.split("echarts", 1)[0])
    assert "fetch(" not in text.split("</script>")[-2]
    assert "XMLHttpRequest" not in text.split("</script>")[-2]


def test_posts_cannot_leave_their_script_element(crisis_page: Path, read_page: Reader) -> None:
    text = crisis_page.read_text("utf-8")
    embedded = text.split('id="data">', 1)[1].split("</script>", 1)[0]
    assert "<" not in embedded
    posts = read_page(crisis_page)["tables"]["posts"]
    texts = [row[posts["columns"].index("text")] for row in posts["rows"]]
    assert any("<script>window.hacked" in one for one in texts), "hostile posts are kept as they are, as data"


def test_the_most_is_two_thousand_posts_of_every_day(crisis_page: Path, read_page: Reader) -> None:
    data = read_page(crisis_page)
    posts = data["tables"]["posts"]
    assert len(posts["rows"]) == 2000
    assert sum(row[-1] for row in data["tables"]["mention_cube"]["rows"]) > 2000
    days = {row[posts["columns"].index("day")] for row in posts["rows"]}
    assert days == {f"2026-11-{day:02d}" for day in range(2, 9)}


def test_json_is_inert() -> None:
    assert as_json({"a": "</script><!-- \u2028", "d": date(2026, 1, 2)}) == (
        '{"a":"\\u003c/script>\\u003c!-- \\u2028","d":"2026-01-02"}'
    )
    with pytest.raises(ValueError, match="JSON"):
        as_json(float("nan"))


def test_out_may_be_a_folder(warehouse_path: Path, tmp_path: Path) -> None:
    path = build_page(warehouse_path, "云朵奶盖", out=tmp_path)
    assert path == tmp_path / "yunduo_2026-11-02_2026-11-08.html"
    assert [item.name for item in tmp_path.iterdir()] == [path.name], "nothing half-written is left beside it"


@pytest.mark.parametrize(
    ("brand", "start", "end", "message"),
    [
        ("无名茶", None, None, "brands with data: .*青禾茶"),
        ("青禾茶", date(2026, 11, 8), date(2026, 11, 2), "lies after"),
        ("青禾茶", date(2020, 1, 1), date(2020, 1, 7), "no mentions from 2020-01-01 to 2020-01-07"),
    ],
)
def test_wrong_questions_leave_no_file(
    warehouse_path: Path, tmp_path: Path, brand: str, start: date | None, end: date | None, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        build_page(warehouse_path, brand, period_from=start, period_to=end, out=tmp_path / "page.html")
    assert list(tmp_path.iterdir()) == []


def test_a_failing_disk_leaves_the_old_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.html"
    page.write_text("old", "utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(page, "new")
    assert page.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [page]


def test_one_of_the_two_days_is_enough(warehouse_path: Path, tmp_path: Path, read_page: Reader) -> None:
    until = read_page(build_page(warehouse_path, "qinghe", period_to=date(2026, 10, 25), out=tmp_path / "a.html"))
    since = read_page(build_page(warehouse_path, "qinghe", period_from=date(2026, 11, 5), out=tmp_path / "b.html"))
    assert until["asked"] == {"start": "2026-10-19", "end": "2026-10-25"}
    assert since["asked"] == {"start": "2026-11-05", "end": "2026-11-08"}


def test_share_of_voice_compares_with_the_named_brands(warehouse_path: Path, tmp_path: Path, read_page: Reader) -> None:
    page = build_page(warehouse_path, "qinghe", out=tmp_path / "a.html", compare=["yunduo", "qinghe", "nobody"])
    data = read_page(page)
    voice = data["tables"]["share_of_voice"]
    rows = [dict(zip(voice["columns"], row, strict=True)) for row in voice["rows"]]
    assert {row["brand_id"] for row in rows} == {"qinghe", "yunduo"}
    tracked = data["tables"]["tracked_totals"]
    place = {name: tracked["columns"].index(name) for name in ("when", "mention_count")}
    total = sum(row[place["mention_count"]] for row in tracked["rows"] if row[place["when"]] == "now")
    assert total == sum(row["mention_count"] for row in rows if row["when"] == "now")
    panel = next(panel for panel in data["panels"] if panel["name"] == "voice")
    assert panel["options"]["compared"] == ["云朵奶盖", "nobody"], "one without a mention is told by its id"
    assert "青禾茶、云朵奶盖" in data["metrics"]["share_of_voice"]["population"]
    english = data["metrics"]["share_of_voice"]["population_en"]
    assert english.startswith("mentions of the compared brands;")
    assert english.endswith("(青禾茶, 云朵奶盖, nobody)")
