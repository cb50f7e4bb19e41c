"""Twenty fixed cases of the fault campaign; `make faults` runs more."""

import json
import subprocess
import sys

import pytest

from tests.trust.faults import shim

FIRST, CASES = 1, 20


@pytest.mark.slow
@pytest.mark.skipif(shim.compiler() is None, reason="no C compiler to make the faulty file calls with")
def test_twenty_seeds_end_in_the_rows_of_an_undisturbed_run() -> None:
    command = [sys.executable, "-m", "tests.trust.faults", "--scale", "0.1", "--workers", "1"]
    done = subprocess.run([*command, "--seed", str(FIRST), "--faults", str(CASES)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert (found["cases"], found["equal"], found["failed"]) == (CASES, CASES, [])
