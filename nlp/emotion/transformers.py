"""Any sequence-classification checkpoint whose classes are the six emotions; see nlp/sentiment/transformers.py."""

from pathlib import Path

from nlp.engine import Engine
from nlp.transformer import Progress, engine
from nlp.transformer.classes import Classes

CLASSES = Classes(
    labels=("happy", "angry", "sad", "fear", "surprise", "neutral"),
    names={
        "happy": ("happiness", "joy", "joyful", "高兴", "开心", "快乐", "喜悦", "积极"),
        "angry": ("anger", "愤怒", "生气", "恼怒"),
        "sad": ("sadness", "悲伤", "伤心", "难过"),
        "fear": ("fearful", "scared", "恐惧", "害怕"),
        "surprise": ("surprised", "惊奇", "惊讶", "吃惊"),
        "neutral": ("neural", "none", "no emotion", "中性", "无情绪"),
    },
    required=("happy", "angry", "sad", "fear"),
    blank="neutral",
)
"""The six emotions and what checkpoints call them (SMP2020's own files misspell neutral as `neural`)."""


def load(model: str | None = None, *, cache: Path | None = None, progress: Progress | None = None) -> Engine:
    """The engine over a checkpoint; errors as in nlp.sentiment.transformers.load.

    A class that is none of the six (disgust) must be told what it counts as: `PATH#disgust=angry`.
    """
    return engine.load(model, CLASSES, cache=cache, progress=progress)
