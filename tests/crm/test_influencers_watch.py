from collections.abc import Callable
from datetime import date, timedelta

import pandas as pd
import pytest

from crm.influence.watch import INFLUENCER_COLUMNS, watched_authors
from records.errors import UsageError

Mentions = Callable[..., pd.DataFrame]
WEEK = {"period_start": date(2026, 3, 23), "period_end": date(2026, 3, 29)}


def weeks_ago(count: int) -> date:
    return WEEK["period_start"] + timedelta(days=1 - 7 * count)


def ranked(*rows: tuple[str, int, int]) -> pd.DataFrame:
    """(author, weeks ago, rank)."""
    frame = [("tea", "weibo", author, weeks_ago(ago) - timedelta(days=1), weeks_ago(ago) + timedelta(days=5), rank)
             for author, ago, rank in rows]  # fmt: skip
    return pd.DataFrame(frame, columns=list(INFLUENCER_COLUMNS))


def test_who_is_watched_and_who_fell_silent(mentions: Mentions) -> None:
    frame = mentions(
        *({"author_id": "critic", "day": weeks_ago(1), "sentiment": "negative"} for _ in range(3)),
        *({"author_id": "regular", "day": weeks_ago(ago)} for ago in (1, 3, 5, 8)),
        *({"author_id": "lapsed", "day": weeks_ago(ago)} for ago in (1, 3, 5, 9)),
        *({"author_id": "loud", "day": weeks_ago(2)} for _ in range(9)),
        {"author_id": "critic", "day": weeks_ago(0)}, {"author_id": "top", "day": weeks_ago(0)},
        {"author_id": "new", "day": weeks_ago(0)},
    )  # fmt: skip
    influencers = ranked(("top", 1, 20), ("critic", 8, 1), ("old", 9, 1), ("later", 0, 1), ("low", 1, 21))
    listed = [("tea", "douyin", "named"), ("tea", "weibo", "regular")]
    table = watched_authors(frame, influencers, listed=listed, **WEEK).set_index("author_id")
    assert table["reason"].to_dict() == {
        "named": "listed", "regular": "listed", "critic": "influencer", "top": "influencer",
    }  # fmt: skip
    assert table["mention_count"].to_dict() == {"named": 0, "regular": 0, "critic": 1, "top": 1}
    assert table["is_silent"].to_dict() == {"named": True, "regular": True, "critic": False, "top": False}
    plain = watched_authors(frame, ranked(), **WEEK).set_index("author_id")["reason"]
    assert plain.to_dict() == {"critic": "critic", "regular": "regular"}


def test_abstained_tones_make_no_critic(mentions: Mentions) -> None:
    frame = mentions(*({"author_id": "critic", "day": weeks_ago(1), "sentiment": "negative"} for _ in range(3)))
    assert watched_authors(frame.assign(is_abstained=True), ranked(), **WEEK).empty


def test_nobody_to_watch(mentions: Mentions) -> None:
    table = watched_authors(mentions(), ranked(), **WEEK)
    assert (len(table), table.dtypes["is_silent"].name) == (0, "boolean")
    with pytest.raises(UsageError, match="influencer frame lacks"):
        watched_authors(mentions(), pd.DataFrame(), **WEEK)
