"""The preloaded library that makes file calls fail: compiled once, armed in the process that is to suffer."""

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from enum import IntEnum
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")
_LOADED = "SCRM_FAULT_SHIM"


class Mode(IntEnum):
    """What happens at the n-th call."""

    OFF = 0
    COUNT = 1
    KILL = 2
    FAIL_ONCE = 3
    FAIL_ON = 4


def compiler() -> str | None:
    """The C compiler of this machine, if it has one."""
    return shutil.which("cc")


def reexecuted() -> Path:  # noqa: RET503 - the last line does not return
    """A fresh folder, in a process that has the library in front of the C library: this one, started anew."""
    if _LOADED in os.environ:
        return Path(os.environ[_LOADED]).parent
    folder = Path(tempfile.mkdtemp(prefix="scrm-faults-"))
    library = folder / "shim.so"
    subprocess.run([compiler() or "cc", "-O1", "-shared", "-fPIC", "-o", library, SOURCE, "-ldl"], check=True)
    environment = {**os.environ, _LOADED: str(library), "LD_PRELOAD": str(library)}
    os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], environment)


def _library() -> ctypes.CDLL:
    return ctypes.CDLL(os.environ[_LOADED])


def arm(home: Path, mode: Mode, nth: int = 0, error: int = 0, *, has_reads: bool = False) -> None:
    """From now on the `nth` call on a file of the home kills this process or fails with `error`."""
    _library().fault_arm(f"{home}/".encode(), int(mode), ctypes.c_long(nth), error, int(has_reads))


def calls_seen() -> tuple[int, int]:
    """Calls since `arm` that changed files of the home, and such that read them."""
    changing, reading = _library().fault_seen, _library().fault_seen_reads
    changing.restype = reading.restype = ctypes.c_long
    return int(changing()), int(reading())


def shift_clock(seconds: int) -> None:
    """The wall clock is wrong by so many seconds from now on, in this process."""
    _library().fault_clock(ctypes.c_long(seconds))
