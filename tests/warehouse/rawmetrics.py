"""What `v_mention_measure` counts, counted once more in pandas from single mentions, complaints and observations."""

from typing import Any

import pandas as pd

TONES = ("positive", "neutral", "negative")
COUNTERS = ("like_count", "comment_count", "share_count", "favorite_count", "view_count", "engagement_count")


def measures(mentions: pd.DataFrame, complaints: pd.DataFrame, seen: pd.DataFrame) -> pd.DataFrame:
    """One row per row of `v_mention`, one column per additive column; `seen` are the rows of `fact_engagement`."""
    rows = mentions.reset_index(drop=True)
    out = pd.DataFrame({"brand_id": rows.brand_id, "day": rows.day, "author_id": rows.author_id})
    out["mention_count"] = 1
    out["deduplicated_count"] = _firsts(rows)
    out["organic_count"] = rows.organic_weight
    for tone in TONES:
        out[f"{tone}_count"] = _yes(rows.sentiment == tone)
    out["abstained_count"] = _yes(rows.is_abstained == True)  # noqa: E712 - NULL is neither
    out["unjudged_count"] = _yes(rows.is_abstained.isna())
    out["complaint_count"] = _yes(rows.is_complaint)
    for part in ("deduplicated", "organic"):
        for kind in (*TONES, "complaint"):
            out[f"{part}_{kind}_count"] = out[f"{part}_count"] * out[f"{kind}_count"]
    _attention(out, rows)
    _reach(out, rows)
    _classes(out, rows)
    _service(out, rows, complaints)
    third_day = rows.content_key.map(_third_day(rows, seen))
    out["engagement_at_72h_count"], out["known_at_72h_count"] = third_day, _yes(third_day.notna())
    return out


def brand_days(mentions: pd.DataFrame, orders: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """What `v_brand_day` counts, a row per complaint, order (of one line each) and answer."""
    found = mentions[mentions.is_complaint.fillna(False)]
    complaints = pd.DataFrame({"brand_id": found.brand_id, "complaint_count": 1})
    sold = pd.DataFrame(
        {"brand_id": orders.brand_id, "order_count": orders.state.isin(["sold", "refunded"]).astype(int)}
    )
    scored = answers[answers.score.notna()]
    nps, csat = (scored[scored.question == name] for name in ("nps", "csat"))
    asked = pd.DataFrame({"brand_id": nps.brand_id, "nps_count": 1, "promoter_count": _yes(nps.score >= 9),
                          "detractor_count": _yes(nps.score <= 6)})  # fmt: skip
    content = pd.DataFrame({"brand_id": csat.brand_id, "csat_count": 1, "satisfied_count": _yes(csat.score >= 4)})
    return pd.concat([complaints, sold, asked, content], ignore_index=True).convert_dtypes()


def _yes(condition: Any) -> Any:
    return condition.fillna(False).astype(int)


def _firsts(rows: pd.DataFrame) -> Any:
    ordered = rows.sort_values(["published_at", "mention_id"])
    place = ordered.groupby(["brand_id", "duplicate_group"], dropna=False).cumcount()
    has_group = ordered.duplicate_group.notna()
    is_bare = (ordered.kind == "repost") & (ordered.text.fillna("").str.strip() == "")
    return (~(has_group & (place > 0)) & ~is_bare).astype(int).sort_index()


def _attention(out: pd.DataFrame, rows: pd.DataFrame) -> None:
    for name in COUNTERS:
        out[name] = rows[name]
        out[f"known_{name}"] = _yes(rows[name].notna())
    for told, of, top, bottom in (
        (rows.follower_count, "followers", "followed_engagement_count", "engaged_follower_count"),
        (rows.view_count, "views", "viewed_engagement_count", "engaged_view_count"),
    ):
        both = rows.engagement_count.notna() & (told > 0).fillna(False)
        assert both.any(), f"no row knows engagement and {of}: the test would compare nothing"
        out[top], out[bottom] = rows.engagement_count.where(both), told.where(both)


def _reach(out: pd.DataFrame, rows: pd.DataFrame) -> None:
    fans = rows.follower_count
    line = 0.15 - 0.09 * (fans - 100_000) / 9_900_000
    out["reach_count"], out["known_reach_count"] = fans, _yes(fans.notna())
    out["likely_impression_count"] = fans * line.clip(0.06, 0.15)


def _classes(out: pd.DataFrame, rows: pd.DataFrame) -> None:
    out["classified_count"] = _yes(rows.content_class.notna())
    for name in ("UGC", "PGC", "BGC", "paid"):
        out[f"{name.lower()}_count"] = _yes(rows.content_class == name)
    out["water_army_count"] = _yes(rows.is_water_army == True)  # noqa: E712 - NULL is neither
    out["reposting_count"] = _yes(rows.kind == "repost")
    out["authored_count"] = _yes(rows.author_id.notna())


def _service(out: pd.DataFrame, rows: pd.DataFrame, complaints: pd.DataFrame) -> None:
    told = rows[["content_key"]].merge(complaints.drop_duplicates("content_key"), on="content_key", how="left")
    out["replied_complaint_count"] = _yes(told.status.isin(["replied", "resolved", "closed"]))
    out["ended_complaint_count"] = _yes(told.status.isin(["resolved", "closed"]))
    for flag, top, bottom in (
        ("is_reopened", "reopened_complaint_count", "followed_complaint_count"),
        ("is_reply_late", "late_reply_count", "timed_reply_count"),
        ("is_resolution_late", "late_resolution_count", "timed_resolution_count"),
    ):
        out[top], out[bottom] = _yes(told[flag] == True), _yes(told[flag].notna())  # noqa: E712


def _third_day(rows: pd.DataFrame, seen: pd.DataFrame) -> pd.Series:
    """content_key -> engagement at its last observation from 48 to 72 hours after publication."""
    published = rows.drop_duplicates("content_key").set_index("content_key").published_at
    ages = (seen.observed_at - seen.content_key.map(published)).dt.total_seconds() / 3600
    inside = seen[(ages >= 48) & (ages <= 72)].sort_values("observed_at")
    return inside.drop_duplicates("content_key", keep="last").set_index("content_key").engagement_count
