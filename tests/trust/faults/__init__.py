"""The fault campaign: the whole job under injected faults, run again, compared row for row with an undisturbed run.

`python -m tests.trust.faults --faults 500 --seed 1` (or `make faults`); `--case SEED` runs one case again.
"""
