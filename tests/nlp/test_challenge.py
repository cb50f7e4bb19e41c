"""The challenge sheet and its scorer; the sealed half is proven by its hash and run as a gate of release."""

import hashlib
from collections import Counter
from pathlib import Path

import pytest

from nlp import sentiment
from nlp.directed import engine as directed
from nlp.directed.challenge import LEAST, Case, evaluate_challenge, read_cases, score
from nlp.engine import SENTIMENT_LABELS
from records.errors import UnreadableFile

FOLDER = Path(__file__).parent / "challenge"
OPEN, SEALED = FOLDER / "open.tsv", FOLDER / "sealed.tsv"


def test_the_sealed_half_is_the_one_committed_to() -> None:
    digest, _, name = (FOLDER / "SEALED.sha256").read_text("utf-8").strip().partition("  ")
    assert name == SEALED.name
    assert hashlib.sha256(SEALED.read_bytes()).hexdigest() == digest


def test_the_halves_have_fifteen_equal_groups_and_share_no_text() -> None:
    halves = [read_cases(OPEN), read_cases(SEALED)]
    counts = [Counter(case.group for case in half) for half in halves]
    assert counts[0] == counts[1]
    assert len(counts[0]) == 15
    assert sum(len({case.text for case in half}) for half in halves) >= 300
    assert all(count >= 10 for count in counts[0].values())
    assert not {case.text for case in halves[0]} & {case.text for case in halves[1]}
    assert {case.label for half in halves for case in half} == set(SENTIMENT_LABELS)
    assert len({case.case_id for half in halves for case in half}) == sum(map(len, halves))


def test_the_rules_do_far_better_than_what_they_correct() -> None:
    ours = evaluate_challenge(OPEN, directed.load())
    plain = evaluate_challenge(OPEN, sentiment.load("linear"))
    assert ours["is_passed"], ours["groups_below_bound"]
    assert ours["accuracy"] >= LEAST > plain["accuracy"]


def test_the_sealed_half_is_passed() -> None:
    """The gate of a release. At its one opening, on earlier weights, `late_verdict` had 6 of 11: docs/models.md."""
    result = evaluate_challenge(SEALED, directed.load())
    assert result["is_passed"], result["groups_below_bound"]
    assert result["accuracy"] >= LEAST


def test_targets_are_asked_of_engines_that_judge_them() -> None:
    cases = [
        Case("1a", "comparison", "甲牌比乙牌安静", "甲牌", "positive"),
        Case("1b", "comparison", "甲牌比乙牌安静", "乙牌", "negative"),
        Case("2", "negation", "不好用", "", "negative"),
    ]
    found = score(directed.load(), cases)
    assert found["comparison"]["n"] == 2
    assert found["comparison"]["accuracy"] == 1.0
    assert found["negation"]["accuracy"] == 1.0
    assert score(sentiment.load("linear"), cases)["comparison"]["accuracy"] == 0.5


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("label\ttext\nneutral\t到货\n", "columns"),
        ("id\tgroup\ttext\ttarget\tlabel\n1\tmixed\t屏幕亮\t键盘\tpositive\n", "not in its text"),
        ("id\tgroup\ttext\ttarget\tlabel\n1\tmixed\t屏幕亮\n", "columns"),
    ],
)
def test_a_sheet_that_is_none_is_refused(tmp_path: Path, content: str, reason: str) -> None:
    file = tmp_path / "sheet.tsv"
    file.write_text(content, "utf-8")
    with pytest.raises(UnreadableFile, match=reason):
        read_cases(file)
