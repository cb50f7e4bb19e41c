"""Authors x behaviour and interests, as shares; every feature has a key `block:value` and a Chinese name."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from crm.authors import HOUR_BANDS, KEY

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


Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """What every mention has one value of: its kind, the band of its hour, its topic."""

    names: tuple[str, ...]
    """Keys `block:value` of the values that are told; values numbered above them make up the rest."""
    values: Ints
    """Number of each mention's value, -1 where it is unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Mentions ready to be counted by author, as they are or dealt anew."""

    authors: pd.MultiIndex
    """platform, author_id; sorted."""
    author: Ints
    """Number of each mention's author."""
    weight: npt.NDArray[np.float64]
    traits: tuple[Trait, ...]

    def dealt(self, order: npt.NDArray[np.int64]) -> "Tally":
        """The same mentions, each given to the author of the one at its place in `order`."""
        return replace(self, author=self.author[order])

    def weights(self) -> pd.Series:
        """What stands behind the shares of each author."""
        return pd.Series(np.bincount(self.author, self.weight, len(self.authors)), index=self.authors)

    def shares(self) -> pd.DataFrame:
        """One row per author, columns `block:value` in 0..1, NaN where it is unknown."""
        found = [_shares(trait, self) for trait in self.traits]
        names = [name for trait in self.traits for name in trait.names]
        return pd.DataFrame(np.vstack(found).T, index=self.authors, columns=pd.Index(names, dtype="object"))


def habit_tally(rows: pd.DataFrame) -> Tally:
    """Shares of the author's mentions by hour band, weekend, kind, tone and complaint, then by topic."""
    by_author = rows.groupby(KEY, sort=True)
    bands = sorted(HOUR_BANDS)
    has_day = rows["day"].notna()
    return Tally(
        authors=pd.MultiIndex.from_frame(by_author.size().index.to_frame(index=False)),
        author=by_author.ngroup().to_numpy().astype(np.int64),
        weight=rows["weight"].to_numpy("float64"),
        traits=(
            _marked(rows, {f"hour:{band}": f"{band}_count" for band in bands}),
            _flagged(rows, "hour:weekend", "weekend_count", has_day),
            _coded(rows["kind"], "kind"),
            _flagged(rows, "tone:complaint", "complaint_count", has_day),
            _marked(rows, {f"tone:{tone}": f"{tone}_count" for tone in ("negative", "neutral", "positive")}),
            _coded(rows["topic_id"].where(rows["topic"].notna()), "topic"),
        ),
    )


def topic_labels(rows: pd.DataFrame) -> Mapping[str, str]:
    """The label of each topic feature: of several the first."""
    known = rows.dropna(subset=["topic_id", "topic"]).sort_values(["topic_id", "topic"])
    labels = known.drop_duplicates("topic_id").set_index("topic_id")["topic"]
    return {f"topic:{topic_id}": str(label) for topic_id, label in labels.items()}


def standing(rows: pd.DataFrame) -> pd.DataFrame:
    """What no single mention tells: the author's platform, and whether engagement and frequency lie in the upper or
    lower third of the platform's authors. Columns sorted."""
    return _levels(rows).join(_platforms(rows)).sort_index(axis="columns")


def zh_of(feature: str, labels: Mapping[str, str]) -> str:
    """The Chinese name of a feature: its label, the fixed name, or the value itself (a term, an unknown platform)."""
    return labels.get(feature) or ZH.get(feature) or feature.split(":", 1)[1]


def _shares(trait: Trait, tally: Tally) -> npt.NDArray[np.float64]:
    """Weighted share of each told value among an author's mentions that have a known one; values x authors."""
    is_known = trait.values >= 0
    count, width = len(tally.authors), len(trait.names) + 1
    cells = trait.values[is_known] * count + tally.author[is_known]
    sums = np.bincount(cells, tally.weight[is_known], count * width).reshape(width, count)
    with np.errstate(invalid="ignore"):
        return np.asarray(sums[:-1] / sums.sum(axis=0))


def _marked(rows: pd.DataFrame, marks: Mapping[str, str]) -> Trait:
    """Values with a 0/1 column each, of which a mention has one at most."""
    told = rows[list(marks.values())].to_numpy()
    return Trait(names=tuple(marks), values=np.where(told.any(axis=1), told.argmax(axis=1), -1))


def _flagged(rows: pd.DataFrame, name: str, mark: str, is_known: pd.Series) -> Trait:
    """Whether a mention has the mark."""
    return Trait(names=(name,), values=np.where(is_known, np.where(rows[mark] > 0, 0, 1), -1))


def _coded(values: pd.Series, block: str) -> Trait:
    """All values of a column, in order."""
    codes, known = pd.factorize(values, sort=True)
    return Trait(names=tuple(f"{block}:{value}" for value in known), values=codes.astype(np.int64))


def _platforms(rows: pd.DataFrame) -> pd.DataFrame:
    authors = pd.MultiIndex.from_frame(rows[KEY].drop_duplicates().sort_values(KEY))
    marks = pd.get_dummies(authors.get_level_values("platform").astype("object"), dtype="float64")
    marks.columns = pd.Index([f"platform:{platform}" for platform in marks.columns], dtype="object")
    return marks.set_index(authors)


def _levels(rows: pd.DataFrame) -> pd.DataFrame:
    """Upper and lower third of median engagement (NaN where unknown) and of mentions, within the platform."""
    grouped = rows.groupby(KEY)
    engaged = _thirds(grouped["engagement_count"].median(), "level:quiet", "level:engaged")
    return engaged.join(_thirds(grouped["weight"].sum(), "level:occasional", "level:frequent"))


def _thirds(values: pd.Series, low: str, high: str) -> pd.DataFrame:
    place = values.groupby(level="platform").rank(pct=True, method="average")
    marks = pd.DataFrame({low: (place <= 1 / 3).astype("float64"), high: (place > 2 / 3).astype("float64")})
    return marks.where(values.notna(), np.nan)
