"""The demonstration: generates the world, serves its replay site, hands back the configuration to run."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import world
from lake.home import Home
from world.site import serve

SITE = "WORLD_URL"
"""Environment variable that the world's brands.yml reads the replay site's address from."""


@contextmanager
def prepared(home: Path) -> Iterator[Path]:
    """Writes the world into `home/world` and serves its site for the block; yields the path of its brands.yml."""
    folder = Home(home).create().root / "world"
    world.generate(folder)
    with serve(folder) as address:
        os.environ[SITE] = address
        yield folder / "brands.yml"
