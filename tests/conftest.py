"""Fixtures shared by all rooms."""

import os
import tempfile
from pathlib import Path

import pytest

# Child processes (crawls, commands) keep their bytecode: each would compile a thousand modules anew, four seconds long.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ.setdefault("PYTHONPYCACHEPREFIX", str(Path(tempfile.gettempdir()) / f"scrm-bytecode-{os.getuid()}"))

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real public data beside the checkout; tests that need it skip where it is absent."""
    folder = Path(os.environ.get("SCRM_SHARED", REPOSITORY.parent / "shared")) / "data"
    if not folder.is_dir():
        pytest.skip(f"real data not present: {folder} (set SCRM_SHARED)")
    return folder


@pytest.fixture(scope="session")
def shared_payloads(shared_data: Path) -> Path:
    """The folder of recorded responses beside the real data."""
    folder = shared_data.parent / "payloads"
    if not folder.is_dir():
        pytest.skip(f"recorded responses not present: {folder} (set SCRM_SHARED)")
    return folder
