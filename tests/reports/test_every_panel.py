"""What every panel promises, and that a panel without rows vanishes."""

from pathlib import Path

import duckdb
import pytest

from reports.build import render
from reports.headline import headline
from reports.panels import build_panels, modules
from reports.scope import Scope, scope_of
from warehouse import answers
from warehouse.metrics import BY_NAME, JUDGED

RENDERERS = Path(__file__).resolve().parents[2] / "reports" / "page" / "renderers"


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.__name__.rsplit(".", 1)[1])
def test_panel_keeps_its_promises(module: object, crisis: Scope) -> None:
    panel = module.build(crisis)  # type: ignore[attr-defined]
    assert panel is not None, "every panel has rows in the crisis week"
    assert module.__name__.endswith(f".{panel.name}")  # type: ignore[attr-defined]
    assert (RENDERERS / f"{panel.renderer}.js").is_file()
    assert f"RENDERERS.{panel.renderer} =" in (RENDERERS / f"{panel.renderer}.js").read_text("utf-8")
    assert all(panel.title)
    assert panel.answers, "a figure without an answer would be invented"
    assert all(answer.sql.startswith(("SELECT", "WITH")) for answer in panel.answers)
    assert set(panel.as_data()["metrics"]) <= set(BY_NAME)


def test_order_is_that_of_the_reader(crisis: Scope) -> None:
    names = [panel.name for panel in build_panels(crisis)]
    assert names == [
        "tiles", "curve", "drivers", "words", "topics", "complaints", "voice", "influencers", "cascade", "platforms",
        "satisfaction", "improvements", "personas", "posts", "about",
    ]  # fmt: skip


@pytest.fixture
def bare(warehouse_path: Path, tmp_path: Path) -> Path:
    """The same warehouse with one brand, and nothing but unread mentions of one day."""
    path = tmp_path / "bare.duckdb"
    path.write_bytes(warehouse_path.read_bytes())
    with duckdb.connect(str(path)) as connection:
        for view in ("v_mention", "v_insight_day", "v_insight_topic_day", "v_influencer", "v_alert", "v_event"):
            connection.execute(f"DELETE FROM {view} WHERE brand_id <> 'beian'")
        for view in ("v_influencer", "v_persona", "v_insight_topic_day", "v_coverage", "v_term_day"):
            connection.execute(f"DELETE FROM {view}")
        connection.execute("DELETE FROM v_mention WHERE day <> DATE '2026-11-04'")
        connection.execute("UPDATE v_mention SET sentiment = NULL, is_complaint = false, topic = NULL")
        connection.execute("DELETE FROM v_insight_day WHERE day <> DATE '2026-11-04'")
        connection.execute("UPDATE v_insight_day SET positive_count = 0, neutral_count = 0, negative_count = 0")
        connection.execute("UPDATE v_insight_day SET abstained_count = 0, engagement_count = NULL")
        connection.execute("DROP TABLE dim_model")
    return path


def test_a_page_of_one_bare_day_still_stands(bare: Path) -> None:
    with answers.reading(bare) as connection:
        scope = scope_of(connection, "北岸牛乳")
        panels = build_panels(scope)
        sentence = headline(scope)
        assert [panel.name for panel in panels] == ["tiles", "curve", "posts", "about"]
        assert scope.now.end.isoformat() == "2026-11-04", "a week in progress ends where the data ends"
        assert scope.before.day_count == scope.now.day_count == 3
        assert "净情感" not in sentence.text[0], "nothing was judged, so nothing is said"
        assert sentence.tone == "few"
        assert "首个有数据的周" in sentence.text[0]
        assert "北岸牛乳" in render(scope, sentence, panels)


def test_the_foot_gives_net_sentiment_as_people_would_have_it(crisis: Scope) -> None:
    about = next(panel for panel in build_panels(crisis) if panel.name == "about")
    found = about.options["corrected"]
    assert found["withheld"] is None
    assert found["low"] < found["value"] < found["high"]
    # The stand-in's people call half of what the model judged neutral, so the figure lies nearer to nought.
    machine = BY_NAME["net_sentiment"].value(
        {name: sum(row[name] or 0 for row in scope_rows(crisis)) for name in JUDGED}
    )
    assert machine is not None
    assert abs(found["value"]) < abs(machine)


def scope_rows(scope: Scope) -> list[dict[str, float]]:
    """The period's totals, by platform."""
    return [row for row in scope.totals.records() if row["when"] == "now"]  # type: ignore[misc]
