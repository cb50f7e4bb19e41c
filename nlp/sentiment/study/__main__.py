"""`python -m nlp.sentiment.study --data FOLDER [--only PROTOCOL ...]`: tables on stdout and one JSON line last.

All protocols train eighteen models and take five to ten minutes of one core.
"""

import argparse
import json
import logging
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from nlp.sentiment.study.protocols import Figures, in_domain, left_out_domains, three_classes, weibo_left_out
from nlp.sentiment.train.corpus import Split, read_sets, split
from records.errors import ScrmError

PROTOCOLS: dict[str, Callable[[Split], dict[str, Figures]]] = {
    "in_domain": in_domain,
    "left_out": left_out_domains,
    "weibo_left_out": weibo_left_out,
    "three_classes": three_classes,
}
"""The protocols by name, in the order they are run."""

_HELD_OUT = """in_domain: test rows (sha256 of the text divisible by ten, or a published test file), committed model.
left_out: all rows of a domain, the model trained on train rows of all other domains; test_*: its test rows alone.
weibo_left_out: the same for the set weibo; "no social post": without the emotion sets too.
three_classes: five folds over all rows of the two emotion train files, no text or near-duplicate of a fold trained on.
flagged: share of texts out of domain; flagged_inside: the same on test rows of the domains trained on (false alarms).
"""


def main(arguments: list[str] | None = None) -> int:
    """Runs the protocols. Exit code 2 for a folder without sets."""
    parser = argparse.ArgumentParser(prog="python -m nlp.sentiment.study", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with sentiment/*.tsv and emotion/*.tsv")
    parser.add_argument("--only", nargs="+", choices=PROTOCOLS, default=list(PROTOCOLS), help="default: all")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(relativeCreated)8.0f ms  %(message)s", stream=sys.stderr)
    try:
        found = study(options.data, options.only)
    except ScrmError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    sys.stdout.write(_HELD_OUT + "".join(_table(name, rows) for name, rows in found.items()))
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    return 0


def study(data: Path, names: Sequence[str] = tuple(PROTOCOLS)) -> dict[str, dict[str, Figures]]:
    """The figures of the named protocols as plain values. Raises UsageError for a folder without sets."""
    parts = split(read_sets(data))
    found = {name: PROTOCOLS[name](parts) for name in names}
    if found.get("left_out"):
        found["left_out"]["mean of these"] = _mean(list(found["left_out"].values()))
    return found


def _mean(figures: Sequence[Figures]) -> Figures:
    keys = [key for key in figures[0] if key not in ("n", "test_n")]
    return {key: round(float(np.mean([one[key] for one in figures])), 4) for key in keys}


def _table(title: str, rows: Mapping[str, Mapping[str, float]]) -> str:
    lines = [f"\n{title}\n"]
    for name, figures in rows.items():
        lines.append(f"  {name:20} " + "  ".join(f"{key} {value:g}" for key, value in figures.items()) + "\n")
    return "".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
