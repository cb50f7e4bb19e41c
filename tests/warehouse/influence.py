"""How talk spread in the hand-written lake, as crm would say it: m1 was passed on by m3, and m3 by m4."""

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from tests.warehouse.books import Writer

PERIOD = {"period_start": date(2026, 3, 1), "period_end": date(2026, 3, 31)}
STANDING: dict[str, Any] = {
    "core_number": 1, "betweenness": 0.5, "h_index": 1, "community_id": "a1", "likely_impression_count": 2_385,
    "unique_reach_count": 15_000, "bci": 321.5, "emv_low": 8.0, "emv_high": 24.0, "emv_currency": "CNY",
}  # fmt: skip
"""What is known of a ranked author besides."""


def profiles(lake: Writer) -> dict[str, tuple[Path, ...]]:
    """Results of crm about how talk spreads, by the names of `ProfileInputs`."""
    tree = {
        "brand_id": "moli", "root_mention_id": "weibo:m1", "repost_count": 1, "author_count": 1, "direct_count": 1,
        "depth": 1, "breadth": 1, "structural_virality": 1.0, "median_lag_minutes": 120.0, "half_life_minutes": 120.0,
        "span_minutes": 120.0, "negative_lag_count": 0,
    }  # fmt: skip
    gone = tree | {"root_mention_id": "weibo:gone"}
    circle = {
        "brand_id": "moli", **PERIOD, "community_id": "a1", "member_count": 2, "inner_pair_count": 1,
        "mutual_pair_count": 0, "inner_passing_count": 1, "outer_passing_count": 0, "top_author_id": "a1",
        "top_passing_count": 1, "gini": 0.5, "modularity": 0.0, "previous_community_id": None,
        "previous_member_count": 0, "kept_count": 0,
    }  # fmt: skip
    mover = {
        "brand_id": "moli", **PERIOD, "topic_id": "t_taste", "platform": "weibo", "author_id": "a1",
        "positive_count": 1, "neutral_count": 1, "negative_count": 0, "previous_positive_count": 0,
        "previous_neutral_count": 0, "previous_negative_count": 0, "own_points": 12.5, "caused_points": 0.0,
        "points": 12.5, "rank": 2,
    }  # fmt: skip
    nobody = mover | {"topic_id": None, "platform": "jd", "author_id": None, "own_points": -20.0, "points": -20.0,
                      "positive_count": 0, "neutral_count": 0, "previous_positive_count": 1, "rank": 1}  # fmt: skip
    sign = {
        "platform": "weibo", "author_id": "a1", "sign": "mass_following", **PERIOD, "value": 1_800.0, "bound": 1_500.0,
        "reference": None, "evidence_count": 1, "is_suspicious": True,
    }  # fmt: skip
    return {
        "cascades": lake.write("cascades", pa.Table.from_pylist([tree, gone])),
        "circles": lake.write("circles", pa.Table.from_pylist([circle])),
        "movers": lake.write("movers", pa.Table.from_pylist([mover, nobody])),
        "audience_signs": lake.write("audience_signs", pa.Table.from_pylist([sign])),
    }
