"""A file's bytes from some place on, as UTF-8 whatever they are in."""

import codecs
import io
from pathlib import Path


class Utf8Bytes(io.RawIOBase):
    """Reads on from `begin`. Reading raises UnicodeDecodeError for bytes that are not of the encoding."""

    def __init__(self, file: Path, begin: int, encoding: str) -> None:
        self._file = file.open("rb")
        self._file.seek(begin)
        self._decoder = None if encoding == "utf-8" else codecs.getincrementaldecoder(encoding)()
        self._held = b""

    def is_at_end(self) -> bool:
        """Whether nothing is left; to be asked before reading."""
        self._held = self._file.read(1)
        return not self._held

    def read(self, size: int = -1) -> bytes:
        """About `size` bytes; fewer only at the end."""
        chunk = self._held + self._file.read(size - len(self._held) if size > 0 else -1)
        self._held = b""
        if self._decoder is None:
            return chunk
        text = self._decoder.decode(chunk, final=not chunk)
        return text.encode()

    def readable(self) -> bool:
        """Always."""
        return True

    def close(self) -> None:
        """Closes the file."""
        self._file.close()
        super().close()
