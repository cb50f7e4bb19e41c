"""The column mapping of a source whose columns are found by their headers, or named by the user."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from crawlers.spec import FEED_RECORDS, FieldRule, SourceSpec, rule_of
from crawlers.tables.faults import shown_names
from crawlers.tables.given import PARAMETER, Given, given_in, record_of
from crawlers.tables.targets import AUTHOR, REQUIRED, missing_fields
from crawlers.tables.units import converter_for
from records import RawPage
from records.errors import SchemaDrift, UsageError

__all__ = ["PARAMETER", "Given", "resolved"]

_SHOWN_COLUMNS = 30


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
    from crawlers.tables.columns import Match
    from crawlers.tables.matching import kind_of_mention
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
    record = record_of(given)
    kind = given.kind or kind_of_mention(
        [Match(rule.columns[0], name, 1.0) for name, rule in rules.items() if rule.columns], table.columns, table.title
    )
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

    found = propose(page, ("mention", "author") if spec.name == "table" else (spec.record,))
    names = [column.name for column in found.table.columns]
    own = _rules(given.columns)
    if not _has_all(own, names):
        raise _unknown_column(own, names, page.url)
    rules = {**_rules(_told(found.mapping, given, own)), **own}
    missing = missing_fields(found.record, set(rules)) if own else found.missing
    if missing:
        raise _lacking(missing, names, spec, page.url)
    plain = {name: rule.columns[0] for name, rule in rules.items() if rule.columns}
    is_mention = found.record == "mention"
    return _spec(
        replace(spec, record=found.record, kind=(given.kind or found.kind) if is_mention else None),
        rules,
        given,
        required=[rules[name].columns for name in plain if name in own or _is_needed(found.record, name)],
        rating_scale=found.rating_scale,
        scales=scales_of(plain, found.table.columns),
        platform=found.platform if spec.name == "table" else None,
    )


def _told(mapping: Mapping[str, str], given: Given, own: Mapping[str, FieldRule]) -> dict[str, str]:
    """What the headers tell of the fields that the user leaves open, by columns that the user leaves free."""
    claimed = {column for rule in own.values() for column in rule.columns}
    return {name: column for name, column in mapping.items() if name not in given.columns and column not in claimed}


def _lacking(missing: Sequence[str], names: Sequence[str], spec: SourceSpec, where: str) -> SchemaDrift:
    has = shown_names(names, _SHOWN_COLUMNS)
    return SchemaDrift(
        f"{where}: no column for {', '.join(missing)} (it has {has}); name it under `columns:` in brands.yml, "
        f"or choose the source that reads this file instead of {spec.name}"
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
        feed=others if spec.record in FEED_RECORDS else {},
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
    wanted = " or ".join(repr(each) for each in rule.columns)
    has = shown_names(names, _SHOWN_COLUMNS)
    return UsageError(
        f"{where}: columns: {name}: no column {wanted}; the file has {has}; mend `columns:` in brands.yml"
    )
