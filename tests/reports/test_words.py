"""Words that became more common, and the panel that shows them."""

from math import sqrt

import pytest
from scipy.stats import chi2_contingency

from reports.panels import words
from reports.rising import rising, root_g2
from reports.scope import Scope


def test_log_likelihood_is_that_of_the_textbooks() -> None:
    for cells in ((10, 100, 20, 400), (100, 1520, 0, 380)):
        now, now_total, before, before_total = cells
        table = [[now, now_total - now], [before, before_total - before]]
        g2 = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
        assert root_g2(*cells) == pytest.approx(sqrt(g2))
    assert root_g2(5, 100, 20, 400) == pytest.approx(0, abs=1e-9)
    assert root_g2(1, 100, 20, 400) < 0, "a share that fell is no rise"


def test_rising_words_are_sure_and_the_surest_comes_first() -> None:
    rows = [
        {"term": "异物", "mention_count": 60, "before_count": 0},
        {"term": "道歉", "mention_count": 90, "before_count": 2},
        {"term": "门店", "mention_count": 33, "before_count": 30},
        {"term": "少见", "mention_count": 3, "before_count": 0},
        {"term": "联名", "mention_count": 5, "before_count": 90},
    ]
    assert rising(rows, 500, 500) == ["道歉", "异物"]
    assert rising(rows, 500, 0) == [], "a first period has nothing to compare with"


def test_words_of_the_crisis_are_those_of_its_mentions(crisis: Scope) -> None:
    panel = words.build(crisis)
    assert panel is not None
    rows = {row["term"]: row for row in panel.answers[0].records()}
    assert "青禾茶" not in rows, "the brand's own name says nothing"
    assert set(panel.options["rising"][:4]) == {"异物", "肚子疼", "投诉", "退款"}
    raw = crisis.connection.exec_driver_sql(
        "SELECT count(*) FILTER (day >= DATE '2026-11-02'), count(*) FILTER (day < DATE '2026-11-02'),"
        " count(*) FILTER (day >= DATE '2026-11-02' AND sentiment = 'negative' AND NOT is_abstained)"
        " FROM v_mention WHERE brand_id = 'qinghe' AND day >= DATE '2026-10-26' AND contains(text, '异物')"
    ).one()
    assert tuple(raw) == tuple(rows["异物"][name] for name in ("mention_count", "before_count", "negative_count"))


def test_no_cloud_of_a_handful_of_words(crisis: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "LEAST_WORDS", 100)
    assert words.build(crisis) is None
