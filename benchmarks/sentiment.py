"""Sentiment engines side by side: texts per second of one core's processor time, and accuracy on held-out rows."""

import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks._reviews import made_up, sentiment_sets, shared_data, texts_of
from nlp import sentiment
from nlp.engine import Engine
from nlp.evaluate import evaluate

SETS = ("shopping", "takeaway", "weibo")
"""The sets of `data/eval/sentiment` with a bound to reach."""
BASELINE_TEXT_COUNT = 300
"""Texts that the baseline is timed on; at some hundred a second more would only take longer."""

_ROUND_COUNT = 5
_OWN_TEXT_COUNT = 10_000
"""Sentences of our own, as long as reviews are, where the real sets are absent."""


def run(data: Path | None) -> dict[str, Any]:
    """Speed of `linear` and `snownlp` on the same kind of text, their ratio, and accuracies if `data` is there.

    `data` is the folder that holds `eval/sentiment` (or `sentiment`); None or a folder without it: speed alone, on
    sentences of our own.
    """
    sets = sentiment_sets(data)
    texts = texts_of(sets / "shopping.tsv") if sets else made_up(_OWN_TEXT_COUNT)
    linear, snownlp = sentiment.load("linear"), sentiment.load("snownlp")
    fast = _rate(linear, texts)
    slow = _rate(snownlp, texts[:: max(1, len(texts) // BASELINE_TEXT_COUNT)], round_count=1)
    result: dict[str, Any] = {
        "benchmark": "sentiment",
        "timed_on": "shopping" if sets else "own sentences",
        "mean_characters": round(sum(map(len, texts)) / len(texts), 1),
        "cpu_count": os.cpu_count(),
        "docs_per_second_per_core": {"linear": round(fast), "snownlp": round(slow, 1)},
        "ratio": round(fast / slow),
        "versions": {"linear": linear.version, "snownlp": snownlp.version},
    }
    if sets:
        result["held_out"] = {name: _accuracies(sets / f"{name}.tsv") for name in SETS}
    return result


def main(arguments: Sequence[str] = ()) -> int:
    """`scrm benchmark sentiment [DATA]`: progress on stderr, one JSON line last on stdout.

    Without DATA the folder `shared/data` beside the checkout (or in SCRM_SHARED) is used where it exists.
    """
    data = Path(arguments[0]) if arguments else shared_data()
    print(json.dumps(run(data), ensure_ascii=False))
    return 0


def _rate(engine: Engine, texts: Sequence[str], *, round_count: int = _ROUND_COUNT) -> float:
    """Texts per second of this thread's processor time; the best round, since others only ever slow it down."""
    engine.read(texts[:10])
    rates: list[float] = []
    for _ in range(round_count):
        begin = time.thread_time()
        engine.read(texts)
        rates.append(len(texts) / max(time.thread_time() - begin, 1e-9))
    print(f"{engine.name}: {max(rates):,.0f} texts per second per core", file=sys.stderr)
    return max(rates)


def _accuracies(file: Path) -> dict[str, Any]:
    """Of both engines on the same held-out rows."""
    result: dict[str, Any] = {}
    for name in ("linear", "snownlp"):
        print(f"{file.stem}: {name} ...", file=sys.stderr)
        found = evaluate("sentiment", file, engine=name, split="test")
        result |= {"n": found["n"], name: {key: found[key] for key in ("accuracy", "macro_f1", "ece")}}
    return result
