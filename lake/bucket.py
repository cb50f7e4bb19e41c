"""An object store by its fsspec address: whole objects read and written, one that must be new, listings.

Credentials and the endpoint come from where the store's own tools take them (for S3 `AWS_ACCESS_KEY_ID`,
`AWS_SECRET_ACCESS_KEY`, `AWS_ENDPOINT_URL`, profiles, roles of a machine); none are in a file of the product.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from records.errors import ConfigError, ScrmError

_OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "s3": {
        "use_listings_cache": False,
        "config_kwargs": {"connect_timeout": 5, "read_timeout": 60, "retries": {"max_attempts": 3}},
    }
}
"""What is asked of a kind of store beside its address: here others write too, so a listing must not be remembered."""


class LakeUnreachable(ScrmError):
    """An object store that does not answer, does not let this account in, or has no such bucket."""


class Bucket:
    """The objects below one address; names are relative to it, parted by `/`."""

    def __init__(self, address: str) -> None:
        """Raises ConfigError for an address of an unknown kind, or one whose package is not installed."""
        self.address = address.rstrip("/")
        self._files, self._root = _connected(self.address, os.getpid())

    def names(self, below: str) -> list[str]:
        """Names of all objects below a folder, sorted. Raises LakeUnreachable."""
        with self._told():
            found = self._files.find(self._at(below))
        return sorted(each.removeprefix(f"{self._root}/") for each in found)

    def read(self, name: str) -> bytes:
        """An object's bytes. Raises FileNotFoundError and LakeUnreachable."""
        with self._told():
            content: bytes = self._files.cat_file(self._at(name))
        return content

    def read_all(self, names: Sequence[str]) -> dict[str, bytes]:
        """Many objects at once; those that are not there (any more) are left out. Raises LakeUnreachable."""
        if not names:
            return {}
        with self._told():
            found = self._files.cat([self._at(name) for name in names], on_error="return")
            for content in found.values():
                if isinstance(content, Exception) and not isinstance(content, FileNotFoundError):
                    raise content
        got = {path.removeprefix(f"{self._root}/"): content for path, content in found.items()}
        return {name: content for name, content in got.items() if not isinstance(content, FileNotFoundError)}

    def write(self, name: str, content: bytes) -> None:
        """Writes an object, whole or not at all. Raises LakeUnreachable."""
        with self._told():
            self._files.pipe_file(self._at(name), content)

    def create(self, name: str, content: bytes) -> bool:
        """Writes an object only if there is none of that name; whether it is this one's content that lies there.

        An answer may be lost and the request repeated, so a refusal is compared with what is there. LakeUnreachable.
        """
        with self._told():
            try:
                self._files.pipe_file(self._at(name), content, mode="create")
            except OSError:
                if not self._files.exists(self._at(name)):
                    raise
                return bool(self._files.cat_file(self._at(name)) == content)
        return True

    def modified_at(self, name: str) -> datetime:
        """When an object was written. Raises FileNotFoundError and LakeUnreachable."""
        with self._told():
            moment: datetime = self._files.modified(self._at(name))
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def remove(self, name: str) -> None:
        """Removes an object, if it is there. Raises LakeUnreachable."""
        with self._told():
            try:
                self._files.rm_file(self._at(name))
            except FileNotFoundError:
                return

    def _at(self, name: str) -> str:
        return f"{self._root}/{name}" if name else self._root

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as error:
            if "bucket" in str(error).lower():
                raise self._unreachable("there is no such bucket", "make it, or mend `lake:`") from error
            raise
        except PermissionError as error:
            raise self._unreachable("this account is not let in", "check its keys and their rights") from error
        except Exception as error:
            # Each kind of store has errors of its own, and most derive from nothing but Exception.
            said = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
            raise self._unreachable(said, "check the endpoint, the network and the keys, then run again") from error

    def _unreachable(self, what: str, remedy: str) -> LakeUnreachable:
        return LakeUnreachable(f"{self.address}: the lake cannot be reached: {what}; {remedy}")


@lru_cache(maxsize=8)
def _connected(address: str, process: int) -> tuple[Any, str]:
    """One connection a process (a fork must not use its parent's) and the address within the store."""
    import fsspec

    kind = address.partition("://")[0]
    try:
        files, root = fsspec.core.url_to_fs(address, skip_instance_cache=True, **_OPTIONS.get(kind, {}))
    except (ValueError, ImportError) as error:
        raise ConfigError(f"lake: {kind}:// cannot be used ({error}); for s3:// install the extra `s3`") from error
    return files, root.rstrip("/")
