"""The page for engineers: what failed first, what is stale, how long steps took; one file without scripts, in two
languages."""

import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import duckdb
import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from reports import Stored, build_index, build_operations
from warehouse import answers, migrations
from warehouse.answers.views import METADATA

NOW = datetime(2026, 11, 9, 8, 0, tzinfo=UTC)
EXTRA = """
CREATE TABLE fact_quality (check_name VARCHAR, table_name VARCHAR, run_id VARCHAR, severity VARCHAR, stage VARCHAR,
    checked_at TIMESTAMPTZ, failed_count BIGINT, is_passed BOOLEAN, description VARCHAR, description_zh VARCHAR,
    scope VARCHAR, threshold DOUBLE, observed DOUBLE);
INSERT INTO fact_quality BY NAME SELECT * REPLACE (CAST(checked_at AS TIMESTAMPTZ) AS checked_at) FROM (VALUES
    ('not_null', 'fact_mention', 'r1', 'fail', 'gate', '2026-11-08 00:00:00Z', 7, false, 'a', '旧的失败'),
    ('not_null', 'fact_mention', 'r2', 'fail', 'gate', '2026-11-09 00:00:00Z', 0, true, 'a', '不得为空'),
    ('odd_day', 'fact_mention', 'r2', 'warn', 'gate', '2026-11-09 00:00:00Z', 3, false, 'b', '<b>反常的一天'),
    ('foreign', 'fact_review', 'r2', 'fail', 'gate', '2026-11-09 00:00:00Z', 1, false, 'c', '引用存在'))
    AS q(check_name, table_name, run_id, severity, stage, checked_at, failed_count, is_passed, description,
    description_zh);
CREATE TABLE fact_run_step (run_id VARCHAR, step VARCHAR, subject VARCHAR, started_at TIMESTAMPTZ, ended_at TIMESTAMPTZ,
    outcome VARCHAR, row_count BIGINT, cpu_seconds DOUBLE, memory_peak_bytes BIGINT);
INSERT INTO fact_run_step VALUES
    ('r2', 'gather', 'weibo_posts', '2026-11-09 00:00:00Z', '2026-11-09 00:01:30Z', 'ok', 1200, 61.5, 314572800),
    ('r2', 'gather', 'jd_reviews', '2026-11-09 00:01:30Z', '2026-11-09 00:02:00Z', 'error', NULL, 2.5, 104857600),
    ('r2', 'load', '', '2026-11-09 00:03:00Z', NULL, 'ok', 5, NULL, NULL);
CREATE TABLE dim_model (model_key BIGINT, task VARCHAR, engine VARCHAR, version VARCHAR, is_current BOOLEAN,
    training_data VARCHAR, scores VARCHAR);
INSERT INTO dim_model VALUES (1, 'sentiment', 'linear', '3f2a91c0', true, 'own', '{"f1": 0.81}'),
    (2, 'sentiment', 'linear', '00000000', false, 'own', NULL), (-1, NULL, NULL, NULL, true, NULL, NULL);
CREATE VIEW v_model_drift AS SELECT * FROM (VALUES
    ('sentiment', 'linear', '3f2a91c0', 'label_psi', DATE '2026-11-08', 0.31, 0.2, 400, 1600, true),
    ('text', 'words', '', 'unseen_term_share', DATE '2026-11-08', 0.02, 0.15, 900, 3600, false),
    ('sentiment', 'linear', '3f2a91c0', 'label_psi', DATE '2026-11-01', 0.91, 0.2, 400, 1600, true)) AS q(task, engine,
    version, measure, week_end, observed, bound, recent_count, baseline_count, is_alert);
INSERT INTO v_insight_day (day, platform, brand_id, brand, mention_count) VALUES
    ('2026-11-08', 'weibo', 'qinghe', '青禾茶', 9), ('2026-11-01', 'douyin', 'qinghe', '青禾茶', 4);
INSERT INTO v_coverage (source, source_title, query, run_id, started_at, ended_at, outcome, mention_count, is_capped)
    VALUES ('weibo_posts', '微博', 'a', 'r2', '2026-11-09 00:00:00Z', '2026-11-09 00:01:30Z', 'ok', 1200, false),
    ('jd_reviews', '京东', 'b', 'r2', '2026-11-09 00:01:30Z', '2026-11-09 00:02:00Z', 'blocked', 0, false);
"""


