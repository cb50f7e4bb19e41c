"""Twenty fixed cases of the fault campaign; `make faults` runs more."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.trust.faults import rows, shim
from tests.trust.faults.base import Counts, Stage, Undisturbed

FIRST, CASES = 7, 20


@pytest.mark.slow
@pytest.mark.skipif(shim.compiler() is None, reason="no C compiler to make the faulty file calls with")
def test_twenty_seeds_end_in_the_rows_of_an_undisturbed_run() -> None:
    command = [sys.executable, "-m", "tests.trust.faults", "--scale", "0.1", "--workers", "1"]
    done = subprocess.run([*command, "--seed", str(FIRST), "--faults", str(CASES)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert (found["cases"], found["equal"], found["failed"]) == (CASES, CASES, [])


def test_a_case_begins_with_the_part_that_holds_its_fault() -> None:
    begun = (0, 10, 10, 25)
    stages = tuple(Stage(f"part {calls}", Path(str(n)), Counts(calls=calls)) for n, calls in enumerate(begun))
    base = Undisturbed(Path("end"), {}, Counts(calls=30), stages)
    assert [base.at("calls", nth) for nth in (1, 10, 11, 25, 26, 30)] == [0, 0, 2, 2, 3, 3]
    assert (base.after(2), base.after(3)) == (Path("3"), Path("end"))


def test_rows_that_are_missing_more_or_others_are_told() -> None:
    wanted = {"fact_mention": (2, "17"), "lake/mentions": (2, "17")}
    assert rows.differing(wanted, wanted) == []
    found = {"fact_mention": (2, "18"), "next/fact_mention": (2, "17")}
    assert rows.differing(found, wanted) == [
        "fact_mention: 2 rows, 2 expected",
        "lake/mentions: 0 rows, 2 expected",
        "next/fact_mention: 2 rows, 0 expected",
    ]
