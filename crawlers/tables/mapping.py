"""The column mapping of a source whose columns are found by their headers, or named by the user."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from crawlers.convert.registry import CONVERTERS
from crawlers.spec import FieldRule, SourceSpec, rule_of
from crawlers.tables.targets import AUTHOR, REQUIRED, TABLE_KINDS, missing_fields, unknown_field
from crawlers.tables.units import converter_for
from records import RawPage
from records.errors import SchemaDrift, UsageError

PARAMETER = "mapping"
"""The request parameter that carries the user's mapping as JSON, so that it is kept with the file it belongs to."""
_SHOWN_COLUMNS = 30


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
    record = spec.record if spec.name != "table" else _record_of(given)
    for name, value in given.columns.items():
        problem = unknown_field(record, name) or _rule_problem(name, value)
        if problem:
            return f"columns: {problem}"
    said = {name for name, value in given.columns.items() if value is not None}
    missing = missing_fields(record, said) if spec.name == "table" and said else []
    return f"columns: {', '.join(missing)} is missing" if missing else None


def _record_of(given: Given) -> str:
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


def resolved(spec: SourceSpec, page: RawPage) -> SourceSpec:
    """The source's spec with the mapping for this file; a source with a mapping of its own stays as it is.

    Raises UsageError for a column of the user's that the file has not, SchemaDrift for a file whose headers do not
    tell the columns that are needed.
    """
    if not spec.has_columns_by_header:
        return spec
    given = given_in(page)
    if spec.name == "table" and given.columns:
        return _as_given(spec, given, page)
    return _by_headers(spec, given, page)


def _as_given(spec: SourceSpec, given: Given, page: RawPage) -> SourceSpec:
    """Exactly the columns that the user names."""
    from crawlers.tables.matching import Match, kind_of_mention
    from crawlers.tables.proposal import best_score
    from crawlers.tables.samples import tables_of

    rules = _rules(given.columns)
    wanted = [each for rule in rules.values() for each in rule.columns]
    tables = tables_of(page, lambda cells: float(len({*cells} & {*wanted})))
    fitting = [table for table in tables if _has_all(rules, [column.name for column in table.columns])]
    if not fitting:
        raise _unknown_column(rules, [column.name for table in tables for column in table.columns], page.url)
    table = fitting[0]
    cells = {column.name: column.cells for column in table.columns}
    record = _record_of(given)
    kind = given.kind or kind_of_mention([Match("", name, 1.0) for name in rules], table.columns, table.title)
    rated = rules["rating"].columns[0] if "rating" in rules and rules["rating"].columns else None
    return _spec(
        replace(spec, record=record, kind=kind if record == "mention" else None),
        rules,
        given,
        required=[rule.columns for rule in rules.values() if rule.columns],
        rating_scale=best_score(rated, cells.get(rated, ())) if rated else None,
    )


def _by_headers(spec: SourceSpec, given: Given, page: RawPage) -> SourceSpec:
    """The columns that the headers tell, with the user's own instead where they name some."""
    from crawlers.tables.proposal import propose, scales_of

    records = ("mention", "author") if spec.name == "table" else (spec.record,)
    found = propose(page, records)
    names = [column.name for column in found.table.columns]
    own = _rules({name: value for name, value in given.columns.items() if value is not None})
    if not _has_all(own, names):
        raise _unknown_column(own, names, page.url)
    claimed = {column for rule in own.values() for column in rule.columns}
    told = {
        name: column
        for name, column in found.mapping.items()
        if name not in given.columns and column not in claimed
    }
    rules = {**_rules(told), **own}
    missing = missing_fields(found.record, set(rules)) if own else found.missing
    if missing:
        has = ", ".join(name[:20] for name in names[:_SHOWN_COLUMNS]) or "none"
        raise SchemaDrift(
            f"{page.url}: no column for {', '.join(missing)} (it has {has}); name it under `columns:` in brands.yml, "
            f"or choose the source that reads this file instead of {spec.name}"
        )
    plain = {name: rule.columns[0] for name, rule in rules.items() if rule.columns}
    needed = {name for name in rules if name in own or _is_needed(found.record, name)}
    kind = given.kind or found.kind
    return _spec(
        replace(spec, record=found.record, kind=kind if found.record == "mention" else None),
        rules,
        given,
        required=[rules[name].columns for name in rules if name in needed and rules[name].columns],
        rating_scale=found.rating_scale,
        scales=scales_of(plain, found.table.columns),
        platform=found.platform if spec.name == "table" else None,
    )


def _spec(
    spec: SourceSpec,
    rules: Mapping[str, FieldRule],
    given: Given,
    *,
    required: Sequence[tuple[str, ...]],
    rating_scale: float | None = None,
    scales: Mapping[str, float] | None = None,
    platform: str | None = None,
) -> SourceSpec:
    """A spec with these rules under their record; what the user says goes before what the file tells."""
    of_author = {name.removeprefix(AUTHOR): rule for name, rule in rules.items() if name.startswith(AUTHOR)}
    others = {name: rule for name, rule in rules.items() if not name.startswith(AUTHOR)}
    word = others.pop("platform", None) if spec.record in ("mention", "author") else None
    return replace(
        spec,
        required=tuple(required),
        platform=given.platform or platform or spec.platform,
        platform_word=replace(word, values=_platform_words()) if word and not given.platform else None,
        rating_scale=given.rating_scale or rating_scale,
        scales={**(scales or {}), **given.scales},
        author=of_author,
        mention=others if spec.record in ("mention", "author") else {},
        order=others if spec.record == "order" else {},
        contact=others if spec.record == "contact" else {},
        survey=others if spec.record == "survey" else {},
    )


def _platform_words() -> dict[str, str | None]:
    from crawlers.tables.vocabulary import vocabulary

    return {
        form: ours
        for word, ours in vocabulary().platforms.items()
        for form in (word, word.upper(), word.title(), word.capitalize())
    }


def _rules(columns: Mapping[str, Any]) -> dict[str, FieldRule]:
    return {name: _with_unit(name, rule_of(value)) for name, value in columns.items() if value is not None}


def _with_unit(name: str, rule: FieldRule) -> FieldRule:
    """A rule with the unit that its column's header states."""
    if rule.converter or rule.values or len(rule.columns) != 1:
        return rule
    return replace(rule, converter=converter_for(name.removeprefix(AUTHOR), rule.columns[0]))


def _has_all(rules: Mapping[str, FieldRule], names: Sequence[str]) -> bool:
    return all(not rule.columns or {*rule.columns} & {*names} for rule in rules.values())


def _is_needed(record: str, name: str) -> bool:
    return any(name == each or (each.endswith(".") and name.startswith(each)) for c in REQUIRED[record] for each in c)


def _unknown_column(rules: Mapping[str, FieldRule], names: Sequence[str], where: str) -> UsageError:
    name, rule = next((name, rule) for name, rule in rules.items() if rule.columns and not {*rule.columns} & {*names})
    has = ", ".join(each[:20] for each in names[:_SHOWN_COLUMNS]) or "none"
    wanted = " or ".join(repr(each) for each in rule.columns)
    return UsageError(f"{where}: columns: {name}: no column {wanted}; the file has {has}; mend `columns:` in brands.yml")
