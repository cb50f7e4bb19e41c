"""Hand-made frames for the tests of crm, as fixtures that are functions."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

START = date(2026, 3, 2)
END = date(2026, 3, 29)

MENTION = {
    "content_key": 1, "mention_id": "weibo:1", "brand_id": "tea", "platform": "weibo", "kind": "post",
    "author_id": "a_1", "follower_count": None, "published_at": datetime(2026, 3, 4, 4, tzinfo=UTC),
    "day": date(2026, 3, 4), "sentiment": None, "engagement_count": None, "content_class": "UGC",
    "is_water_army": False, "topic_id": None, "topic": None, "is_complaint": False, "product": None,
    "parent_mention_id": None, "root_mention_id": None,
}  # fmt: skip
EDGE = {
    "brand_id": "tea", "child_author_id": "a_2", "parent_author_id": "a_1", "child_mention_id": "weibo:2",
    "parent_mention_id": "weibo:1", "root_mention_id": "weibo:1", "published_at": datetime(2026, 3, 5, 4, tzinfo=UTC),
    "platform": "weibo",
}  # fmt: skip


def _mentions(*rows: dict[str, Any]) -> pd.DataFrame:
    """Mentions with MENTION's values where a row says nothing, and ids of their own."""
    filled = [{**MENTION, "mention_id": f"weibo:{i}", **row} for i, row in enumerate(rows, start=1)]
    return pd.DataFrame(filled, columns=list(dict.fromkeys([*MENTION, *(name for row in rows for name in row)])))


def _edges(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame([{**EDGE, **row} for row in rows], columns=list(EDGE))


def _group_members(
    groups: Sequence[dict[str, Any]], size: int, *, seed: int = 1, words_per_author: int = 14
) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """Authors of planted groups: their mentions, their words, and the true group of each author.

    A group says its own `words` with probability `purity` per word (else common ones), writes at its `hours`, of its
    `topic` (with probability `topic_purity`), in its `kind`; what it does not say is drawn alike for all.
    """
    rng = np.random.default_rng(seed)
    common = [f"常用{chr(0x4E00 + i)}" for i in range(60)]
    rows, terms, truth = [], [], {}
    for g, group in enumerate(groups):
        for i in range(size):
            author = f"a_{g}_{i:04d}"
            truth[author] = g
            rows += [_mention(rng, group, author, n, len(groups)) for n in range(int(rng.integers(2, 7)))]
            for _ in range(words_per_author):
                is_own = "words" in group and rng.random() < group.get("purity", 0.4)
                terms.append((author, str(rng.choice(group["words"] if is_own else common)), 1))
    author_terms = pd.DataFrame(terms, columns=["author_id", "term", "count"])
    return _mentions(*rows), author_terms, pd.Series(truth)


def _mention(rng: np.random.Generator, group: dict[str, Any], author: str, n: int, group_count: int) -> dict[str, Any]:
    day = START + timedelta(days=int(rng.integers(0, 28)))
    hour = int(rng.choice(group.get("hours", range(24))))
    topic = group.get("topic") if rng.random() < group.get("topic_purity", 0.8) else f"杂谈{rng.integers(5)}"
    return {
        "author_id": author, "mention_id": f"weibo:{author}.{n}", "day": day,
        "platform": "weibo", "kind": group.get("kind", str(rng.choice(["post", "comment"]))),
        "published_at": datetime(day.year, day.month, day.day, hour, tzinfo=UTC) - timedelta(hours=8),
        "sentiment": str(rng.choice(["positive", "neutral", "negative"], p=[0.5, 0.3, 0.2])),
        "engagement_count": int(rng.poisson(5)), "topic_id": topic, "topic": topic,
    }  # fmt: skip


@pytest.fixture
def mentions() -> Callable[..., pd.DataFrame]:
    return _mentions


@pytest.fixture
def edges() -> Callable[..., pd.DataFrame]:
    return _edges


@pytest.fixture
def group_members() -> Callable[..., tuple[pd.DataFrame, pd.DataFrame, pd.Series]]:
    return _group_members


@pytest.fixture
def period() -> dict[str, date]:
    """Four whole weeks, Monday to Sunday."""
    return {"period_start": START, "period_end": END}
