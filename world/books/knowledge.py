"""What the service answers from: a small knowledge base, in part what customers had told it before.

Which item a contact was answered from follows from its number and reason, so that nothing else of the books moves.
"""

from collections import Counter
from collections.abc import Iterable

from world.books.model import Talk

ITEMS: dict[str, tuple[tuple[str, str], ...]] = {
    "订单查询": (("QH-K101", "服务知识"), ("QH-K102", "服务知识")),
    "优惠与积分": (("QH-K201", "服务知识"), ("QH-K202", "客户反馈")),
    "配送超时": (("QH-K301", "客户反馈"), ("QH-K302", "服务知识")),
    "产品质量": (("QH-K401", "客户反馈"), ("QH-K402", "客户画像"), ("QH-K403", "服务知识")),
    "退款": (("QH-K501", "服务知识"),),
}
"""Reason of a contact -> number and kind of the items that answer it."""
UNANSWERED_OF = 4
"""Of so many contacts one is answered from nobody's notes."""


def cited(talk: Talk) -> tuple[str, str]:
    """Number and kind of the item; blank where the customer did not come, was not answered, or none was used."""
    number, items = int(talk.number[1:]), ITEMS.get(talk.reason, ())
    if talk.is_outbound or talk.is_answered is not True or not items or number % UNANSWERED_OF == 0:
        return "", ""
    return items[number % len(items)]


def uses(talks: Iterable[Talk]) -> dict[str, int]:
    """Kind -> contacts answered from an item of it."""
    return dict(sorted(Counter(kind for _, kind in map(cited, talks) if kind).items()))
