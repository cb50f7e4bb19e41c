"""Where errors end: one line that says what, where and what to do, and the exit code."""

import errno
import os
import sys
import traceback
from collections.abc import Sequence

import click

from records.errors import ScrmError

DEBUG = "SCRM_DEBUG"
"""Set to anything to see the whole traceback under the line."""


def guarded(app: click.Command, arguments: Sequence[str] | None = None) -> int:
    """Runs the command line (of this process by default); returns its exit code."""
    try:
        result = app.main(list(arguments) if arguments is not None else None, standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.exceptions.Abort:
        return _fail("stopped by the keyboard; run the same command again to go on", 130)
    except click.ClickException as error:
        error.show(sys.stderr)
        return error.exit_code
    except ScrmError as error:
        return _fail(str(error), error.exit_code)
    except BrokenPipeError:
        # `scrm read ... | head` closes our stdout early; that is no failure of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _fail(_system_message(error), 1)
    except Exception as error:  # noqa: BLE001 - the edge: anything else is our fault and says so
        return _fail(f"unexpected {type(error).__name__}: {_first_line(error)} (set {DEBUG}=1 for the traceback)", 1)
    return result if isinstance(result, int) else 0


def _fail(message: str, code: int) -> int:
    click.echo(f"scrm: {message}", err=True)
    if os.environ.get(DEBUG):
        traceback.print_exc()
    return code


def _system_message(error: OSError) -> str:
    where = f"{error.filename}: " if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{where}no space left on the disk; free some and run the same command again, nothing was half-published"
    return f"{where}{error.strerror or error}"


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:300] if str(error).strip() else "no message"
