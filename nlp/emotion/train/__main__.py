"""`python -m nlp.emotion.train --data FOLDER [--posts FOLDER] [--out FOLDER]`: weights, filter of texts seen, cards."""

import argparse
import logging
import sys
from pathlib import Path

from nlp.emotion import _weights
from nlp.emotion.train.card import Told, write_cards
from nlp.emotion.train.corpus import Row, read_polarity, read_posts, read_sets, without_near
from nlp.emotion.train.fit import train
from nlp.emotion.train.guesses import guesses
from nlp.hashed.seen import SeenTexts
from nlp.sentiment.train.fold import fold_table
from records.errors import ScrmError

_log = logging.getLogger("nlp.emotion.train")


def main(arguments: list[str] | None = None) -> int:
    """Trains on the sets in a folder; deterministic. Exit code 2 for a folder without sets."""
    parser = argparse.ArgumentParser(prog="python -m nlp.emotion.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with emotion/*.tsv and sentiment/weibo.tsv")
    parser.add_argument("--posts", type=Path, help="folder with weibo_reposts.jsonl.gz (default: DATA/../social)")
    parser.add_argument("--out", type=Path, default=_weights.FOLDER, help="where the model goes (default: the package)")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(relativeCreated)8.0f ms  %(message)s", stream=sys.stderr)
    try:
        _run(options.data, options.posts or options.data.resolve().parent / "social", options.out)
    except ScrmError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


def _run(data: Path, posts: Path, out: Path) -> None:
    rows = read_sets(data)
    test: list[Row] = [row for row in rows if row.is_test]
    kept = without_near([row for row in rows if not row.is_test], test)
    _log.info("%d rows read, %d to train on, %d to test on", len(rows), len(kept), len(test))
    polar = read_polarity(data)
    known, taught_count = guesses(read_posts(posts, rows), polar, fold_table())
    version = _weights.save(out, train(kept, known))
    SeenTexts.of([row.text for row in kept]).save(out)
    write_cards(data, posts, out, Told(kept, test, taught_count, len(polar[0])))
    _log.info("model %s written to %s", version, out)


if __name__ == "__main__":
    raise SystemExit(main())
