"""Authors x behaviour and interests, as shares; every feature has a key `block:value` and a Chinese name."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from crm.authors import HOUR_BANDS, KEY

WEIGHT = "weight"

ZH = {
    "hour:night": "深夜", "hour:morning": "上午", "hour:afternoon": "午后", "hour:evening": "晚间",
    "hour:weekend": "周末", "kind:post": "发帖", "kind:comment": "评论", "kind:review": "评价",
    "kind:complaint": "投诉单", "kind:repost": "转发",
    "tone:positive": "好评", "tone:neutral": "中性", "tone:negative": "差评", "tone:complaint": "投诉",
    "level:engaged": "高互动", "level:quiet": "低互动", "level:frequent": "高频", "level:occasional": "低频",
    "platform:weibo": "微博", "platform:xiaohongshu": "小红书", "platform:douyin": "抖音", "platform:bilibili": "B站",
    "platform:douban": "豆瓣", "platform:jd": "京东", "platform:taobao": "淘宝", "platform:mafengwo": "马蜂窝",
    "platform:chezhiwang": "车质网", "platform:heimao": "黑猫", "platform:appstore": "应用商店",
    "platform:steam": "Steam", "platform:news": "新闻",
}  # fmt: skip
"""Chinese names of the features that are not words; a topic or term is named by itself."""


def behaviour(rows: pd.DataFrame) -> pd.DataFrame:
    """`habits`, and what no single mention tells: the author's platform, and whether engagement and frequency lie in
    the upper or lower third of the platform's authors. Columns sorted."""
    table = habits(rows).join(_standing(rows))
    return table.loc[:, sorted(table.columns)]


def habits(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per author (index platform, author_id; sorted), columns `block:value` in 0..1, NaN where it is unknown.

    Shares of the author's mentions by hour band, weekend, kind, tone and complaint.
    """
    parts = [_hours(rows), _by_value(rows, "kind", "kind"), _tones(rows)]
    table = pd.concat(parts, axis="columns").sort_index()
    return table.loc[:, sorted(table.columns)]


def topics(rows: pd.DataFrame) -> tuple[pd.DataFrame, Mapping[str, str]]:
    """Each author's shares of topics (columns `topic:<id>`) and the label of each; authors without topics are NaN."""
    known = rows.dropna(subset=["topic_id", "topic"]).sort_values(["topic_id", "topic"])
    labels = known.drop_duplicates("topic_id").set_index("topic_id")["topic"]
    authors = pd.MultiIndex.from_frame(rows[KEY].drop_duplicates()).sort_values()
    return _by_value(known, "topic_id", "topic").reindex(authors), {f"topic:{k}": str(v) for k, v in labels.items()}


def zh_of(feature: str, labels: Mapping[str, str]) -> str:
    """The Chinese name of a feature: its label, the fixed name, or the value itself (a term, an unknown platform)."""
    return labels.get(feature) or ZH.get(feature) or feature.split(":", 1)[1]


def _by_value(rows: pd.DataFrame, column: str, block: str) -> pd.DataFrame:
    """Weighted share of each value of a column among an author's known ones."""
    table = rows.groupby([*KEY, column], observed=True)["weight"].sum().unstack(column, fill_value=0)
    table.columns = pd.Index([f"{block}:{value}" for value in table.columns], dtype="object")
    return table.div(table.sum(axis="columns"), axis="index")


def _shares(rows: pd.DataFrame, marks: Mapping[str, str], is_known: pd.Series) -> pd.DataFrame:
    """Weighted share of 0/1 columns among an author's mentions for which they are known."""
    known = rows[is_known]
    weighted = known[list(marks.values())].mul(known["weight"], axis="index").set_axis(list(marks), axis="columns")
    sums = weighted.assign(**{WEIGHT: known["weight"]}).groupby([known[k] for k in KEY]).sum()
    authors = pd.MultiIndex.from_frame(rows[KEY].drop_duplicates())
    return sums[list(marks)].div(sums[WEIGHT], axis="index").reindex(authors)


def _hours(rows: pd.DataFrame) -> pd.DataFrame:
    bands = _shares(rows, {f"hour:{band}": f"{band}_count" for band in HOUR_BANDS}, rows["hour"].notna())
    return bands.join(_shares(rows, {"hour:weekend": "weekend_count"}, rows["day"].notna()))


def _tones(rows: pd.DataFrame) -> pd.DataFrame:
    labels = ("positive", "neutral", "negative")
    is_judged = rows[[f"{label}_count" for label in labels]].sum(axis="columns") > 0
    tones = _shares(rows, {f"tone:{label}": f"{label}_count" for label in labels}, is_judged)
    return tones.join(_shares(rows, {"tone:complaint": "complaint_count"}, rows["day"].notna()))


def _standing(rows: pd.DataFrame) -> pd.DataFrame:
    return _levels(rows).join(_by_value(rows.assign(home=rows["platform"]), "home", "platform"))


def _levels(rows: pd.DataFrame) -> pd.DataFrame:
    """Upper and lower third of median engagement (NaN where unknown) and of mentions, within the platform."""
    grouped = rows.groupby(KEY)
    engaged = _thirds(grouped["engagement_count"].median(), "level:quiet", "level:engaged")
    return engaged.join(_thirds(grouped["weight"].sum(), "level:occasional", "level:frequent"))


def _thirds(values: pd.Series, low: str, high: str) -> pd.DataFrame:
    place = values.groupby(level="platform").rank(pct=True, method="average")
    marks = pd.DataFrame({low: (place <= 1 / 3).astype("float64"), high: (place > 2 / 3).astype("float64")})
    return marks.where(values.notna(), np.nan)
