"""Benchmarks are found by file name under `benchmarks/`."""

import importlib
import pkgutil
from collections.abc import Sequence

from records.errors import UsageError


def names() -> list[str]:
    """The benchmarks there are."""
    import benchmarks

    return sorted(
        module.name for module in pkgutil.iter_modules(benchmarks.__path__) if not module.name.startswith("_")
    )


def run(name: str, arguments: Sequence[str]) -> None:
    """Runs one benchmark, which prints one JSON line last. Raises UsageError for an unknown name."""
    if name not in names():
        raise UsageError(f"unknown benchmark {name!r}; there are: {', '.join(names())}")
    importlib.import_module(f"benchmarks.{name}").main(list(arguments))
