"""A file's identity: the sha256 of its bytes."""

import hashlib
from pathlib import Path


def digest_of(path: Path) -> str:
    """The hash in hex, read in pieces. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
