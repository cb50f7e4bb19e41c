"""What a kept result was made by: code, lists and libraries in one short name."""

import hashlib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path


def program_of(files: Iterable[Path], packages: Iterable[str] = ()) -> str:
    """Another one wherever a file has other bytes, came, went or was renamed, or a package has another version.

    Nobody has to raise a number: a rule that somebody forgot counts too. Raises OSError and PackageNotFoundError.
    """
    digest = hashlib.blake2b(digest_size=16)
    for file in sorted(files):
        digest.update(file.name.encode() + b"\0" + hashlib.blake2b(file.read_bytes()).digest())
    for package in packages:
        digest.update(f"{package} {version(package)}".encode() + b"\0")
    return digest.hexdigest()
