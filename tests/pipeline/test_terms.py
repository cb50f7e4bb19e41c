"""Words by brand, day and tone."""

from datetime import date

import pandas as pd
import pyarrow as pa
import pytest

from pipeline.findings import terms
from pipeline.findings.terms import COLUMNS, daily_terms, telling_words
from records import Lexicon

LEXICON = Lexicon(words=("岩盐拿铁",))
DAY, NEXT = date(2026, 3, 1), date(2026, 3, 2)


def mentions(*rows: tuple[str | None, date | None, str | None, str | None, str]) -> pa.Table:
    """brand_id, day, author_id, sentiment and text, which is cut."""
    *columns, texts = zip(*rows, strict=True)
    types = [pa.string(), pa.date32(), pa.string(), pa.string()]
    arrays = [pa.array(column, kind) for column, kind in zip(columns, types, strict=True)]
    return pa.table([*arrays, pa.array(telling_words(list(texts), LEXICON))], names=list(COLUMNS))


def counts(frame: pd.DataFrame, term: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in frame[frame["term"] == term].drop(columns="term").itertuples(index=False)]


def test_a_word_counts_once_per_content_and_by_tone() -> None:
    found = daily_terms(
        mentions(
            ("moli", DAY, "a1", "positive", "岩盐拿铁好喝,岩盐拿铁!"),
            ("moli", DAY, "a1", "positive", "又买了岩盐拿铁"),
            ("moli", DAY, None, None, "岩盐拿铁"),
            ("moli", NEXT, "a2", "negative", "岩盐拿铁"),
            ("songyan", DAY, "a2", "positive", "岩盐拿铁"),
        )
    )
    assert counts(found, "岩盐拿铁") == [
        ("moli", DAY, "positive", 2, 1),
        ("moli", DAY, "unjudged", 1, 0),
        ("moli", NEXT, "negative", 1, 1),
        ("songyan", DAY, "positive", 1, 1),
    ]


def test_only_nouns_verbs_and_adjectives_and_no_names_of_persons() -> None:
    text = "我们在店里觉得这个包装非常干净,排队的王小明也要退货 2026"
    words = set(daily_terms(mentions(("moli", DAY, "a1", None, text)))["term"])
    assert {"包装", "干净", "排队", "退货"} <= words
    assert not words & {"我们", "这个", "非常", "王小明", "2026", "在"}


def test_the_order_of_mentions_changes_nothing() -> None:
    rows = mentions(("moli", DAY, "a1", "positive", "门店服务很好"), ("moli", DAY, "a2", "negative", "门店排队太久"))
    pd.testing.assert_frame_equal(daily_terms(rows), daily_terms(rows[::-1]))


def test_the_commonest_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terms, "MOST_TERMS", 1)
    rows = mentions(("moli", DAY, "a1", "positive", "门店服务"), ("moli", DAY, "a2", "negative", "门店"))
    found = daily_terms(rows)
    assert list(found["term"]) == ["门店", "门店"]
    assert list(found["tone"]) == ["negative", "positive"]


def test_nothing_said_gives_no_rows_with_all_columns() -> None:
    rows = mentions(("moli", DAY, "a1", None, ""), (None, DAY, "a1", None, "门店"), ("moli", None, "a1", None, "门店"))
    found = daily_terms(rows)
    assert len(found) == 0
    assert list(found.columns) == ["brand_id", "day", "term", "tone", "mention_count", "author_count"]
