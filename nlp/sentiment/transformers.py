"""Any sequence-classification checkpoint of the `transformers` library, from a folder or the hub.

Its classes must be the three sentiments, or be mapped onto them: by name (POSITIVE, 消极, ...), by the model's name
(`folder#LABEL_0=negative,LABEL_1=positive`), never by guess.
"""

from pathlib import Path

from nlp.engine import SENTIMENT_LABELS, Engine
from nlp.transformer import Progress, engine
from nlp.transformer.classes import Classes

CLASSES = Classes(
    labels=SENTIMENT_LABELS,
    names={
        "negative": ("neg", "消极", "负面", "负向", "差评"),
        "neutral": ("neu", "中性", "中立"),
        "positive": ("pos", "积极", "正面", "正向", "好评"),
    },
    required=("negative", "positive"),
    blank="neutral",
)
"""The three sentiments and what checkpoints call them."""


def load(model: str | None = None, *, cache: Path | None = None, progress: Progress | None = None) -> Engine:
    """The engine over a checkpoint, or over what was exported of one.

    Raises UsageError without a model or for one it cannot use, EngineNotInstalled when its packages are missing,
    DamagedArtefact for an exported model that is damaged or does not agree with torch.
    """
    return engine.load(model, CLASSES, cache=cache, progress=progress)
