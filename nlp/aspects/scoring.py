"""Scores of the aspect engines on labelled files, on rows that training never saw."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from nlp import aspects, scores
from nlp.aspects import _weights, terms, triples
from nlp.aspects.formats import Pairs, read_aspects, read_terms, read_triples
from nlp.aspects.measures import agreement, aspects_of, of_aspect, overlapping, parts, plain, prf
from nlp.aspects.taxonomy import industries, taxonomy
from nlp.hashed.seen import SeenTexts, is_test_text
from nlp.labelled import SEEN_SHARE
from records.errors import UsageError

_ALL = "every row of the file, whether trained on or not"
_RULE = "rows whose text's sha256 is divisible by ten; training never sees them or their near-duplicates"
_MOSTLY = 0.5
"""Share of rows trained on from which a file counts as training data as a whole."""
_STRANGE = "the aspect engines were not trained on this file: every row counts"
_TIMED_SECONDS = 0.3

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class _Choice:
    """Which texts are scored, and why those."""

    kept: list[bool]
    name: str
    note: str


def evaluate_aspect(
    path: Path, split: str | None = None, *, industry: str | None = None, folder: Path = _weights.FOLDER
) -> dict[str, Any]:
    """Micro-F1 of aspects found and of (aspect, polarity) pairs, over texts, with a table by aspect.

    The industry is the one whose aspects the file names, unless given. `split` as in nlp.labelled.choose.
    Raises UsageError for aspects that no industry has, UnreadableFile.
    """
    rows = read_aspects(path)
    engine = aspects.load(industry or _industry_of(path, rows), folder=folder)
    names = taxonomy(engine.industry).names_by_label()
    _refuse(path, {label for pairs in rows.values() for label in pairs} - names.keys(), engine.industry)
    choice = _choose(path, list(rows), split, folder)
    texts = [text for text, keep in zip(rows, choice.kept, strict=True) if keep]
    gold = [{(f"{engine.industry}.{names[label]}", said) for label, said in rows[text].items()} for text in texts]
    found, rate = _timed(engine.read, texts)
    said = [{(one.aspect, one.label) for one in mine} for mine in found]
    aspects_said, aspects_gold = aspects_of(said), aspects_of(gold)
    table = {name: of_aspect(name, said, gold) for name in engine.aspects}
    return _head("aspect", path, engine.name, engine.version, choice) | {
        "industry": engine.industry,
        "n": len(texts),
        "pair_count": sum(map(len, gold)),
        "detection_micro_f1": prf(aspects_said, aspects_gold)["f1"],
        "micro_f1": prf(said, gold)["f1"],
        "detection": prf(aspects_said, aspects_gold),
        "pairs": prf(said, gold),
        "polarity_accuracy_where_found": agreement(found, gold),
        "per_aspect": table,
        "docs_per_second": rate,
    }


def evaluate_aspect_term(path: Path, split: str | None = None, *, folder: Path = _weights.FOLDER) -> dict[str, Any]:
    """Accuracy and macro-F1 of the polarity of given terms; the decision is among the labels that the file has.

    Raises UsageError for an unknown split, UnreadableFile.
    """
    rows = read_terms(path)
    engine = terms.load(folder)
    choice = _choose(path, [row.text for row in rows], split, folder)
    kept = [row for row, keep in zip(rows, choice.kept, strict=True) if keep]
    verdicts, rate = _timed(
        lambda texts: engine.read([row.term for row in kept[: len(texts)]], texts), [row.text for row in kept]
    )
    return (
        _head("aspect_term", path, engine.name, engine.version, choice)
        | scores.scores(verdicts, [row.label for row in kept])
        | {"docs_per_second": rate}
    )


def evaluate_triple(path: Path, split: str | None = None, *, folder: Path = _weights.FOLDER) -> dict[str, Any]:
    """Precision, recall and F1 of exact triples, and of their parts: (aspect, polarity), (aspect, opinion), each alone.

    Raises UsageError for an unknown split, UnreadableFile.
    """
    rows = read_triples(path)
    engine = triples.load(folder)
    choice = _choose(path, [text for text, _ in rows], split, folder)
    kept = [row for row, keep in zip(rows, choice.kept, strict=True) if keep]
    found, rate = _timed(engine.read, [text for text, _ in kept])
    said = [{plain(one) for one in mine} for mine in found]
    gold = [{(one.aspect, one.opinion, one.polarity) for one in mine} for _, mine in kept]
    exact = prf(said, gold)
    kinds: dict[str, tuple[int, ...]] = {
        "aspect_polarity": (0, 2),
        "aspect_opinion": (0, 1),
        "opinion_polarity": (1, 2),
        "aspect": (0,),
        "opinion": (1,),
    }
    return (
        _head("triple", path, engine.name, engine.version, choice)
        | {"n": len(kept), "triple_count": sum(map(len, gold))}
        | exact
        | {name: prf(parts(said, of), parts(gold, of)) for name, of in kinds.items()}
        | {"overlapping": overlapping(said, gold), "docs_per_second": rate}
    )


def _industry_of(path: Path, rows: dict[str, Pairs]) -> str:
    labels = {label for pairs in rows.values() for label in pairs}
    for name in industries():
        if labels <= taxonomy(name).names_by_label().keys():
            return name
    raise UsageError(f"{path}: no industry has all of the aspects {', '.join(sorted(labels))[:100]}; name one")


def _refuse(path: Path, strange: set[str], industry: str) -> None:
    if strange:
        raise UsageError(f"{path}: {industry} has no aspect {', '.join(sorted(strange))[:100]}")


def _choose(path: Path, texts: Sequence[str], split: str | None, folder: Path) -> _Choice:
    """As nlp.labelled.choose, by what the aspect engines were trained on.

    Raises UsageError for another split, and for a file that was trained on without holding rows back.
    """
    if split not in (None, "test", "all"):
        raise UsageError(f"unknown split {split!r}; choose test or all")
    if split == "all":
        return _Choice([True] * len(texts), "all", _ALL)
    by_rule = np.array([is_test_text(text) for text in texts])
    is_seen = SeenTexts.load(folder, train=_weights.TRAIN).contains(texts)
    seen_count = int(is_seen[~by_rule].sum())
    if split is None and seen_count <= SEEN_SHARE * int((~by_rule).sum()):
        return _Choice([True] * len(texts), "all", _STRANGE)
    if not by_rule.any() or is_seen[by_rule].mean() > SEEN_SHARE:
        if split == "test" or is_seen.mean() > _MOSTLY:
            raise UsageError(f"{path}: no row of it was held out of training; use split all")
        return _Choice(
            (~is_seen).tolist(), "unseen", f"{int(is_seen.sum())} rows stand in training data and are left out"
        )
    if split == "test":
        return _Choice(by_rule.tolist(), "test", _RULE)
    note = f"the aspect engines were trained on {seen_count} rows of this file; scored are {_RULE}"
    return _Choice(by_rule.tolist(), "held_out", note)


def _head(task: str, path: Path, engine: str, version: str, choice: _Choice) -> dict[str, Any]:
    return {
        "task": task,
        "file": str(path),
        "engine": engine,
        "version": version,
        "rows": choice.name,
        "rows_note": choice.note,
    }


def _timed(read: Callable[[Sequence[str]], Read], texts: Sequence[str]) -> tuple[Read, float]:
    """What is read, and texts per second of processor time."""
    read(texts[:1])
    begin = time.process_time()
    result = read(texts)
    count = len(texts)
    while time.process_time() - begin < _TIMED_SECONDS:
        read(texts)
        count += len(texts)
    return result, round(count / (time.process_time() - begin), 1)
