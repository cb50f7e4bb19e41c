"""Words of a service system: who called whom, whether anybody answered, what for, and from which knowledge."""

from crawlers.convert.context import Context

_WAYS = {
    "outbound": "呼出 外呼 去电 主动 主动联系 主动外呼 回访 出 outbound out outgoing",
    "inbound": "呼入 来电 进线 接入 被动 咨询 入 inbound in incoming",
}
_ANSWERED = "是 已接通 接通 已接听 接听 已应答 已回复 已响应 成功 1 y yes true answered connected replied"
_SILENT = (
    "否 未接通 未接 未接听 无人接听 无人应答 未应答 未回复 未响应 拒接 占线 漏接 排队放弃 放弃 失败 0 n no false missed"
    " unanswered abandoned busy no-answer no_answer"
)
_KINDS = {
    "retention": "挽留 留存 续约 retention retain",
    "winback": "赢回 召回 唤回 流失召回 winback win-back",
    "care": "关怀 回访关怀 客户关怀 问候 care",
}
_KNOWLEDGE = {
    "about": "关于客户 客户画像 画像 客户资料 about",
    "from": "来自客户 客户反馈 客户建议 客户贡献 用户贡献 用户反馈 反馈 from",
    "for": "给客户 面向客户 服务知识 产品知识 解答 指南 话术 faq for",
}
"""Gebert and others' three kinds of customer knowledge."""


def direction(value: object, context: Context) -> str | None:
    """inbound, outbound, or None for a word that says neither."""
    return _key_of(_WAYS, value)


def answered(value: object, context: Context) -> bool | None:
    """Whether the other side answered; None for a word that says neither."""
    word = _plain(value)
    return True if word in _ANSWERED.split() else False if word in _SILENT.split() else None


def action_kind(value: object, context: Context) -> str | None:
    """retention, winback or care; None for another purpose, which is none of the actions proposed."""
    return _key_of(_KINDS, value)


def knowledge_kind(value: object, context: Context) -> str | None:
    """about, from or for; None for a word that says none of them."""
    return _key_of(_KNOWLEDGE, value)


def _key_of(words: dict[str, str], value: object) -> str | None:
    word = _plain(value)
    return next((key for key, known in words.items() if word in known.split()), None)


def _plain(value: object) -> str:
    return str(value).strip().lower()
