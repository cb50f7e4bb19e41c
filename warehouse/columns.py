"""A column and a table say what they are once: DDL, comments, checks and the dictionary all read it here."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

METADATA = sa.MetaData()
"""Every table of the star; the migrations must build exactly this."""


class Privacy(StrEnum):
    """Who may see a column."""

    PUBLIC = "public"
    """Says nothing about one account."""
    PSEUDONYMOUS = "pseudonymous"
    """About one account under its keyed pseudonym; may leave the house only with a purpose."""
    RESTRICTED = "restricted"
    """What a person wrote; leaves the house never, and no log prints it."""


class Merge(StrEnum):
    """What happens to a column when the same thing is seen again."""

    KEY = "key"
    """Identifies the row; the same value is the same row."""
    LATEST = "latest"
    """The state observed last wins."""
    HISTORY = "history"
    """A further state is a further row; nothing is overwritten."""
    REBUILT = "rebuilt"
    """Derived from the lake anew by every build."""


class Refresh(StrEnum):
    """Which rows of a table a change of the lake replaces."""

    CONTENT = "content"
    """Rows belong to contents (`content_key`): those of touched contents."""
    COUNT = "count"
    """Rows belong to contents: those of touched contents and of contents whose counters alone were seen again."""
    ACCOUNT = "account"
    """Rows belong to accounts (`platform_key`, `author_id`): those of touched accounts, all their versions together."""
    DAY = "day"
    """Sums over a day (`date_key`), made from other facts: those of touched days."""
    MEMBER = "member"
    """Members of a dimension: added and renamed, never deleted."""
    WHOLE = "whole"
    """Few rows, or from inputs of their own: all."""
    PROFILE = "profile"
    """What `load_profiles` fills from the results of crm: all, by that step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What one column means."""

    zh: str
    en: str
    unit: str | None = None
    """Unit of a measure (mentions, minutes, likes, ...); None where there is none."""
    merge: Merge = Merge.REBUILT
    privacy: Privacy = Privacy.PUBLIC
    references: str | None = None
    """`table.column` that every value must be found in."""
    minimum: float | None = None
    maximum: float | None = None
    """Bounds that every known value keeps, themselves included; None is open."""
    one_of: tuple[str, ...] = ()
    """The only values there may be; empty when they are not listed."""

    @property
    def comment(self) -> str:
        """The text of COMMENT ON COLUMN: Chinese, a bar, English, the unit in brackets."""
        return f"{self.zh} | {self.en}" + (f" [{self.unit}]" if self.unit else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grain:
    """What one row of a table is."""

    zh: str
    en: str
    kind: str
    """dimension, bridge, transaction, snapshot, aggregate, ... as Kimball names them."""
    key: tuple[str, ...]
    """Columns that no two rows share (special members of a dimension aside)."""
    refresh: Refresh
    """Which rows a change of the lake replaces."""
    ordered: tuple[tuple[str, str], ...] = ()
    """Pairs of columns (moments or days) of which the first never comes after the second, where both are known."""

    @property
    def comment(self) -> str:
        """The text of COMMENT ON TABLE."""
        return f"{self.zh} | {self.en}"


def column(
    name: str,
    type_: Any,
    zh: str,
    en: str,
    *,
    unit: str | None = None,
    merge: Merge = Merge.REBUILT,
    privacy: Privacy = Privacy.PUBLIC,
    references: str | None = None,
    minimum: float | None = None,
    maximum: float | None = None,
    one_of: tuple[str, ...] = (),
    is_nullable: bool = False,
    is_primary: bool = False,
) -> sa.Column[Any]:
    """A column with its meaning. Not null unless said otherwise: unknown numbers are NULL, unknown keys are -1.

    Without bounds of its own a share lies in [0, 1], and a count (`_count`, `_minutes`; changes aside) is not negative.
    """
    if minimum is None and maximum is None:
        minimum, maximum = _usual_bounds(name, unit)
    meaning = Field(
        zh=zh,
        en=en,
        unit=unit,
        merge=merge,
        privacy=privacy,
        references=references,
        minimum=minimum,
        maximum=maximum,
        one_of=one_of,
    )
    return sa.Column(
        name,
        type_,
        primary_key=is_primary,
        autoincrement=False,
        nullable=is_nullable,
        comment=meaning.comment,
        info={"field": meaning},
    )


def _usual_bounds(name: str, unit: str | None) -> tuple[float | None, float | None]:
    if unit == "share":
        return 0.0, 1.0
    if name.endswith(("_count", "_minutes")) and "delta" not in name:
        return 0.0, None
    return None, None


def table(
    name: str,
    *columns: sa.Column[Any],
    zh: str,
    en: str,
    kind: str,
    key: tuple[str, ...],
    refresh: Refresh,
    ordered: tuple[tuple[str, str], ...] = (),
) -> sa.Table:
    """A table whose grain is one sentence in both languages."""
    grain = Grain(zh=zh, en=en, kind=kind, key=key, refresh=refresh, ordered=ordered)
    return sa.Table(name, METADATA, *columns, comment=grain.comment, info={"grain": grain})


def field_of(column_: sa.ColumnElement[Any]) -> Field:
    """The meaning of a column made by `column`. Raises KeyError for any other."""
    meaning: Field = column_.info["field"]
    return meaning


def grain_of(table_: sa.Table) -> Grain:
    """The grain of a table made by `table`. Raises KeyError for any other."""
    grain: Grain = table_.info["grain"]
    return grain


def measure(
    name: str,
    zh: str,
    en: str,
    unit: str,
    *,
    type_: Any = None,
    is_nullable: bool = True,
    minimum: float | None = None,
    maximum: float | None = None,
) -> sa.Column[Any]:
    """A count or amount; whole numbers unless a type is given, NULL where unknown."""
    type_ = type_ or sa.BigInteger
    return column(name, type_, zh, en, unit=unit, is_nullable=is_nullable, minimum=minimum, maximum=maximum)
