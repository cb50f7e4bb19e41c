"""Sentiment engines side by side: texts per second of one core's processor time, and accuracy on held-out rows."""

import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nlp import sentiment
from nlp.engine import Engine
from nlp.evaluate import evaluate

SETS = ("shopping", "takeaway", "weibo")
"""The sets of `data/eval/sentiment` with a bound to reach."""
BASELINE_TEXT_COUNT = 300
"""Texts that the baseline is timed on; at some hundred a second more would only take longer."""

_ROUND_COUNT = 5
_OWN_TEXTS = (
    "物流很快，包装也完好，就是屏幕上有一道划痕，联系客服三天了没有人理我。",
    "第二次回购了，味道清爽不甜腻，办公室的同事都说好喝，下次还会再来。",
    "今天路过新开的店，排队的人很多，等了二十分钟才拿到，打算周末再去一次。",
    "颜色和图片上的不一样，料子摸起来很薄，穿了一次就起球，不值这个价钱。",
)
"""Timed where the real sets are absent: sentences of our own, as long as reviews are."""


def run(data: Path | None) -> dict[str, Any]:
    """Speed of `linear` and `snownlp` on the same kind of text, their ratio, and accuracies if `data` is there.

    `data` is the folder that holds `eval/sentiment` (or `sentiment`); None or a folder without it: speed alone, on
    sentences of our own.
    """
    sets = _sets(data)
    texts = _texts(sets / "shopping.tsv") if sets else list(_OWN_TEXTS) * 2_500
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
    shared = Path(os.environ.get("SCRM_SHARED", "../shared")) / "data"
    data = Path(arguments[0]) if arguments else shared
    print(json.dumps(run(data), ensure_ascii=False))
    return 0


def _sets(data: Path | None) -> Path | None:
    candidates = [data / "eval" / "sentiment", data / "sentiment"] if data else []
    return next((folder for folder in candidates if (folder / "shopping.tsv").is_file()), None)


def _texts(file: Path) -> list[str]:
    header, *lines = file.read_text("utf-8").split("\n")
    column = header.rstrip("\r").split("\t").index("text")
    return [line.split("\t")[column] for line in lines if line]


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
