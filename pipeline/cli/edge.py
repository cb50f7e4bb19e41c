"""Where errors end: one line that says what, where and what to do, and the exit code."""

import errno
import os
import sys
import traceback
from collections.abc import Sequence
from typing import Any

import click

from records.errors import ScrmError

DEBUG = "SCRM_DEBUG"
"""Set to anything to see the whole traceback under the line."""


class Commands(click.Group):
    """A group of commands whose reader may go away (`scrm read ... | head`), which click itself takes for a failure."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command. Raises ReaderGone when nobody reads stdout any more."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError as error:
            raise ReaderGone from error
        return result


class ReaderGone(Exception):  # noqa: N818 - no error: the reader has what it wanted
    """Whoever read our stdout has closed it."""


def guarded(app: click.Command, arguments: Sequence[str] | None = None) -> int:
    """Runs the command line (of this process by default); returns its exit code."""
    try:
        result = app.main(list(arguments) if arguments is not None else None, prog_name="scrm", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.exceptions.Abort:
        return _fail("stopped by the keyboard; run the same command again to go on", 130)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show(sys.stderr)
        return error.exit_code
    except click.ClickException as error:
        return _refuse(error)
    except ScrmError as error:
        return _fail(str(error), error.exit_code)
    except ReaderGone:
        # What is still buffered goes nowhere, or the interpreter would stumble over it on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _fail(_system_message(error), 1)
    except Exception as error:  # noqa: BLE001 - the edge: anything else is our fault and says so
        return _fail(f"unexpected {type(error).__name__}: {_first_line(error)} (set {DEBUG}=1 for the traceback)", 1)
    return result if isinstance(result, int) else 0


def _refuse(error: click.ClickException) -> int:
    """Wrong usage in one line, with the command whose help says more."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = context.command_path if context else "scrm"
    message = " ".join(error.format_message().split()).rstrip(".")
    click.echo(f"{path}: {message}; see {path} --help", err=True)
    return error.exit_code


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
