"""Makes the world: plants play on a stage, exports are written, the truth is told."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from world import brands, truth
from world.clock import exported_at
from world.exports import EXPORTS
from world.faults import DEMONSTRATION, write_plan
from world.plants import PLANTS
from world.stage import Stage

DEFAULT_SEED = 20260901


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A generated world on disk."""

    folder: Path
    """Holds brands.yml, truth.json, exports/ and site/."""
    config: Path
    """The brand file."""
    truth_path: Path
    """The truth file."""
    site: Path
    """What the replay site serves."""
    mention_count: int
    """Distinct mentions in all sources."""

    def truth(self) -> dict[str, Any]:
        """The truth, read from its file."""
        told: dict[str, Any] = json.loads(self.truth_path.read_text(encoding="utf-8"))
        return told


def generate(folder: Path, *, seed: int = DEFAULT_SEED, scale: float = 1.0) -> World:
    """Writes a world into `folder` (created if need be) and returns where its parts are.

    The same seed and scale give the same bytes and modification times. `scale` multiplies volumes, not the calendar.
    Raises ValueError for a scale that is not positive.
    """
    if scale <= 0:
        raise ValueError(f"scale must be positive, not {scale}")
    _clear(folder)
    stage = Stage(seed, scale)
    for play in PLANTS.values():
        play(stage)
    written = [file for write in EXPORTS for file in write(stage, folder)]
    told = truth.tell(stage, written, folder)
    world = World(
        folder=folder,
        config=brands.write(folder),
        truth_path=truth.write(told, folder),
        site=folder / "site",
        mention_count=len(stage.items),
    )
    plan = write_plan(world.site, DEMONSTRATION)
    for path in (world.config, world.truth_path, plan):
        moment = exported_at(8, 59).timestamp()
        os.utime(path, (moment, moment))
    return world


def _clear(folder: Path) -> None:
    """Removes the files of an earlier world in the same folder, and nothing else."""
    path = folder / truth.FILE_NAME
    if path.is_file():
        for name in json.loads(path.read_text(encoding="utf-8"))["files"]:
            (folder / name).unlink(missing_ok=True)
