"""Worlds shared by the tests of this room."""

from pathlib import Path
from typing import Any

import pytest

from world import World, generate


@pytest.fixture(scope="session")
def whole_world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return generate(tmp_path_factory.mktemp("whole"))


@pytest.fixture(scope="session")
def truth(whole_world: World) -> dict[str, Any]:
    return whole_world.truth()


@pytest.fixture(scope="session")
def small_world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return generate(tmp_path_factory.mktemp("small"), scale=0.1)


@pytest.fixture(scope="session")
def exports(whole_world: World) -> Path:
    return whole_world.folder / "exports"
