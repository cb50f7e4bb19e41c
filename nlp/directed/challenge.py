"""The challenge sheet: what n-grams misread, in fifteen groups, and an engine's score in each.

A row with a target asks what the text says of it; an engine that judges whole texts alone answers with the whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from nlp.engine import Engine
from nlp.table import rows_of
from records import Span
from records.errors import UnreadableFile

LEAST, LEAST_OF_GROUP = 0.80, 0.60
"""Accuracy an engine must reach on the whole sheet, and in every group but `UNBOUNDED`, to be released."""
UNBOUNDED = ("sarcasm",)
"""Groups that are reported and not bounded."""


@dataclass(frozen=True, slots=True)
class Case:
    """One row of the sheet."""

    case_id: str
    group: str
    text: str
    target: str
    """What the judgement is about, as it stands in the text; empty when the whole text is asked."""
    label: str

    @property
    def place(self) -> Span:
        """Where the target stands first."""
        start = self.text.index(self.target)
        return Span(start=start, end=start + len(self.target))


@runtime_checkable
class TargetVerdicts(Protocol):
    """An engine that also judges targets."""

    def read_targets(self, texts: Sequence[str], targets: Sequence[Sequence[Span]]) -> Sequence[Sequence[Any]]:
        """See DirectedSentiment.read_targets; each verdict has a `label` and says whether it `is_abstained`."""


def read_cases(path: Path) -> list[Case]:
    """The rows of a sheet. Raises UnreadableFile for a file without its columns or a target that its text lacks."""
    cases = []
    for number, values in enumerate(rows_of(path, ("id", "group", "text", "target", "label")), start=1):
        case = Case(*values)
        if case.target not in case.text:
            raise UnreadableFile(f"{path}: text {number}: target {case.target!r} is not in its text")
        cases.append(case)
    if not cases:
        raise UnreadableFile(f"{path}: has a header and no rows; give labelled texts")
    return cases


def score(engine: Engine, cases: Sequence[Case]) -> dict[str, dict[str, float]]:
    """Rows, accuracy and share abstained of each group; a label counts even where the engine abstains."""
    groups: dict[str, list[tuple[bool, bool]]] = {}
    for case, (label, is_abstained) in zip(cases, _answers(engine, cases), strict=True):
        groups.setdefault(case.group, []).append((label == case.label, is_abstained))
    return {
        group: {
            "n": len(found),
            "accuracy": _share(is_right for is_right, _ in found),
            "abstained": _share(is_abstained for _, is_abstained in found),
        }
        for group, found in groups.items()
    }


def evaluate_challenge(path: Path, engine: Engine) -> dict[str, Any]:
    """The scores of an engine on a sheet, as plain values for JSON. Raises UnreadableFile."""
    cases = read_cases(path)
    groups = score(engine, cases)
    right = sum(found["accuracy"] * found["n"] for found in groups.values())
    accuracy = right / len(cases)
    weak = sorted(
        name for name, found in groups.items() if found["accuracy"] < LEAST_OF_GROUP and name not in UNBOUNDED
    )
    return {
        "task": "challenge",
        "file": str(path),
        "engine": engine.name,
        "version": engine.version,
        "n": len(cases),
        "accuracy": round(accuracy, 4),
        "groups": {
            name: {key: round(value, 4) for key, value in found.items()} for name, found in sorted(groups.items())
        },
        "groups_below_bound": weak,
        "is_passed": accuracy >= LEAST and not weak,
    }


def _answers(engine: Engine, cases: Sequence[Case]) -> list[tuple[str, bool]]:
    """(label, whether abstained) of each case."""
    texts = [case.text for case in cases]
    verdicts = engine.read(texts)
    answers = list(zip(verdicts.names(), verdicts.is_abstained.tolist(), strict=True))
    if isinstance(engine, TargetVerdicts):
        for text in dict.fromkeys(case.text for case in cases if case.target):
            # All targets of a text are asked at once: what is said of one tells what is said of the other.
            asked = [at for at, case in enumerate(cases) if case.target and case.text == text]
            (found,) = engine.read_targets([text], [[cases[at].place for at in asked]])
            for at, verdict in zip(asked, found, strict=True):
                answers[at] = (verdict.label, verdict.is_abstained)
    return answers


def _share(flags: Iterable[bool]) -> float:
    found = list(flags)
    return sum(found) / len(found)
