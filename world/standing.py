"""A server in a process of its own: it tells its port by a file and stands until it is told to stop."""

import signal
import threading
from pathlib import Path


def serve_until_stopped(port: int, port_file: Path | None) -> None:
    """Writes the port (whole, or not yet there) and waits for SIGTERM or SIGINT."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if port_file is not None:
        waiting = port_file.with_suffix(".tmp")
        waiting.write_text(str(port), encoding="utf-8")
        waiting.replace(port_file)
    stop.wait()
