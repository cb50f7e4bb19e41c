"""Whether this machine can run the job: interpreter, packages, disk."""

import sys
from importlib.util import find_spec
from shutil import disk_usage

from lake.home import Home
from pipeline.doctor.finding import Finding

MINIMUM_FREE_BYTES = 2 * 1024**3
"""Below this a build of a few hundred thousand mentions may not fit."""


def environment(home: Home) -> list[Finding]:
    """Python, Airflow, the optional engine, free space."""
    version = ".".join(map(str, sys.version_info[:3]))
    free = disk_usage(home.root if home.root.exists() else ".").free
    return [
        Finding("Python", sys.version_info[:2] >= (3, 11), version),
        Finding("Airflow", find_spec("airflow") is not None, "installed" if find_spec("airflow") else "missing"),
        Finding("transformers engine", True, "installed" if find_spec("torch") else "not installed (optional extra)"),
        Finding("free disk", free >= MINIMUM_FREE_BYTES, f"{free / 1024**3:.1f} GiB"),
    ]
