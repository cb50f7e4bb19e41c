"""Words and figures of points ledgers and consent registers."""

import re
import unicodedata

from crawlers.convert.context import Context, shown

_POINTS = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*(?:积分|分|点|points?|pts?)?", re.IGNORECASE)
_EXPIRE = "过期 到期 失效 清零 作废 expire lapse"
_ADJUST = "调整 调账 更正 补发 补录 扣回 退回 退货 退款 撤销 冲正 adjust correct revers refund"
_REDEEM = "兑换 抵扣 抵现 消耗 使用 支出 扣减 redeem redemption burn spend spent"
_EARN = "获得 获取 发放 赠送 奖励 签到 累积 累计 消费 购物 下单 入账 收入 注册 earn award accru bonus"
_KINDS = (("expire", _EXPIRE), ("adjust", _ADJUST), ("redeem", _REDEEM), ("earn", _EARN))
"""Kind -> parts of the words for it; the first that holds one wins: 兑换过期 is a lapse, 退货扣回 a correction."""
_GRANTED = """是 同意 已同意 授权 已授权 允许 已允许 接受 订阅 已订阅 开启 1 y yes true granted grant opt-in optin
accepted agree agreed subscribed active"""
_REFUSED = """否 不同意 拒绝 已拒绝 未授权 未同意 撤回 已撤回 撤销 已撤销 取消 已取消 取消授权 取消订阅 退订 已退订
关闭 0 n no false denied refused revoked withdrawn opt-out optout declined unsubscribed inactive"""


def points(value: object, context: Context) -> float:
    """Points with their sign: +120, -50, 1,200积分. Raises ValueError."""
    match = _POINTS.fullmatch(_plain(value))
    if match is None:
        raise ValueError(f"cannot read {shown(value)} as points")
    return float(match[1])


def consent(value: object, context: Context) -> bool:
    """Whether something was agreed to. Raises ValueError for a word that says neither yes nor no."""
    word = unicodedata.normalize("NFKC", str(value)).strip().lower().replace(" ", "-")
    if word in _GRANTED.split():
        return True
    if word in _REFUSED.split():
        return False
    raise ValueError(f"cannot tell whether {shown(value)} is a consent")


def loyalty_kind(word: str | None) -> str | None:
    """earn, redeem, expire or adjust, by the programme's own word for it; None for a word that tells nothing."""
    plain = (word or "").lower()
    return next((kind for kind, parts in _KINDS if any(part in plain for part in parts.split())), None)


def _plain(value: object) -> str:
    return unicodedata.normalize("NFKC", str(value)).replace(",", "").replace(" ", "")
