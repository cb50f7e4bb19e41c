"""One checkpoint in torch and in int8 ONNX, both in length-sorted batches: texts per second of one core.

The weights are random, which changes nothing of the work; the texts are random characters as long as reviews are.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from nlp.transformer import INSTALL, classifier
from nlp.transformer.batches import by_length
from nlp.transformer.export import NEEDED
from records.errors import EngineNotInstalled

TORCH_BATCH = 32
"""Texts of a batch in torch, as is usual; `ratio` is to this, `ratio_to_best_torch` to the better of this and batches
as small as ours, which torch likes too."""

_VOCABULARY = 21_128
_SEED = 20240601
_CORPUS_BATCH_COUNT = 32
_ROUND_COUNT = 2


@dataclass(frozen=True, slots=True)
class Shape:
    """A network's size."""

    layers: int
    hidden: int
    heads: int
    inner: int
    batch_count: int
    """Batches of 32 timed a round: some seconds of torch."""
    bound: float
    """How many times as fast as torch int8 must be."""


SHAPES = {
    "bert-base": Shape(12, 768, 12, 3_072, 3, 3.0),
    "3x768": Shape(3, 768, 12, 3_072, 4, 2.4),
    "4x312": Shape(4, 312, 12, 1_200, 8, 2.4),
    "3x256": Shape(3, 256, 4, 1_024, 16, 2.4),
}


def run(names: Sequence[str]) -> dict[str, Any]:
    """Speeds and ratios by shape. Raises EngineNotInstalled without torch."""
    if any(find_spec(package) is None for package in NEEDED):
        raise EngineNotInstalled(f"this benchmark needs {', '.join(NEEDED)}; install with: {INSTALL}")
    result: dict[str, Any] = {"benchmark": "transformer", "cpu": _cpu(), "cpu_count": os.cpu_count(), "shapes": {}}
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            result["shapes"][name] = _measured(SHAPES[name], Path(folder))
        print(f"{name}: {result['shapes'][name]}", file=sys.stderr)
    return result


def main(arguments: Sequence[str] = ()) -> int:
    """`scrm benchmark transformer [SHAPE...]`: progress on stderr, one JSON line last on stdout."""
    os.environ["OMP_NUM_THREADS"] = os.environ["RAYON_NUM_THREADS"] = "1"
    print(json.dumps(run(arguments or list(SHAPES)), ensure_ascii=False))
    return 0


def _measured(shape: Shape, folder: Path) -> dict[str, Any]:
    _write_checkpoint(shape, folder / "checkpoint")
    texts = _texts(shape.batch_count)
    ours = classifier.load(str(folder / "checkpoint"), cache=folder / "cache")
    theirs, lengths = _torch(folder / "checkpoint", texts)
    contestants: dict[str, Callable[[], Any]] = {
        "torch": lambda: theirs(TORCH_BATCH),
        "torch_small_batches": lambda: theirs(None),
        "int8": lambda: ours.logits(texts),
    }
    best = dict.fromkeys(contestants, 0.0)
    drift = float(np.abs(theirs(None) - ours.logits(texts)).max())
    for _ in range(_ROUND_COUNT):  # in turn: what else the machine does then hits all alike
        for name, read in contestants.items():
            begin = time.process_time()
            read()
            best[name] = max(best[name], len(texts) / (time.process_time() - begin))
    return {
        "mean_tokens": round(float(np.mean(lengths)), 1),
        "docs_per_second_per_core": {name: round(rate, 1) for name, rate in best.items()},
        "ratio": round(best["int8"] / best["torch"], 2),
        "ratio_to_best_torch": round(best["int8"] / max(best["torch"], best["torch_small_batches"]), 2),
        "bound": shape.bound,
        "logit_drift": round(drift, 4),
        "int8_megabytes": round(sum(file.stat().st_size for file in (folder / "cache").rglob("model.onnx")) / 1e6, 1),
    }


def _write_checkpoint(shape: Shape, folder: Path) -> None:
    """Configuration, tokenizer and random weights as any trained checkpoint has them."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()
    folder.mkdir()
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *map(chr, range(0x4E00, 0x9FA6))]
    words += [f"[unused{number}]" for number in range(_VOCABULARY - len(words))]
    (folder / "vocab.txt").write_text("\n".join(words), "utf-8")
    torch.manual_seed(_SEED)
    config = BertConfig(
        vocab_size=len(words), num_hidden_layers=shape.layers, hidden_size=shape.hidden,
        num_attention_heads=shape.heads, intermediate_size=shape.inner, num_labels=3,
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)


def _texts(batch_count: int) -> list[str]:
    """Random characters; lengths like those of reviews: 38 tokens in the mean, 128 at most.

    They are whole batches of a sorted corpus of 1,024 texts, evenly spaced: so few texts drawn singly would differ so
    much in length that sorting saved nothing.
    """
    random = np.random.default_rng(_SEED)
    corpus = np.sort(np.clip(random.gamma(2, 19, _CORPUS_BATCH_COUNT * TORCH_BATCH).astype(int), 5, 126))
    chosen = ((np.arange(batch_count) + 0.5) * _CORPUS_BATCH_COUNT / batch_count).astype(int)
    lengths = corpus.reshape(_CORPUS_BATCH_COUNT, TORCH_BATCH)[chosen].ravel()
    return ["".join(map(chr, random.integers(0x4E00, 0x9FA6, length))) for length in lengths]


def _torch(folder: Path, texts: Sequence[str]) -> tuple[Callable[[int | None], Any], list[int]]:
    """What reads the texts in torch, batches by count or (None) as ours are; and the texts' lengths in tokens."""
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    torch.set_num_threads(1)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    network = AutoModelForSequenceClassification.from_pretrained(folder).eval()
    lengths = np.array([len(ids) for ids in tokenizer(list(texts))["input_ids"]])

    def read(count: int | None) -> Any:
        order = np.argsort(lengths, kind="stable")
        step = count or len(order)
        batches = by_length(lengths) if count is None else (order[at : at + step] for at in range(0, len(order), step))
        result = np.zeros((len(texts), network.config.num_labels), np.float32)
        for rows in batches:
            batch = tokenizer([texts[row] for row in rows], padding=True, return_tensors="pt")
            with torch.inference_mode():
                result[rows] = network(**batch).logits.numpy()
        return result

    return read, lengths.tolist()


def _cpu() -> str:
    """The processor's name and whether it multiplies bytes (VNNI), on which int8 speed hangs."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return "unknown"
    facts = dict(line.split(":", 1) for line in reversed(lines) if ":" in line)
    by_name = {name.strip(): value.strip() for name, value in facts.items()}
    has_vnni = "vnni" in by_name.get("flags", "")
    return f"{by_name.get('model name', 'unknown')}, {'with' if has_vnni else 'without'} VNNI"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
