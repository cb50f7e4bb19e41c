"""Complaint kinds on real complaints: the rules against labels given without looking at them.

complaint_kind_labels.tsv holds hashes of texts and no text. Part `drawn` is 120 texts (60 of each file, by the order of
sha256("complaint-kind-1" + text)), labelled twice, the second time in shuffled order, before the rules had run on them
but by a reader who then wrote the taxonomy's words. Part `fresh` is the 83 next in the same order, labelled once after
the words were written and before the rules ran on them. The labeller is a language model both times, so agreement says
how steady it is and not how right.
"""

import csv
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from nlp import complaints
from nlp.scores import macro_f1, per_label


@pytest.fixture(scope="module")
def labels() -> dict[str, dict[str, str]]:
    with Path(__file__).with_name("complaint_kind_labels.tsv").open(encoding="utf-8") as file:
        return {row["sha256"]: row for row in csv.DictReader(file, delimiter="\t")}


@pytest.fixture(scope="module")
def texts(shared_data: Path) -> dict[str, tuple[str | None, str]]:
    """Title and text of each complaint by the hash of both."""
    folder = shared_data / "complaints"
    lines = (folder / "heimao.jsonl").read_text("utf-8").splitlines()
    filed = [json.loads(line) for line in lines if line.strip()]
    pairs: list[tuple[str | None, str]] = [(row["投诉标题"] or "", row["投诉详情"] or "") for row in filed]
    with (folder / "car_complaints.csv").open(encoding="utf-8") as file:
        pairs += [(None, row["desc"] or "") for row in csv.DictReader(file)]
    joined = ((title, text, text if title is None else f"{title}\n{text}") for title, text in pairs)
    return {hashlib.sha256(whole.encode()).hexdigest(): (title, text) for title, text, whole in joined}


def _scores(
    labels: dict[str, dict[str, str]], texts: dict[str, tuple[str | None, str]], part: str
) -> tuple[float, float, int]:
    """Accuracy, macro-F1 and number of rows, on the texts whose labels agree."""
    agreed = {
        key: row["label_1"]
        for key, row in labels.items()
        if row["part"] == part and row["label_2"] in ("", row["label_1"])
    }
    titles, words = zip(*(texts[key] for key in agreed), strict=True)
    found = complaints.load().judge(words, titles=titles, is_declared=[True] * len(words))
    kinds = list(complaints.taxonomy().kinds)
    chosen = np.array([kinds.index(item.kind) for item in found if item])
    truth = np.array([kinds.index(label) for label in agreed.values()])
    return float((chosen == truth).mean()), macro_f1(per_label(chosen, truth, kinds, np.unique(truth))), len(agreed)


def test_the_sheet_is_whole(labels: dict[str, dict[str, str]]) -> None:
    kinds = set(complaints.taxonomy().kinds)
    assert sum(row["part"] == "drawn" for row in labels.values()) == 120
    assert {row["label_1"] for row in labels.values()} <= kinds
    assert {row["label_2"] for row in labels.values()} <= kinds | {""}


def test_both_labellings_agree(labels: dict[str, dict[str, str]]) -> None:
    pairs = [(row["label_1"], row["label_2"]) for row in labels.values() if row["label_2"]]
    assert _kappa(pairs) >= 0.9


def test_rules_on_the_texts_drawn(labels: dict[str, dict[str, str]], texts: dict[str, tuple[str | None, str]]) -> None:
    accuracy, score, count = _scores(labels, texts, "drawn")
    assert count >= 115
    assert accuracy >= 0.90
    assert score >= 0.78


def test_rules_on_fresh_texts(labels: dict[str, dict[str, str]], texts: dict[str, tuple[str | None, str]]) -> None:
    accuracy, score, count = _scores(labels, texts, "fresh")
    assert count == 83
    assert accuracy >= 0.88
    assert score >= 0.78


def _kappa(pairs: Sequence[tuple[str, str]]) -> float:
    """Cohen's kappa (1960): agreement beyond what chance gives."""
    agreed = sum(one == two for one, two in pairs) / len(pairs)
    names = {name for pair in pairs for name in pair}
    ones, twos = [one for one, _ in pairs], [two for _, two in pairs]
    chance = sum(ones.count(name) * twos.count(name) for name in names) / len(pairs) ** 2
    return (agreed - chance) / (1 - chance)
