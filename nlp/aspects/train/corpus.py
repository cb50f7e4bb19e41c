"""Which rows may be trained on, and the folds in which recipes are chosen and calibrated."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.aspects.formats import GoldTriple, Pairs, TermRow, read_aspects, read_terms, read_triples
from nlp.aspects.train.fit import FOLDS
from nlp.hashed.decontaminate import near_duplicates
from nlp.hashed.seen import is_test_text
from nlp.labelled import read_sheet

TERM_SETS = ("camera", "car", "mooc", "phone")
REVIEW_SETS = ("shopping", "takeaway")
"""Sets of whole reviews from which general polarity is learned."""


def folds_of(texts: Sequence[str]) -> NDArray[np.intp]:
    """(n,) the fold of each text, independent of the test rule."""
    digests = [hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() for text in texts]
    return np.array([int(digest, 16) // 10 % FOLDS for digest in digests], np.intp)


def trainable(texts: Sequence[str], others: Sequence[str] = ()) -> NDArray[np.bool_]:
    """(n,) whether a text is, and nearly is, none of the test texts among them and none of `others`."""
    is_test = np.array([is_test_text(text) for text in texts])
    tests = [text for text, test in zip(texts, is_test, strict=True) if test]
    known: NDArray[np.bool_] = ~is_test & ~near_duplicates(texts, [*tests, *others])
    return known


def term_rows(data: Path) -> tuple[list[TermRow], list[str]]:
    """Rows of the train files that are no row of a test file, nor nearly so; and the set of each."""
    tests = [row.text for name in TERM_SETS for row in read_terms(data / "aspect_term" / f"{name}_test.tsv")]
    rows = [(row, name) for name in TERM_SETS for row in read_terms(data / "aspect_term" / f"{name}_train.tsv")]
    is_near = near_duplicates([row.text for row, _ in rows], tests)
    kept = [pair for pair, near in zip(rows, is_near, strict=True) if not near]
    return [row for row, _ in kept], [name for _, name in kept]


def triple_rows(data: Path) -> list[tuple[str, list[GoldTriple]]]:
    """Sentences of the train file that are not, nor nearly, sentences of the dev file."""
    rows = read_triples(data / "triples" / "restaurant_train.txt")
    dev = [text for text, _ in read_triples(data / "triples" / "restaurant_dev.txt")]
    is_near = near_duplicates([text for text, _ in rows], dev)
    return [row for row, near in zip(rows, is_near, strict=True) if not near]


def review_rows(data: Path) -> list[tuple[str, bool]]:
    """(text, whether it praises) of the review sets, without their test rows."""
    rows = []
    for name in REVIEW_SETS:
        sheet = read_sheet(data / "sentiment" / f"{name}.tsv")
        mine = trainable(sheet.texts)
        pairs = zip(sheet.texts, sheet.labels, mine, strict=True)
        rows += [(text, label == "positive") for text, label, keep in pairs if keep]
    return rows


def aspect_rows(path: Path) -> dict[str, Pairs]:
    """Text -> aspect -> polarity of a labelled file, without its test rows and what nearly is one."""
    found = read_aspects(path)
    mine = trainable(list(found))
    return {text: pairs for (text, pairs), keep in zip(found.items(), mine, strict=True) if keep}
