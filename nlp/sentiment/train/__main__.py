"""`python -m nlp.sentiment.train --data FOLDER [--out FOLDER]`: weights, filter of texts seen, and cards."""

import argparse
import hashlib
import logging
import sys
from pathlib import Path

from nlp.hashed.seen import SeenTexts
from nlp.sentiment import _weights
from nlp.sentiment.train.card import write_cards
from nlp.sentiment.train.corpus import Row, read_sets, split
from nlp.sentiment.train.fit import train
from records.errors import ScrmError

_log = logging.getLogger("nlp.sentiment.train")


def is_held_back(row: Row) -> bool:
    """Whether a train row is kept for calibration: a tenth, independent of the test rule."""
    number = int(hashlib.sha256(row.text.encode("utf-8", "surrogatepass")).hexdigest(), 16)
    return number // 10 % 10 == 7


def main(arguments: list[str] | None = None) -> int:
    """Trains on the sets in a folder; deterministic. Exit code 2 for a folder without sets."""
    parser = argparse.ArgumentParser(prog="python -m nlp.sentiment.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with sentiment/*.tsv and emotion/*.tsv")
    parser.add_argument("--out", type=Path, default=_weights.FOLDER, help="where the model goes (default: the package)")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(relativeCreated)8.0f ms  %(message)s", stream=sys.stderr)
    try:
        _run(options.data, options.out)
    except ScrmError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


def _run(data: Path, out: Path) -> None:
    rows = read_sets(data)
    parts = split(rows)
    _log.info("%d rows read, %d to train on, %d to test on", len(rows), len(parts.train), len(parts.test))
    weights = train(parts.train, is_held_back)
    version = _weights.save(out, weights)
    SeenTexts.of([row.text for row in parts.train]).save(out)
    write_cards(data, out, parts)
    _log.info("model %s written to %s", version, out)


if __name__ == "__main__":
    raise SystemExit(main())
