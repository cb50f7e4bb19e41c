"""A child process watched: its processor seconds with those of its children, and the highest memory of all of them."""

import json
import os
import subprocess
import sys
import threading
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

_PAGE = os.sysconf("SC_PAGE_SIZE")
_EVERY_SECONDS = 0.25


def watched(module: str, *arguments: object) -> dict[str, Any]:
    """What `python -m module arguments` prints as JSON in its last line, with seconds, cpu_seconds and peak_mb.

    The memory is the sum of the resident sizes of the process and everything it started, so pages that two of them
    share count twice. Raises CalledProcessError when it fails.
    """
    began, before = time.monotonic(), os.times()
    child = subprocess.Popen([sys.executable, "-m", module, *map(str, arguments)], stdout=subprocess.PIPE, text=True)
    peak: list[int] = [0]
    watcher = threading.Thread(target=_watch, args=(child, peak), daemon=True)
    watcher.start()
    said, _ = child.communicate()
    watcher.join()
    after = os.times()
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, module)
    cpu = after.children_user - before.children_user + after.children_system - before.children_system
    return {
        **json.loads(said.splitlines()[-1]),
        "seconds": round(time.monotonic() - began, 1),
        "cpu_seconds": round(cpu, 1),
        "peak_mb": round(peak[0] / 1e6),
    }


def _watch(child: "subprocess.Popen[str]", peak: list[int]) -> None:
    while child.poll() is None:
        peak[0] = max(peak[0], _resident_bytes(child.pid))
        time.sleep(_EVERY_SECONDS)


def cpu_seconds_of(root: int) -> float:
    """Processor seconds of a process and all below it, ended children that were waited for included, by /proc."""
    return sum(sum(map(int, fields[11:15])) for fields in _below(root)) / os.sysconf("SC_CLK_TCK")


def _resident_bytes(root: int) -> int:
    """Resident bytes of a process and all below it, as /proc tells; 0 where there is no /proc."""
    return sum(int(fields[21]) * _PAGE for fields in _below(root))


def _below(root: int) -> list[list[str]]:
    """Fields of /proc/PID/stat behind the name, of a process and all below it."""
    children, known = defaultdict(list), {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # ended meanwhile
        children[int(fields[1])].append(int(folder.name))
        known[int(folder.name)] = fields
    found, open_ = [], [root]
    while open_:
        process = open_.pop()
        if process in known:
            found.append(known[process])
        open_.extend(children[process])
    return found
