"""The words of a message in a channel's language, and how they are made to fit."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from reports.messages.message import Language, Message
from reports.messages.safe import byte_count, clip, link_address, plain
from reports.names import Pair

REPEAT: Pair = ("此条为重发：上一次可能已送达", "Sent again: the last try may have arrived")
SEE: Pair = ("看详情", "Open the page")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Lines without markup; each is harmless by itself."""

    label: str
    brand: str
    at: str
    lines: tuple[str, ...]
    posts: tuple[str, ...]
    link: str
    """Address, empty without one."""
    link_name: str

    @property
    def heading(self) -> str:
        """【预警】青禾茶."""
        return f"【{self.label}】{self.brand}"


def told(message: Message, language: Language) -> Told:
    """The words of a message."""
    pairs = [*message.sentences, *([REPEAT] if message.is_repeat else [])]
    beside = tuple(line for pair in pairs for line in _either(pair, language))
    return Told(
        label=" ".join(_either(message.label, language)), brand=plain(message.brand), at=plain(message.at),
        lines=tuple(plain(line) for line in beside),
        posts=tuple(plain(post.removeprefix("· ")) for post in message.posts),
        link=link_address(message.link), link_name=" ".join(_either(SEE, language)),
    )  # fmt: skip


def fit(whole: Told, size: Callable[[Told], int], limit: int) -> Told:
    """The most of it whose size is within the limit: posts go first, then lines from the last, then the line is cut.

    A link goes only when it alone is too long, and is never cut.
    """
    kept = whole
    while size(kept) > limit and (kept.posts or len(kept.lines) > 1):
        kept = replace(kept, posts=kept.posts[:-1]) if kept.posts else replace(kept, lines=kept.lines[:-1])
    over = size(kept) - limit
    if over > 0 and kept.lines:
        line = kept.lines[0]
        kept = replace(kept, lines=tuple(filter(None, [clip(line, byte_count(line) - over)])))
    if size(kept) > limit:
        kept = replace(kept, link="")
    over = size(kept) - limit
    return replace(kept, brand=clip(kept.brand, max(0, byte_count(kept.brand) - over))) if over > 0 else kept


def _either(pair: Pair, language: Language) -> tuple[str, ...]:
    zh, en = pair
    return {"zh": (zh,), "en": (en,), "both": (zh, en)}[language]
