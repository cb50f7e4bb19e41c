"""How people write on each platform: one file a platform, each turning opinions into that platform's kind of text."""

from collections.abc import Callable
from dataclasses import dataclass

from world.grammar import Grammar, Saying, Subject
from world.model import Polarity
from world.voices import douyin, weibo, xiaohongshu


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What somebody wants to say."""

    subject: Subject
    topic: str
    polarity: Polarity
    complaint: str | None = None


_VOICES: dict[str, Callable[[Grammar, Subject, str, Polarity, str | None], Saying]] = {
    "weibo": weibo.speak,
    "xiaohongshu": xiaohongshu.speak,
    "douyin": douyin.speak,
}


def speak(grammar: Grammar, platform: str, opinion: Opinion) -> Saying:
    """The opinion as a text of that platform."""
    return _VOICES[platform](grammar, opinion.subject, opinion.topic, opinion.polarity, opinion.complaint)
