"""Weeks whose rows rest in the lake already: what they are made of is what it was, to the last cell.

A week's key is over everything that its rows follow from: mentions and edges up to its last day, whichever column; the
weeks told before it (who is watched now was ranked then); prices, lists and bounds; who objects; the program itself.
So a late post, a new count of an old one or another rule makes the week anew, and all weeks after it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from lake.store import Root, find, read_partition
from pipeline.findings.result import Result
from pipeline.findings.weeks import Week
from records.errors import DamagedArtefact
from records.ids import version_of
from records.program import program_of

if TYPE_CHECKING:
    import pandas as pd

NAME = "influence_weeks"
"""Result that tells, of each week, which other results have rows: written behind them."""
_PACKAGES = ("numpy", "pandas", "scipy", "networkit")
_ROOT = Path(__file__).parents[2]
_PROGRAM = (
    "crm/*.py",
    "crm/influence/*",
    "records/*.py",
    "pipeline/findings/influence.py",
    "pipeline/findings/weeks.py",
)


@dataclass(frozen=True)
class RowHashes:
    """Brand, day and hash of each row of a frame."""

    brand_id: "pd.Series"
    day: "pd.Series"
    hashes: npt.NDArray[np.uint64]

    @classmethod
    def of(cls, frame: "pd.DataFrame") -> "RowHashes":
        """Over all columns; the order of rows does not matter."""
        import pandas as pd

        plain = frame.assign(day=frame["day"].astype("string"))
        hashes = np.asarray(pd.util.hash_pandas_object(plain, index=False), dtype=np.uint64)
        return cls(frame["brand_id"], pd.to_datetime(frame["day"]), hashes)

    def until(self, week: Week, brands: Sequence[str]) -> str:
        """Sum, count and sum of squares of the rows of these brands until the week's end, undated ones among them."""
        import pandas as pd

        is_in = self.brand_id.isin(brands) & ~(self.day > pd.Timestamp(week.end))
        own = self.hashes[is_in.to_numpy(bool)]
        return f"{len(own)} {own.sum()} {(own * own).sum()}"


def keys_of(
    weeks: Mapping[Week, Sequence[str]], mentions: "pd.DataFrame", edges: "pd.DataFrame", others: Sequence[object]
) -> dict[Week, str]:
    """The key of each week, in order; `others`: what all weeks follow from besides."""
    frames = [RowHashes.of(mentions), RowHashes.of(edges)]
    key = version_of(_program(), *map(repr, others))
    found = {}
    for week, brands in weeks.items():
        key = version_of(key, str(week), *brands, *(each.until(week, brands) for each in frames))
        found[week] = key
    return found


def resting(root: Root, week: Week, key: str, names: Sequence[str]) -> dict[str, pa.Table | None] | None:
    """The rows of each result of a week, None for one that has none; None where they are not of this key, all of them.

    A run that died between two results leaves one of another key, so nothing is taken for whole that is not; nor is
    anything that is damaged.
    """
    try:
        return _read(root, week, key, names)
    except DamagedArtefact:
        return None


def _read(root: Root, week: Week, key: str, names: Sequence[str]) -> dict[str, pa.Table | None] | None:
    keys = {"period": str(week)}
    told = find(root, f"profiles/{NAME}", keys)
    if told is None or told.fingerprint != key:
        return None
    has_rows = set(read_partition(root, told)["result"].to_pylist())
    found: dict[str, pa.Table | None] = {}
    for name in names:
        kept = find(root, f"profiles/{name}", keys) if name in has_rows else None
        if name in has_rows and (kept is None or kept.fingerprint != key):
            return None
        found[name] = None if kept is None else read_partition(root, kept)
    return found


def with_keys(
    results: Mapping[str, Result], keys: Mapping[Week, str], resting_weeks: Collection[Week]
) -> dict[str, Result]:
    """The results told by week, each with the key of its week, and behind them which weeks have rows in which."""
    fingerprints = {str(week): key for week, key in keys.items()}
    told = frozenset(map(str, resting_weeks))
    tables = {
        period: pa.table(
            {"result": pa.array([name for name in results if period in results[name].tables], pa.string())}
        )
        for period in fingerprints
    }
    weekly = {**results, NAME: Result(NAME, tables, is_for_star=False)}
    return {name: replace(each, fingerprints=fingerprints, resting=told) for name, each in weekly.items()}


@cache
def _program() -> str:
    files = {file for pattern in _PROGRAM for file in _ROOT.glob(pattern) if file.is_file()}
    return program_of(files, _PACKAGES)