@pytest.fixture(scope="module", params=["whole", "bare"])
def star(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A warehouse with runs, checks and models, and one with nothing at all."""
    path = tmp_path_factory.mktemp("ops") / "warehouse.duckdb"
    engine = create_engine(f"duckdb:///{path}", poolclass=NullPool)
    METADATA.create_all(engine)
    engine.dispose()
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR)")
        connection.execute("INSERT INTO alembic_version VALUES (?)", [migrations.head()])
        if request.param == "whole":
            connection.execute(EXTRA)
    return str(request.param), path


OTHER = {"zh": r'<(span|p|a) class="[^"]*\ben"[^>]*>.*?</\1>', "en": r'<(span|p|a) class="[^"]*\bzh"[^>]*>.*?</\1>'}
"""Language -> what the style sheet hides while it is read."""


def _parts(path: Path, language: str = "zh") -> dict[str, str]:
    """Section -> its text as read in a language; `whole` is that of the whole page."""
    text = re.sub(OTHER[language], "", path.read_text("utf-8").partition("<body")[2], flags=re.S)
    pieces = re.findall(r'<section class="panel[^"]*" id="(\w+)">(.*?)</section>', text, re.S) + [("whole", text)]
    return {name: " ".join(unescape(re.sub("<[^>]+>", " ", body)).split()) for name, body in pieces}


def test_page_tells_what_runs_did(star: tuple[str, Path], tmp_path: Path) -> None:
    kind, path = star
    stored = [Stored(name="lake", names=("数据湖", "Lake"), file_count=3, byte_count=5 * 1024 * 1024)]
    page = build_operations(path, tmp_path, stored=stored, now=NOW)
    text, parts = page.read_text("utf-8"), _parts(page)
    assert page.name == "operations.html"
    assert "<script" not in text
    assert "default-src 'none'" in unescape(text)
    assert "lake 数据湖 3 5.0 MiB" in parts["storage"]
    if kind == "bare":
        assert "还没有采集记录" in parts["sources"]
        assert "没有运行记录" in parts["runs"]
        assert "共 0 项" in text
        return
    assert (
        parts["quality"].index("引用存在")
        < parts["quality"].index("<b>反常的一天")
        < parts["quality"].index("通过 1 项")
    )
    assert "旧的失败" not in text, "only the latest result of a check is told"
    assert "2 项检查未通过，共 3 项；1 / 2 个来源完整；抖音已多日没有新内容。" in text
    assert parts["sources"].index("京东") < parts["sources"].index("微博"), "trouble first"
    assert "被拒绝 0 / 1" in parts["sources"]
    assert "抖音 2026-11-01 7 4" in parts["freshness"]
    assert "2026-11-09 08:00 gather 2 120.0 64.0 300 1,200 出错 1" in parts["runs"]
    assert 'linear 3f2a91c0 {"f1": 0.81}' in parts["models"]
    assert "情感 标签分布 PSI 0.31 0.20 400 越界 用词 新词占比 0.02 0.15 900 正常" in parts["drift"]
    assert "0.91" not in parts["drift"], "only the latest week is told"
    assert "00000000" not in parts["models"]


def test_nothing_of_the_page_stays_chinese_in_english(star: tuple[str, Path], tmp_path: Path) -> None:
    kind, path = star
    stored = [Stored(name="lake", names=("数据湖", "Lake"), file_count=3, byte_count=1)]
    page = build_operations(path, tmp_path, stored=stored, now=NOW)
    told = _parts(page, "en")
    assert re.findall("[\u4e00-\u9fff]+", told["whole"]) == ["中文"], "only the way back to it"
    assert 'href="index.html#en"' in page.read_text("utf-8"), "the index it leads to is English as well"
    if kind == "bare":
        assert "nothing gathered yet" in told["sources"]
        return
    assert "2 of 3 checks failed; 1 of 2 sources complete; nothing new for days from Douyin." in told["whole"]
    assert "Blocked 0 / 1" in told["sources"]
    assert "2026-11-09 08:00 gather 2 120.0 64.0 300 1,200 1 failed" in told["runs"]
    assert "Sentiment PSI of labels 0.31 0.20 400 Beyond Words Share of new words 0.02 0.15 900 OK" in told["drift"]
    assert "lake Lake 3 1 B" in told["storage"]


def test_index_leads_to_the_page_only_where_it_is(star: tuple[str, Path], tmp_path: Path) -> None:
    _, path = star
    assert "operations.html" not in build_index(path, tmp_path).read_text("utf-8")
    build_operations(path, tmp_path, now=NOW)
    assert 'href="operations.html"' in build_index(path, tmp_path).read_text("utf-8")


def test_answers_are_in_order(star: tuple[str, Path]) -> None:
    kind, path = star
    with answers.reading(path) as connection:
        checks, steps = answers.quality_results(connection), answers.run_steps(connection)
    found = [] if kind == "bare" else ["foreign", "odd_day", "not_null"]
    assert checks.column("check_name") == found
    assert [row["step"] for row in steps.records()] == ([] if kind == "bare" else ["load", "gather", "gather"])


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 B"), (1023, "1,023 B"), (1536, "1.5 KiB"), (200 * 1024, "200 KiB"), (5 * 1024**4, "5,120 GiB")],
)
def test_sizes_are_told_in_one_unit(count: int, text: str) -> None:
    assert Stored(name="a", names=("甲", "A"), file_count=1, byte_count=count).size == text
