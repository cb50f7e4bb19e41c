from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from crm.influence.audience import ACCOUNT_COLUMNS, PEER_COUNT, SIGNS, audience_signs
from crm.influence.platforms import platform_schemes
from records.errors import UsageError

NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)


def accounts(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame([{"platform": "weibo", **row} for row in rows], columns=list(ACCOUNT_COLUMNS))


def peers(count: int = 60) -> list[dict[str, Any]]:
    rates = np.exp(np.random.default_rng(1).normal(-4, 0.5, count))
    return [{"author_id": f"a_{i:02d}", "follower_count": 50_000, "content_count": 10,
             "engagement_count": int(500_000 * rate)} for i, rate in enumerate(rates)]  # fmt: skip


def signs(frame: pd.DataFrame, **more: Any) -> pd.DataFrame:
    return audience_signs(frame, schemes=platform_schemes(), **more).set_index(["author_id", "sign"])


def seen(*followers: int, author: str = "a") -> pd.DataFrame:
    return pd.DataFrame([{"platform": "weibo", "author_id": author, "observed_at": NOON + timedelta(days=i),
                          "follower_count": count} for i, count in enumerate(followers)])  # fmt: skip


def test_mass_following() -> None:
    found = signs(accounts({"author_id": "a", "following_count": 1_500}, {"author_id": "b", "following_count": 1_501},
                           {"author_id": "c"}))["is_suspicious"]  # fmt: skip
    assert found.to_dict() == {("a", "mass_following"): False, ("b", "mass_following"): True}


def test_engagement_beside_peers() -> None:
    rows = [*peers(), {"author_id": "dead", "follower_count": 50_000, "content_count": 10, "engagement_count": 50},
            {"author_id": "hot", "follower_count": 50_000, "content_count": 10, "engagement_count": 400_000},
            {"author_id": "unknown", "content_count": 10, "engagement_count": 5},
            {"author_id": "other", "follower_count": 5_000_000, "content_count": 10,
             "engagement_count": 5}]  # fmt: skip
    found = signs(accounts(*rows))
    assert set(found.index[found["is_suspicious"]]) >= {("dead", "low_engagement"), ("hot", "high_engagement")}
    assert found["is_suspicious"].sum() <= 4
    dead = found.loc[("dead", "low_engagement")]
    assert dead["value"] == pytest.approx(0.0001)
    assert dead["value"] < dead["bound"] < dead["reference"]
    assert dead["evidence_count"] == 61
    assert not {"unknown", "other"} & set(found.index.get_level_values(0))


def test_too_few_peers_say_nothing() -> None:
    assert signs(accounts(*peers(PEER_COUNT))).empty
    assert len(signs(accounts(*peers(PEER_COUNT + 1)))) == 2 * (PEER_COUNT + 1)


def test_a_jump_of_followers() -> None:
    nobody = accounts()
    steady = [1000 + 10 * i for i in range(12)]
    calm = signs(nobody, observations=seen(*steady)).loc[("a", "follower_jump")]
    assert (calm["is_suspicious"], calm["evidence_count"]) == (False, 11)
    bought = signs(nobody, observations=seen(*steady[:6], *(c + 4000 for c in steady[6:]))).loc[("a", "follower_jump")]
    assert bought["is_suspicious"]
    assert bought["value"] == pytest.approx(5060 / 1050 - 1)
    purged = signs(nobody, observations=seen(*steady[:6], *(c // 2 for c in steady[6:]))).loc[("a", "follower_jump")]
    assert (purged["is_suspicious"], purged["value"] < -0.4) == (True, True)
    assert signs(nobody, observations=seen(*steady[:6])).empty


def test_water_armies_need_numbers() -> None:
    rows = [("few", f"r{i}", True) for i in range(3)] + [("many", f"r{i}", i < 30) for i in range(40)]
    rows += [("half", f"r{i}", i < 20) for i in range(40)] + [("half", "half", True)]
    reactions = pd.DataFrame(rows, columns=["author_id", "reactor_id", "is_water_army"]).assign(platform="weibo")
    found = signs(accounts(), reactions=reactions).droplevel("sign")
    assert found["is_suspicious"].to_dict() == {"few": False, "half": False, "many": True}
    assert found["evidence_count"].to_dict() == {"few": 3, "half": 40, "many": 40}


def test_nothing_known() -> None:
    table = audience_signs(accounts(), schemes=platform_schemes())
    assert (len(table), table.dtypes["is_suspicious"].name) == (0, "boolean")
    with pytest.raises(UsageError, match="account frame lacks"):
        audience_signs(pd.DataFrame(), schemes=platform_schemes())


def test_every_sign_is_told_in_both_languages_with_its_source() -> None:
    assert all(sign.zh and sign.en and sign.source for sign in SIGNS.values())


def test_real_creators_of_douyin(shared_data: Path) -> None:
    table = pd.read_csv(shared_data / "social" / "douyin_creators.csv", encoding="utf-8")
    frame = pd.DataFrame({
        "platform": "douyin", "author_id": [f"a_{i}" for i in range(len(table))], "follower_count": table["fans"],
        "following_count": table["following"], "content_count": table["videos"],
        "engagement_count": table["likes"] + table["comments"] + table["shares"],
    })  # fmt: skip
    found = audience_signs(frame, schemes=platform_schemes()).groupby("sign")["is_suspicious"].agg(["size", "sum"])
    assert found.loc["mass_following"].tolist() == [5023, 77]
    assert (found["sum"] < found["size"] / 50).all()
