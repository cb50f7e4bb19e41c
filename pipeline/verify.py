"""Integrity at rest: every listed file against the hash in its manifest."""

import hashlib
import json
from pathlib import Path

from lake.home import Home
from lake.landing import FEEDS
from lake.partition import MANIFEST, partitions
from lake.raw import damaged_pages

PROFILES = (
    "profiles/influencers",
    "profiles/watches",
    "profiles/cascades",
    "profiles/circles",
    "profiles/movers",
    "profiles/audience_signs",
    "profiles/personas",
    "profiles/memberships",
    "profiles/alerts",
    "profiles/alert_spreaders",
    "profiles/service_periods",
    "profiles/root_causes",
    "profiles/terms",
    "profiles/persona_drifts",
    "profiles/cohorts",
    "profiles/customer_actions",
    "profiles/customer_links",
    "profiles/customer_months",
    "profiles/identity_review",
    "profiles/satisfaction",
    "profiles/improvements",
    "profiles/attribution",
    "profiles/loyalty_months",
    "profiles/associations",
    "profiles/recommendations",
    "profiles/scorecard",
    "profiles/programme_months",
)
DATASETS = (
    "mentions",
    "observations",
    "authors",
    *(feed.dataset for feed in FEEDS.values()),
    "coverage",
    "annotations",
    *PROFILES,
)


def damaged_files(home: Home) -> tuple[int, list[str]]:
    """How many files were compared, and one line for each that is missing or changed."""
    count, damaged = damaged_pages(home.raw)
    for dataset in DATASETS:
        for partition in partitions(home.lake, dataset):
            for name, digest in partition.hashes.items():
                count += 1
                damaged.extend(_compare(partition.path / name, digest))
    return count, damaged


def orphan_files(home: Home) -> list[str]:
    """One line for each lake folder with Parquet files that no manifest lists, which readers therefore pass over."""
    lines = []
    for folder in sorted({file.parent for file in home.lake.rglob("*.parquet")}):
        listed = _listed(folder / MANIFEST)
        count = sum(file.name not in listed for file in folder.glob("*.parquet"))
        if count:
            why = (
                "an interrupted write leaves such"
                if listed
                else "an interrupted write leaves such, or it lost its manifest"
            )
            lines.append(
                f"{folder}: {count} orphan files, listed in no manifest and read by nobody ({why}); {_ORPHANS}"
            )
    return lines


def _listed(manifest: Path) -> set[str]:
    try:
        return {entry["name"] for entry in json.loads(manifest.read_bytes())["files"]}
    except (OSError, ValueError, KeyError):
        return set()


def _compare(file: Path, digest: str) -> list[str]:
    try:
        actual = hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return [f"{file}: missing; {_REMEDY}"]
    return [] if actual == digest else [f"{file}: changed; {_REMEDY}"]


_REMEDY = "delete its folder, then `scrm replay` (gathered data) or `scrm enrich` (annotations) makes it anew"
_ORPHANS = "run the step again, then delete them if they are still named"
