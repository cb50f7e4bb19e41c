"""Labels of a file as labels of an engine: what is merged, left out, refused."""

from collections.abc import Callable, Sequence

import numpy as np

from nlp.complaints.lexicon import lexicon
from nlp.engine import Engine, Verdicts
from nlp.labelled import Sheet
from nlp.labelnames import emotions, polarities
from records.errors import UsageError

SENTIMENT_OF_EMOTION = {"happy": "positive", "angry": "negative", "sad": "negative", "fear": "negative"}
"""Labels of an emotion file as sentiments; rows labelled `surprise` are neither and are left out."""

Merge = Callable[[Verdicts], Verdicts]
"""Verdicts of the engine as verdicts under the file's labels."""

_SKIPPED = "surprise"
_NO_TYPE = dict.fromkeys(("非投诉", "不是投诉", "否", "无"), "none")
_YES = ("complaint", "yes", "true", "1", "投诉", "是", "有")
_NO = ("none", "no", "false", "0", "other", "not_complaint", "non_complaint", "no_complaint", *_NO_TYPE)


def as_sentiment(sheet: Sheet, engine: Engine) -> tuple[Sheet, Merge]:
    """Emotion labels become sentiments. Raises UsageError for labels that are neither."""
    sheet = sheet.renamed(emotions(sheet.labels))
    sheet = sheet.renamed(polarities(sheet.labels))
    kept = sheet.take([label != _SKIPPED for label in sheet.labels])
    if not kept.labels:
        raise UsageError(f"{sheet.path}: every row is labelled {_SKIPPED!r}, which is no sentiment")
    kept = kept.relabelled([SENTIMENT_OF_EMOTION.get(label, label) for label in kept.labels])
    _refuse_strange(kept, engine.labels, "or the six emotions")
    return kept, _as_they_are


def as_emotion(sheet: Sheet, engine: Engine) -> tuple[Sheet, Merge]:
    """The six emotions. Raises UsageError for other labels."""
    sheet = sheet.renamed(emotions(sheet.labels))
    _refuse_strange(sheet, engine.labels, "nothing else")
    return sheet, _as_they_are


def as_complaint(sheet: Sheet, engine: Engine) -> tuple[Sheet, Merge]:
    """A file of yes and no (complaint and none, 1 and 0), or one of complaint types and `none`.

    Raises UsageError for other labels.
    """
    plain = [label.lower().replace("-", "_").replace(" ", "_") for label in sheet.labels]
    if set(plain) <= {*_YES, *_NO} and not set(plain) <= {"none", "other"}:
        return sheet.relabelled(["complaint" if label in _YES else "none" for label in plain]), _is_one
    sheet = sheet.renamed({name_zh: label for label, (name_zh, _) in lexicon().names.items()} | _NO_TYPE)
    _refuse_strange(sheet, engine.labels, "or complaint and none")
    return sheet, _as_they_are


def _as_they_are(verdicts: Verdicts) -> Verdicts:
    return verdicts


def _is_one(verdicts: Verdicts) -> Verdicts:
    """All complaint types as one."""
    none = verdicts.probabilities[:, verdicts.labels.index("none")]
    return Verdicts.of(("none", "complaint"), np.stack([none, 1 - none], axis=1), verdicts.is_abstained)


def _refuse_strange(sheet: Sheet, known: Sequence[str], else_known: str) -> None:
    for row, label in enumerate(sheet.labels, start=1):
        if label not in known:
            raise UsageError(
                f"{sheet.path}: unknown label {label!r} (text {row}); use {', '.join(known)}, {else_known}"
            )
