"""What reading a warehouse may raise."""

from records.errors import ScrmError, UsageError


class WarehouseMissing(UsageError):
    """Nothing has been published yet."""


class SchemaMismatch(ScrmError):
    """The warehouse's schema is older or newer than this code."""


class RefusedSql(UsageError):
    """SQL that is not one reading statement, or that the engine refuses."""
