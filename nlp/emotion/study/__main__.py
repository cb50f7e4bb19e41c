"""`python -m nlp.emotion.study --data FOLDER [--posts FOLDER] [--seed N]`: five-fold scores, a table and a JSON line.

Each file of emotion/*.tsv that is no published test file is cut into five stratified folds with a fixed seed. One
model is trained on the other folds of all files together, without rows that are or nearly are a row of the fold (of
any file); calibration and offsets are found inside those rows. Macro-F1 of a file is the mean over its five folds.
"""

import argparse
import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.emotion._weights import LABELS
from nlp.emotion.linear import LinearEmotion
from nlp.emotion.train.corpus import WHOLE_TEST_SETS, Row, read_polarity, read_posts, read_sets, without_near
from nlp.emotion.train.fit import train
from nlp.emotion.train.guesses import guesses
from nlp.hashed.regress import SEED
from nlp.scores import macro_f1, per_label, truth_of
from nlp.sentiment.train.fold import fold_table
from records.errors import ScrmError

FOLDS = 5

_log = logging.getLogger("nlp.emotion.study")


def main(arguments: list[str] | None = None) -> int:
    """Prints the table, and one JSON line last. Exit code 2 for a folder without sets."""
    parser = argparse.ArgumentParser(prog="python -m nlp.emotion.study", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with emotion/*.tsv and sentiment/weibo.tsv")
    parser.add_argument("--posts", type=Path, help="folder with weibo_reposts.jsonl.gz (default: DATA/../social)")
    parser.add_argument("--seed", type=int, default=SEED, help="of the folds")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(relativeCreated)8.0f ms  %(message)s", stream=sys.stderr)
    try:
        found = study(options.data, options.posts or options.data.resolve().parent / "social", options.seed)
    except ScrmError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    _print(found)
    return 0


def study(data: Path, posts: Path, seed: int) -> dict[str, Any]:
    """Scores of each file: mean macro-F1 and accuracy over the folds, F1 of each class over all its rows."""
    everything = read_sets(data)
    rows = [row for row in everything if row.set_name not in WHOLE_TEST_SETS]
    known, _ = guesses(read_posts(posts, everything), read_polarity(data), fold_table())
    fold, chosen = _folds(rows, seed), np.zeros(len(rows), np.intp)
    for number in range(FOLDS):
        inside = fold == number
        test = [row for row, is_inside in zip(rows, inside, strict=True) if is_inside]
        others = [row for row, is_inside in zip(rows, inside, strict=True) if not is_inside]
        kept = without_near(others, test)
        _log.info(
            "fold %d: %d rows to train on (%d near the fold left out)", number + 1, len(kept), len(others) - len(kept)
        )
        chosen[inside] = LinearEmotion(train(kept, known)).read([row.text for row in test]).label_index
    truth = truth_of([row.label for row in rows], LABELS)
    names = np.array([row.set_name for row in rows])
    sets = {name: _scores(chosen, truth, fold, names == name) for name in sorted(set(names.tolist()))}
    return {"benchmark": "emotion_five_fold", "seed": seed, "folds": FOLDS, "sets": sets}


def _folds(rows: Sequence[Row], seed: int) -> NDArray[np.int64]:
    """(n,) the fold of each row: stratified within each file."""
    from sklearn.model_selection import StratifiedKFold

    labels, names = np.array([row.label for row in rows]), np.array([row.set_name for row in rows])
    fold = np.zeros(len(rows), np.int64)
    for name in np.unique(names):
        mine = np.flatnonzero(names == name)
        cut = StratifiedKFold(FOLDS, shuffle=True, random_state=seed).split(mine, labels[mine])
        for number, (_, inside) in enumerate(cut):
            fold[mine[inside]] = number
    return fold


def _scores(
    chosen: NDArray[np.intp], truth: NDArray[np.intp], fold: NDArray[np.int64], mine: NDArray[np.bool_]
) -> dict[str, Any]:
    everything = np.arange(len(LABELS))
    parts = [mine & (fold == number) for number in range(FOLDS)]
    by_fold = [macro_f1(per_label(chosen[part], truth[part], LABELS, everything)) for part in parts]
    pooled = per_label(chosen[mine], truth[mine], LABELS, everything)
    return {
        "n": int(mine.sum()),
        "macro_f1": round(float(np.mean(by_fold)), 4),
        "macro_f1_by_fold": by_fold,
        "macro_f1_pooled": macro_f1(pooled),
        "accuracy": round(float((chosen[mine] == truth[mine]).mean()), 4),
        "f1": {label: found["f1"] for label, found in pooled.items()},
    }


def _print(found: dict[str, Any]) -> None:
    sys.stdout.write(
        f"{'set':20} {'rows':>6} {'macro-F1':>9} {'accuracy':>9}  " + "  ".join(f"{x:>8}" for x in LABELS) + "\n"
    )
    for name, scores in found["sets"].items():
        classes = "  ".join(f"{scores['f1'][label]:8.3f}" for label in LABELS)
        sys.stdout.write(f"{name:20} {scores['n']:6} {scores['macro_f1']:9.4f} {scores['accuracy']:9.4f}  {classes}\n")
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    raise SystemExit(main())
