"""The command line `scrm`. Results on stdout, progress on stderr, one line for an error, exit codes of the design."""

import sys

from pipeline.cli.app import app
from pipeline.cli.edge import guarded


def main() -> None:
    """Entry point of the console script."""
    sys.exit(guarded(app))
