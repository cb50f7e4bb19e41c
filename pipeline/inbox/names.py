"""Names in the inbox: what is no export, and what notices and kept files are called."""

import hashlib
from pathlib import PurePosixPath

DONE = "done"
"""Folder of taken files, beside the brand folders of a source."""
TOLD = ".未导入.txt"
"""Ending of the short notice in the folder where a file was dropped."""
EXPLAINED = ".说明.txt"
"""Ending of the notice beside a file in quarantine."""

_UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".filepart", ".swp")
_HIDDEN = (".", "~")
"""First characters of files that programs keep for themselves (`~$` is the lock of an open workbook)."""
_DESKTOP = ("thumbs.db", "desktop.ini")
_LONGEST_BYTES = 180
"""File systems take 255 bytes; a day, a mark and an ending of ours must fit as well."""


def is_no_export(name: str) -> bool:
    """Whether a file is a notice, a half-written download or a program's own."""
    lower = name.lower()
    return (
        name.endswith((TOLD, EXPLAINED))
        or lower.endswith(_UNFINISHED)
        or lower.startswith(_HIDDEN)
        or lower in _DESKTOP
    )


def told_name(name: str) -> str:
    """The name of the notice in the drop folder."""
    return f"{_short(name)}{TOLD}"


def explained_name(name: str) -> str:
    """The name of the notice in quarantine."""
    return f"{_short(name)}{EXPLAINED}"


def kept_names(name: str, day: str, digest: str) -> tuple[str, str]:
    """What a file of that name may be kept as: the plain one, and one that its bytes make its own."""
    return f"{day}-{_short(name)}", f"{day}-{digest[:8]}-{_short(name)}"


def shown(name: str) -> str:
    """A name fit for one line: no control characters."""
    return "".join(char if char.isprintable() else "?" for char in name)


def _short(name: str) -> str:
    """The name, or for a very long one its beginning, a mark of its own and its ending."""
    plain = shown(name)
    if len(plain.encode()) <= _LONGEST_BYTES:
        return plain
    ending = PurePosixPath(plain).suffix[:12]
    mark = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    room = _LONGEST_BYTES - len(ending.encode()) - len(mark) - 1
    return f"{plain.encode()[:room].decode('utf-8', 'ignore')}~{mark}{ending}"
