"""Bodies of large files in the raw zone: zstd beside their page, streamed, never in memory as a whole."""

import hashlib
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import zstandard

from records.errors import DamagedArtefact, UnreadableFile

CHUNK_BYTES = 4 << 20
_LEVEL = 1
"""Half the time of the pages' level 3 and a tenth more bytes: a large file is waited for."""


def digest_of(file: Path) -> str:
    """sha256 of a file's bytes, in hex. Raises OSError."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


class BodyInWaiting:
    """A file's bytes on their way into the raw zone: compressed aside, named only when all else is well."""

    def __init__(self, file: Path, folder: Path, keep: Callable[[str, Path, int], None]) -> None:
        """`keep` is told the sha256, the compressed bytes and how many there were, and gives them their name."""
        self._file, self._keep = file, keep
        self._aside = folder / f".{file.name}.{os.getpid()}.{threading.get_ident()}.tmp"
        self._before = _state(file)
        self._digest = ""
        self._byte_count = 0

    def compress(self) -> None:
        """Writes the compressed bytes aside. Raises OSError."""
        self._aside.parent.mkdir(parents=True, exist_ok=True)
        hashed = hashlib.sha256()
        compressor = zstandard.ZstdCompressor(level=_LEVEL)
        with (
            self._file.open("rb") as source,
            self._aside.open("wb") as raw,
            compressor.stream_writer(raw, closefd=False) as sink,
        ):
            while chunk := source.read(CHUNK_BYTES):
                hashed.update(chunk)
                sink.write(chunk)
                self._byte_count += len(chunk)
        self._digest = hashed.hexdigest()

    def commit(self) -> None:
        """Gives the bytes their name, durably. Raises OSError, and UnreadableFile for a file that has changed."""
        if _state(self._file) != self._before:
            raise UnreadableFile(f"{self._file}: changed while it was read; run again when it is written whole")
        self._keep(self._digest, self._aside, self._byte_count)

    def discard(self) -> None:
        """Forgets the bytes; after `commit` nothing happens."""
        self._aside.unlink(missing_ok=True)


def _state(file: Path) -> tuple[int, int]:
    """What changes when a file is written to."""
    found = file.stat()
    return found.st_size, found.st_mtime_ns


def chunks_of(body: Path) -> Iterator[bytes]:
    """The bytes that were kept, piece by piece. Raises DamagedArtefact."""
    try:
        with body.open("rb") as raw, zstandard.ZstdDecompressor().stream_reader(raw) as source:
            while chunk := source.read(CHUNK_BYTES):
                yield chunk
    except (OSError, zstandard.ZstdError) as error:
        raise DamagedArtefact(f"{body}: kept file is damaged; restore it from a backup or gather again") from error
