"""Integrity at rest: every listed file against the hash in its manifest."""

import hashlib
from pathlib import Path

from lake.home import Home
from lake.partition import partitions
from lake.raw import damaged_pages

PROFILES = ("profiles/influencers", "profiles/personas", "profiles/memberships", "profiles/alerts")
DATASETS = ("mentions", "observations", "authors", "coverage", "annotations", *PROFILES)


def damaged_files(home: Home) -> tuple[int, list[str]]:
    """How many files were compared, and one line for each that is missing or changed."""
    count, damaged = damaged_pages(home.raw)
    for dataset in DATASETS:
        for partition in partitions(home.lake, dataset):
            for name, digest in partition.hashes.items():
                count += 1
                damaged.extend(_compare(partition.path / name, digest))
    return count, damaged


def _compare(file: Path, digest: str) -> list[str]:
    try:
        actual = hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return [f"{file}: missing; {_REMEDY}"]
    return [] if actual == digest else [f"{file}: changed; {_REMEDY}"]


_REMEDY = "delete its folder, then `scrm replay` (gathered data) or `scrm enrich` (annotations) makes it anew"
