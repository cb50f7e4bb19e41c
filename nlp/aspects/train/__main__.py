"""`python -m nlp.aspects.train --data FOLDER [--out FOLDER]`: weights of all aspect engines, filter, and cards."""

import argparse
import logging
import sys
from collections import Counter
from pathlib import Path

import numpy as np

from nlp.aspects import _weights
from nlp.aspects.formats import GoldTriple, Pairs, read_opinion_words
from nlp.aspects.links import Place
from nlp.aspects.places import places
from nlp.aspects.priors import NAME, Priors
from nlp.aspects.taxonomy import taxonomy
from nlp.aspects.train import aspect, corpus, term
from nlp.aspects.train.card import crossed_score, write_cards
from nlp.aspects.train.triple import train_triples
from nlp.hashed.seen import SeenTexts
from nlp.labelled import read_sheet
from nlp.registry.card import Score
from nlp.sentiment.train.fold import fold_table
from records.errors import ScrmError

Triples = list[tuple[str, list[GoldTriple]]]
_log = logging.getLogger("nlp.aspects.train")
_SETS = {"automobile": "car_reviews", "restaurant": "restaurant20_train2"}
"""Industries with labelled texts, and the file of each."""
_METRICS = {
    "detection F1": "detection_micro_f1",
    "pair F1": "micro_f1",
    "polarity given the aspect": "polarity_accuracy",
}
"""What cross-validation of aspects measures, as cards name it."""


def main(arguments: list[str] | None = None) -> int:
    """Trains on the sets in a folder; deterministic. Exit code 2 for a folder without sets."""
    parser = argparse.ArgumentParser(prog="python -m nlp.aspects.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with aspect, aspect_term, triples, sentiment")
    parser.add_argument("--out", type=Path, default=_weights.FOLDER, help="where the models go (default: the package)")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(relativeCreated)8.0f ms  %(message)s", stream=sys.stderr)
    try:
        _run(options.data, options.out)
    except ScrmError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


def _run(data: Path, out: Path) -> None:
    triples = corpus.triple_rows(data)
    rows = {industry: corpus.aspect_rows(data / "aspect" / f"{name}.tsv") for industry, name in _SETS.items()}
    priors = _priors(data, triples)
    trained: dict[str, aspect.Trained] = {}
    for industry in _SETS:
        _log.info("%s: %d texts", industry, len(rows[industry]))
        trained[industry] = aspect.train(rows[industry], _labels(industry), priors)
        _weights.save(out, industry, aspect.arrays(trained[industry]))
    term_rows, names = corpus.term_rows(data)
    _log.info("terms: %d", len(term_rows))
    heads, calibration, accuracy = term.term_heads(term_rows, names, priors)
    neutral = _neutral_places(rows["automobile"], trained["automobile"], priors)
    arrays: _weights.Arrays = {
        "terms.calibration": calibration,
        "terms.judged": term.judged_calibration(triples, neutral, priors),
    }
    arrays |= {"opinions": np.array(_opinion_words(data, rows["automobile"], triples)), "fold": priors.fold}
    general = priors.heads[0].arrays("phrases") | priors.heads[1].arrays("reviews")
    _weights.save(out, NAME, general | heads.arrays("terms") | arrays)
    _log.info("triples: %d sentences", len(triples))
    train_triples(triples, priors, out)
    seen = [*rows["automobile"], *rows["restaurant"], *(row.text for row in term_rows), *(text for text, _ in triples)]
    SeenTexts.of(seen).save(out)
    counts = {f"aspect/{_SETS[one]}.tsv": len(rows[one]) for one in _SETS}
    counts |= {f"aspect_term/{name}_train.tsv": count for name, count in Counter(names).items()}
    counts |= {"triples/restaurant_train.txt": len(triples)} | _review_counts(data)
    write_cards(data, out, counts, _crossed(trained, accuracy, counts))
    _log.info("written to %s", out)


def _crossed(trained: dict[str, aspect.Trained], accuracy: dict[str, float], counts: dict[str, int]) -> list[Score]:
    """What cross-validation said, by file."""
    found = []
    for industry, one in trained.items():
        metrics = {_METRICS[name]: value for name, value in one.crossed.items()}
        found.append(crossed_score(_SETS[industry], counts[f"aspect/{_SETS[industry]}.tsv"], metrics))
    for name, value in accuracy.items():
        found.append(crossed_score(f"{name}_train", counts[f"aspect_term/{name}_train.tsv"], {"accuracy": value}))
    return found


def _review_counts(data: Path) -> dict[str, int]:
    """Rows of each file that `corpus.review_rows` takes."""
    files = {f"sentiment/{name}.tsv": read_sheet(data / "sentiment" / f"{name}.tsv") for name in corpus.REVIEW_SETS}
    return {name: int(corpus.trainable(sheet.texts).sum()) for name, sheet in files.items()}


def _labels(industry: str) -> list[str]:
    return [one.label for one in taxonomy(industry).aspects]


def _neutral_places(cars: dict[str, Pairs], trained: aspect.Trained, priors: Priors) -> list[tuple[str, Place]]:
    """Where car reviews speak of an aspect and are labelled to say nothing of it."""
    cases = [(text, label) for text, pairs in cars.items() for label, said in pairs.items() if said == "neutral"]
    heads = np.array([_labels("automobile").index(label) for _, label in cases])
    spoken = places([text for text, _ in cases], heads, trained.detection.tables[:, 0], priors.fold)
    return [(text, (peak, peak + 1)) for (text, _), peak in zip(cases, spoken.peaks, strict=True)]


def _opinion_words(data: Path, cars: dict[str, Pairs], triples: Triples) -> list[str]:
    rows = read_opinion_words(data / "aspect" / f"{_SETS['automobile']}.tsv")
    return term.opinion_words(triples, [word for word, label, text in rows if label != "neutral" and text in cars])


def _priors(data: Path, triples: Triples) -> Priors:
    fold = fold_table()
    phrases = term.phrases(triples)
    reviews = corpus.review_rows(data)
    _log.info("general polarity: %d opinions, %d reviews", len(phrases), len(reviews))
    return Priors((term.phrase_heads(phrases, fold), term.review_heads(reviews, fold)), fold, "")


if __name__ == "__main__":
    raise SystemExit(main())
