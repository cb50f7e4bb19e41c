"""Any sequence-classification checkpoint of the `transformers` library, from a folder or the hub.

Its classes must be the three sentiments, or be mapped onto them: by name (POSITIVE, 消极, ...), by `mapping` in the
model's name (`folder#LABEL_0=negative,LABEL_1=positive`), never by guess. Probabilities are the model's own softmax,
not calibrated here.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.engine import SENTIMENT_LABELS, Engine, Verdicts
from records import Span
from records.errors import EngineNotInstalled, UsageError
from records.ids import version_of

ABSTAIN_BELOW = 0.6
"""The engine abstains when no class reaches this probability, or the text is blank."""
MAX_TOKENS = 256
"""Tokens read of one text."""
BATCH_SIZE = 32
"""Texts of similar length put through at once."""
INSTALL = "pip install 'social-crm-pipeline[transformers]'"

_NAMES = {
    "negative": ("negative", "neg", "消极", "负面", "负向", "差评"),
    "neutral": ("neutral", "neu", "中性", "中立"),
    "positive": ("positive", "pos", "积极", "正面", "正向", "好评"),
}
_WEIGHT_FILES = ("model.safetensors", "pytorch_model.bin")


class TransformersSentiment:
    """One checkpoint behind the promise of an engine."""

    name = "transformers"
    labels = SENTIMENT_LABELS

    def __init__(self, model: str, mapping: Mapping[str, str]) -> None:
        self._tokenizer, self._model = _checkpoint(model)
        self._columns = _columns(self._model.config.id2label, mapping, model)
        self.version = version_of("transformers", _fingerprint(model, self._model), str(self._columns), str(MAX_TOKENS))

    def read(self, texts: Sequence[str]) -> Verdicts:
        """See Engine.read."""
        is_blank = np.array([not text.strip() for text in texts], np.bool_)
        probabilities = np.full((len(texts), len(self.labels)), 1 / len(self.labels), np.float32)
        # Batches of similar length: padding to the longest text of a mixed batch doubles the work.
        order = sorted(np.flatnonzero(~is_blank).tolist(), key=lambda at: len(texts[at]))
        for begin in range(0, len(order), BATCH_SIZE):
            part = order[begin : begin + BATCH_SIZE]
            probabilities[part] = self._probabilities([texts[at] for at in part])
        verdicts = Verdicts.of(self.labels, probabilities, is_blank | (probabilities.max(axis=1) < ABSTAIN_BELOW))
        verdicts.label_index[is_blank] = self.labels.index("neutral")
        return verdicts

    def explain(self, texts: Sequence[str]) -> list[tuple[Span, ...]]:
        """Nothing: attention is not evidence."""
        return [() for _ in texts]

    def _probabilities(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, 3) softmax, several classes of the checkpoint summed into one where they are mapped so."""
        import torch

        readable = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        encoded = self._tokenizer(readable, padding=True, truncation=True, max_length=MAX_TOKENS, return_tensors="pt")
        with torch.inference_mode():
            own = torch.softmax(self._model(**encoded).logits.float(), dim=-1).numpy()
        result = np.zeros((len(texts), len(self.labels)), np.float32)
        for column, target in enumerate(self._columns):
            result[:, target] += own[:, column]
        return result


def _checkpoint(model: str) -> tuple[Any, Any]:
    """Tokenizer and model in evaluation mode. Raises UsageError when either cannot be had."""
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    try:
        tokenizer = AutoTokenizer.from_pretrained(model)
        network = AutoModelForSequenceClassification.from_pretrained(model)
    except (OSError, ValueError, KeyError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise UsageError(
            f"cannot use the checkpoint {model!r}: {reason}; give a folder with config.json, weights and tokenizer, "
            "or the name of a hub model"
        ) from error
    return tokenizer, network.eval()


def _columns(id2label: Mapping[int, str], mapping: Mapping[str, str], model: str) -> list[int]:
    """For each class of the checkpoint its place in SENTIMENT_LABELS. Raises UsageError for one that says nothing."""
    known = {name: label for label, names in _NAMES.items() for name in names}
    found: list[int] = []
    for index in range(len(id2label)):
        own = id2label[index]
        label = mapping.get(own) or known.get(own.lower())
        if label not in SENTIMENT_LABELS:
            example = ",".join(f"{name}=..." for name in id2label.values())
            raise UsageError(
                f"class {own!r} of {model!r} is none of {', '.join(SENTIMENT_LABELS)}; say what its classes mean: "
                f"{model}#{example}"
            )
        found.append(SENTIMENT_LABELS.index(label))
    if not {0, 2} <= set(found):
        raise UsageError(f"the classes of {model!r} must cover negative and positive")
    return found


def _fingerprint(model: str, network: Any) -> str:
    """Hash of a folder's weights and configuration; of a hub model, its commit and configuration."""
    parts = [json.dumps(network.config.to_dict(), sort_keys=True, default=str)]
    for file in (Path(model) / name for name in _WEIGHT_FILES):
        if file.is_file():
            with file.open("rb") as stream:
                parts.append(hashlib.file_digest(stream, "sha256").hexdigest())
    return version_of(*parts, str(getattr(network.config, "_commit_hash", "")))


def _parsed(model: str) -> tuple[str, dict[str, str]]:
    """Name and label mapping of `name#OWN=negative,...`. Raises UsageError for a mapping that is none."""
    name, _, pairs = model.partition("#")
    mapping: dict[str, str] = {}
    for pair in filter(None, pairs.split(",")):
        own, _, label = pair.partition("=")
        if label.strip() not in SENTIMENT_LABELS:
            raise UsageError(f"label mapping {pair!r}: expected CLASS={'|'.join(SENTIMENT_LABELS)}")
        mapping[own.strip()] = label.strip()
    return name, mapping


def load(model: str | None = None) -> Engine:
    """The engine over a checkpoint. Raises UsageError without one, EngineNotInstalled without torch."""
    missing = [package for package in ("torch", "transformers") if find_spec(package) is None]
    if missing:
        raise EngineNotInstalled(f"engine transformers needs {' and '.join(missing)}; install with: {INSTALL}")
    if not model:
        raise UsageError("engine transformers needs a model: a checkpoint folder or the name of a hub model")
    return TransformersSentiment(*_parsed(model))
