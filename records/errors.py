"""Errors a person may meet. Each says in one line what, where and what to do."""


class ScrmError(Exception):
    """Base of every error the product raises on purpose; the command line prints it as one line and exits 1."""

    exit_code = 1


class UsageError(ScrmError):
    """A wrong argument, an unknown name, or a file that is unreadable as a whole (exit code 2)."""

    exit_code = 2


class ConfigError(UsageError):
    """A configuration file that says something impossible; the message names the key."""


class UnreadableFile(UsageError):
    """An input file that cannot be read at all; nothing of it was taken."""


class SchemaDrift(ScrmError):
    """A source no longer looks as its yml says: too many refused rows or required fields gone (exit code 14)."""

    exit_code = 14


class DamagedArtefact(ScrmError):
    """A lake partition, model or weights file whose bytes are not those that were written."""


class DamagedWarehouse(DamagedArtefact):
    """A warehouse file that cannot be read any more; the next load builds it whole from the lake."""


class EngineNotInstalled(ScrmError):
    """An optional engine whose packages are not in this environment; the message says what to install."""


class OutOfMemory(ScrmError):
    """An engine needs more memory than it may take."""


class QualityGateFailed(ScrmError):
    """A check with severity `fail` found rows; the published warehouse stays the last good one."""


class LockHeld(ScrmError):
    """Another run is working on the same warehouse."""


class RotationUnfinished(ScrmError):
    """Pseudonyms of two generations lie in the home; nobody may write or read people until the rotation has ended."""
