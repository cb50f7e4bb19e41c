"""What a user's configuration says of a table's columns, checked before any file is seen. Light."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from crawlers.convert.registry import CONVERTERS
from crawlers.spec import SourceSpec, rule_of
from crawlers.tables.targets import AUTHOR, TABLE_KINDS, missing_fields, unknown_field
from records import RawPage

PARAMETER = "mapping"
"""The request parameter that carries the user's mapping as JSON, so that it is kept with the file it belongs to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the user's configuration says of a table."""

    columns: Mapping[str, Any] = field(default_factory=dict)
    """Field -> column, columns in turn, or the details of a rule; None: the field is not to be read."""
    platform: str | None = None
    kind: str | None = None
    rating_scale: float | None = None
    scales: Mapping[str, float] = field(default_factory=dict)

    def to_json(self) -> str:
        """The same mapping is always the same text."""
        said = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps({k: v for k, v in said.items() if v}, ensure_ascii=False, sort_keys=True)


def given_in(page: RawPage) -> Given:
    """The mapping kept with a page; an empty one where there is none."""
    return Given(**json.loads(page.request.get(PARAMETER) or "{}"))


def mapping_problem(spec: SourceSpec, given: Given) -> str | None:
    """What is wrong with a mapping before any file is seen, in a line; None for a good one."""
    if given.kind and (spec.name != "table" or given.kind not in TABLE_KINDS):
        return _kind_problem(spec, given.kind)
    record = spec.record if spec.name != "table" else record_of(given)
    for name, value in given.columns.items():
        problem = unknown_field(record, name) or _rule_problem(name, value)
        if problem:
            return f"columns: {problem}"
    said = {name for name, value in given.columns.items() if value is not None}
    missing = missing_fields(record, said) if spec.name == "table" and said else []
    return f"columns: {', '.join(missing)} is missing" if missing else None


def record_of(given: Given) -> str:
    """What the rows of `table` become: authors where no field is a mention's own."""
    names = [name for name in given.columns if name != "observed_at"]
    is_author = given.kind == "author" or (names and all(name.startswith(AUTHOR) for name in names))
    return "author" if is_author else "mention"


def _kind_problem(spec: SourceSpec, kind: str) -> str:
    if spec.name != "table":
        return f"kind: only for the source table; {spec.name} gives no mentions"
    return f"kind: {kind!r} is none of {', '.join(TABLE_KINDS)}"


def _rule_problem(name: str, value: Any) -> str | None:
    if value is None:
        return None
    try:
        rule = rule_of(value)
    except ValueError as error:
        return f"{name}: {error}"
    if not rule.columns and rule.constant is None:
        return f"{name}: give a column"
    if rule.converter and rule.converter not in CONVERTERS:
        return f"{name}: as: {rule.converter!r} is none of {', '.join(sorted(CONVERTERS))}"
    return None
