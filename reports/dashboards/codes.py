"""Codes of the views in Chinese words: calculated columns, so that filters and legends speak Chinese too."""

from collections.abc import Mapping

from reports.names import NAMES
from warehouse.load.names import EMOTIONS
from warehouse.views import View

Words = Mapping[str, str]
"""Code -> Chinese."""

_STATE = {
    "open": "待处理", "replied": "已回复", "resolved": "已解决", "closed": "已关闭", "reopened": "再次开启",
    "escalated": "已升级",
}  # fmt: skip
_WATCH = {"influencer": "影响力大", "regular": "经常发声", "critic": "近期多次负面"}


def _of_page(kind: str) -> Words:
    return {code: zh for code, (zh, _) in NAMES[kind].items()}


_NONE = ""
"""Stands for NULL among the codes."""
_TONE = {**_of_page("tone"), _NONE: "未判断"}
_TIER = {**_of_page("tier"), _NONE: "粉丝数未知"}
_KIND = _of_page("kind")
_CLASS = {"UGC": "普通用户", **_of_page("content_class")}

CODES: Mapping[tuple[str, str], Words] = {
    ("v_mention", "sentiment"): _TONE,
    ("v_mention", "kind"): _KIND,
    ("v_mention", "emotion"): {code: zh for code, (_, zh) in EMOTIONS.items()},
    ("v_mention", "author_tier"): _TIER,
    ("v_mention", "content_class"): _CLASS,
    ("v_mention_measure", "author_tier"): _TIER,
    ("v_mention_measure", "content_class"): _CLASS,
    ("v_voice", "sentiment"): _TONE,
    ("v_voice", "kind"): _KIND,
    ("v_sentiment", "sentiment"): _TONE,
    ("v_aspect", "sentiment"): _TONE,
    ("v_influencer", "tier"): _TIER,
    ("v_alert_spreader", "tier"): _TIER,
    ("v_watch", "reason"): _WATCH,
    ("v_complaint", "status"): _STATE,
    ("v_complaint", "channel"): {"complaint_platform": "投诉平台", "post": "社交内容"},
    ("v_backlog", "state"): _STATE,
    ("v_service_period", "milestone"): {"reply": "首次回复", "resolution": "解决"},
    ("v_alert", "state"): {"open": "进行中", "closed": "已结束"},
    ("v_alert", "kind"): {"swarm": "群体", "post": "单帖"},
    ("v_coverage", "outcome"): _of_page("outcome"),
}
"""View and column -> its codes. A code without a word is shown as it is."""


def worded(view: View, column: str) -> str | None:
    """SQL of a column's codes in words, for DuckDB and PostgreSQL alike; None for a column without codes."""
    words = CODES.get((view.name, column))
    if words is None:
        return None
    cases = " ".join(
        f"WHEN {column} IS NULL THEN '{zh}'" if code == _NONE else f"WHEN {column} = '{code}' THEN '{zh}'"
        for code, zh in words.items()
    )
    return f"CASE {cases} ELSE {column} END"
