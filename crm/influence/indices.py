"""Published influence indices of Chinese platforms, to the letter of the formula found; each with its version.

They weigh logarithms of counts with numbers their makers chose: good for comparing accounts of one platform within one
period, meaningless across platforms. Store INDEX_VERSIONS[...] with each value.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from records.errors import UsageError

INDEX_VERSIONS = {"wci": "WCI V14.2", "wci_2": "WCI 2.0", "bci": "BCI short form"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WechatCounts:
    """What one or several WeChat articles drew, or its mean: 阅读, 在看, 点赞, 分享."""

    reads: float
    wows: float
    """在看."""
    likes: float
    """点赞."""
    shares: float
    """分享."""


def wci(
    *, daily: WechatCounts, per_article: WechatCounts, headline_daily: WechatCounts, maximum: WechatCounts
) -> float:
    """WCI V14.2 (清博 WeChat communication index): (.6 O + .2 A + .1 H + .1 P)^2 x 1.2 x 10.

    O: all articles of a day, A: the mean article, H: headline articles (头条) of a day, P: the maximum. Each is
    .70 ln(reads+1) + .09 ln(10 wows+1) + .06 ln(10 likes+1) + .15 ln(10 shares+1). Raises UsageError for a negative
    count. Older copies without shares weigh .85/.09/.06 and are another version.
    """
    parts = ((0.6, daily), (0.2, per_article), (0.1, headline_daily), (0.1, maximum))
    return sum(weight * _wechat_level(counts) for weight, counts in parts) ** 2 * 1.2 * 10


def wci_2(*, reads: Sequence[float], likes: Sequence[float]) -> float:
    """WCI 2.0: 10 (.8 R + .2 L)^2 with R, L = .40 ln(total+1) + .45 ln(mean+1) + .15 ln(max+1); (total, mean, max)."""
    return 10 * (0.8 * _total_mean_max(reads) + 0.2 * _total_mean_max(likes)) ** 2


def bci(*, posts: float, reposts: float, comments: float, likes: float) -> float:
    """BCI (Weibo, short form): 160 (.2 L(posts) + .8 (.4 L(reposts) + .4 L(comments) + .2 L(likes))).

    L(x) = ln(x+1). The form that provincial registers of Weibo influence print; 清博's own parts original posts from
    others. Raises UsageError for a negative count.
    """
    heard = 0.4 * _level(reposts) + 0.4 * _level(comments) + 0.2 * _level(likes)
    return 160 * (0.2 * _level(posts) + 0.8 * heard)


def _wechat_level(counts: WechatCounts) -> float:
    return (
        0.70 * _level(counts.reads)
        + 0.09 * _level(10 * counts.wows)
        + 0.06 * _level(10 * counts.likes)
        + 0.15 * _level(10 * counts.shares)
    )


def _total_mean_max(figures: Sequence[float]) -> float:
    if len(figures) != 3:
        raise UsageError(f"total, mean and maximum are asked for, not {len(figures)} figures")
    total, mean, maximum = figures
    return 0.40 * _level(total) + 0.45 * _level(mean) + 0.15 * _level(maximum)


def _level(count: float) -> float:
    """ln(count + 1)."""
    if not count >= 0:
        raise UsageError(f"a count is 0 or more, not {count}")
    return log(count + 1)
