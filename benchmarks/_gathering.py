"""One gathering run in a process of its own, for `benchmarks.gather`: times and memory as one JSON line."""

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow as pa

from crawlers.gather import Progress, gather
from lake.home import Home
from records import SourceQuery

KEY = b"benchmark-key-no-secret-at-all!!"


class Watch:
    """Notes when pages came, and every so many pages what the processes hold."""

    def __init__(self, every: int) -> None:
        self._every = every
        self._next_sample = every
        self.first_at = 0.0
        self.first_cpu = 0.0
        self.page_count = 0
        self.samples: list[dict[str, Any]] = []

    def note(self, progress: Progress) -> None:
        """Called with the pages so far."""
        self.page_count = progress.page_count
        if not self.first_at:
            self.first_at, self.first_cpu = time.monotonic(), cpu_seconds()
        if self._every and progress.page_count >= self._next_sample:
            self._next_sample += self._every
            sizes = {"parent_mib": rss_mib(os.getpid()), "crawl_mib": sum(rss_mib(each) for each in children())}
            self.samples.append({"page": progress.page_count, **sizes})


def children() -> list[int]:
    """The processes this one has started."""
    listed = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    return [int(each) for each in listed.read_text().split()] if listed.exists() else []


def cpu_seconds() -> float:
    """Processor time of this process and of its children, those at work and those that have ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime + sum(_cpu_of(each) for each in children())


def _cpu_of(process: int) -> float:
    """utime and stime in /proc/<pid>/stat, the 14th and 15th field; the name, in brackets, may hold blanks."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rss_mib(process: int) -> float:
    """VmRSS in MiB; 0 where the system does not tell."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return round(next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0), 1)


def main() -> None:
    """HOME SOURCE QUERY BASE_URL SAMPLE_EVERY."""
    home, source, query, base_url, every = sys.argv[1:]
    watch = Watch(int(every))
    began = time.monotonic()
    # The parent's first array makes pyarrow import pandas: a start, counted in the whole run, not in the rate.
    pa.array([0])
    (coverage,) = gather(
        source,
        [SourceQuery(source=source, query=query)],
        home=Home(Path(home)),
        key=KEY,
        run_id="benchmark",
        base_url=base_url,
        on_progress=watch.note,
    )
    ended = time.monotonic()
    result = {
        "outcome": coverage.outcome,
        "message": coverage.message,
        "response_count": coverage.page_count,
        "item_count": coverage.mention_count,
        "seconds": ended - watch.first_at,
        "cpu_seconds": cpu_seconds() - watch.first_cpu,
        "whole_seconds": ended - began,
        "whole_cpu_seconds": cpu_seconds(),
        "samples": watch.samples,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
