"""Single posts that alarm by themselves: who says it, what it says, how grave it is, or a person's flag."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from crm.frames import flags_of, numbers_of
from records.errors import ConfigError
from records.ids import version_of

RED_LINES = (
    "食物中毒", "中毒身亡", "致死", "致癌", "猝死", "着火", "突然起火", "自燃", "爆炸", "断轴", "刹车失灵", "召回",
    "被下架", "查封", "立案调查", "被约谈", "被罚款", "偷税", "逃税", "泄露隐私", "信息泄露", "偷拍", "辱华", "歧视",
    "性骚扰", "虐待", "315曝光", "315晚会", "集体维权", "卷款跑路", "违规添加", "三无产品", "假药",
)  # fmt: skip
"""Words at which a public-relations desk is called, whatever the volume: harm, authorities, the law, dignity. Our own
list, written for this project; a brand's configuration replaces it."""
HARMLESS = ("心态爆炸", "心态要爆炸", "爆炸好吃", "好吃到爆炸", "爆炸头", "信息爆炸", "香到爆炸", "气到爆炸")
"""Longer words that hold one of them in another sense; they are taken out first."""
REASONS = ("account", "red_line", "severity", "flag")
"""Why a post alarms, in the order in which they are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRule:
    """When one post is an alert. Raises ConfigError for a bound below 0."""

    min_follower_count: int = 1_000_000
    """Followers from which an account's negative post alarms: the head tier of most platforms (records.tiers)."""
    min_severity_points: float = 80
    """Severity (0 to 100) from which a complaint alarms."""

    def __post_init__(self) -> None:
        if self.min_follower_count < 0 or self.min_severity_points < 0:
            raise ConfigError("alerts: min_follower_count and min_severity_points must be 0 or more")


def red_line_words(
    texts: pd.Series, words: Sequence[str] = RED_LINES, *, harmless: Sequence[str] = HARMLESS
) -> pd.Series:
    """The words of the list that each text holds, in the list's order, separated by commas; NA where none (or no text).

    Plain containment, after `harmless` is taken out.
    """
    found = [_words_in(text, words, harmless) for text in texts.astype("string").fillna("")]
    return pd.Series(found, index=texts.index, dtype="string")


def _words_in(text: str, words: Sequence[str], harmless: Sequence[str]) -> str | None:
    for phrase in harmless:
        text = text.replace(phrase, "\n")
    return ",".join(word for word in words if word in text) or None


def alarming_posts(rows: pd.DataFrame, rule: PostRule) -> pd.DataFrame:
    """The mentions of `rows` (crm.crisis.tones.timed_tones) that alarm, with alert_id and `reasons`, in order of time.

    Optional columns: follower_count, red_lines (red_line_words), severity_points, is_flagged, content_class,
    is_inherited, root_mention_id, duplicate_group. The account and the words count for negative mentions only, severity
    and the flag for any. The brand's own posts (BGC) alarm nobody, nor do reposts without words of their own, nor a
    second mention in the same thread or of the same wording.
    """
    reasons = pd.DataFrame(
        {
            "account": rows["is_negative"] & (rows["follower_count"] >= rule.min_follower_count),
            "red_line": rows["is_negative"] & _texts(rows, "red_lines").notna(),
            "severity": _numbers(rows, "severity_points") >= rule.min_severity_points,
            "flag": flags_of(rows, "is_flagged"),
        }
    )
    is_own = (_texts(rows, "content_class") == "BGC").fillna(False).astype(bool)
    chosen = reasons.any(axis=1) & ~is_own & ~flags_of(rows, "is_inherited")
    found = rows[chosen].assign(
        reasons=[",".join(name for name in REASONS if row[name]) for row in reasons[chosen].to_dict("records")],
    )
    root = _texts(found, "root_mention_id").fillna(found["mention_id"].astype("string"))
    found["matter"] = _texts(found, "duplicate_group").fillna(root)
    found = found.drop_duplicates(["brand_id", "matter"]).drop(columns="matter")
    keys = zip(found["brand_id"], found["mention_id"], strict=True)
    return found.assign(alert_id=["al_" + version_of(str(brand), "post", str(mention)) for brand, mention in keys])


def _texts(rows: pd.DataFrame, column: str) -> pd.Series:
    return rows[column].astype("string") if column in rows else pd.Series(pd.NA, index=rows.index, dtype="string")


def _numbers(rows: pd.DataFrame, column: str) -> pd.Series:
    return numbers_of(rows, column) if column in rows else pd.Series(float("nan"), index=rows.index)
