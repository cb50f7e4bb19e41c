"""The rules of a yml compiled into functions: row -> value of one record field."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from crawlers.convert import words
from crawlers.convert.context import Context, Converter, shown
from crawlers.convert.counts import COARSENESS, in_wan, parse_count
from crawlers.convert.registry import CONVERTERS, default_for
from crawlers.spec import FieldRule
from crawlers.tables.faults import Row

Getter = Callable[[Row], Any]
Field = Callable[[Row, Context], Any]


class FieldError(ValueError):
    """A cell that cannot be read; the message names the record field."""


def compile_fields(rules: Mapping[str, FieldRule]) -> list[tuple[str, Field]]:
    """One function a field, each raising FieldError."""
    return [(name, compile_field(name, rule)) for name, rule in rules.items()]


def evaluate(fields: list[tuple[str, Field]], row: Row, context: Context) -> dict[str, Any]:
    """All fields of a row; unknown ones are None."""
    values = {}
    for name, field in fields:
        try:
            values[name] = field(row, context)
        except (ValueError, OverflowError) as error:
            raise FieldError(f"{name}: {error}") from error
    return values


def compile_field(name: str, rule: FieldRule) -> Field:
    """The function of one rule."""
    if rule.constant is not None:
        return lambda row, context: rule.constant
    get = compile_getter(rule)
    convert = CONVERTERS[rule.converter or default_for(name)]
    if (
        convert is words.text
        and not rule.values
        and len(rule.columns) == 1
        and "." not in rule.columns[0]
        and rule.template is None
    ):
        return _plain_text(rule.columns[0])
    if rule.values:
        return _vocabulary(get, rule.values)
    field = _first_known(rule, convert) if len(rule.columns) > 1 and rule.join is None else _converted(get, convert)
    return field if rule.template is None else _template(field, rule.template)


def _converted(get: Getter, convert: Converter) -> Field:
    def field(row: Row, context: Context) -> Any:
        cell = get(row)
        return None if cell is None else convert(cell, context)

    return field


def _first_known(rule: FieldRule, convert: Converter) -> Field:
    """The first column that gives a value: a word for `not given` in one leaves the turn to the next."""
    fields = [_converted(_column(name), convert) for name in rule.columns]

    def first(row: Row, context: Context) -> Any:
        return next((value for field in fields if (value := field(row, context)) is not None), None)

    return first


def _plain_text(name: str) -> Field:
    """The commonest field, without the two calls of the general one."""

    def plain_text(row: Row, context: Context) -> Any:
        cell = row.get(name)
        return None if cell is None else str(cell).strip() or None

    return plain_text


def raw_text(cell: Any) -> str:
    """A cell as text, for `extra`: JSON for what is nested."""
    if isinstance(cell, str):
        return cell.strip()
    return json.dumps(cell, ensure_ascii=False, default=str)


def read_counts(getters: Iterable[tuple[str, Getter]], row: Row) -> dict[str, Any]:
    """The counts of a row and the coarsest precision among them. Raises FieldError."""
    values: dict[str, Any] = {}
    coarsest = -1
    for name, get in getters:
        cell = get(row)
        if cell is None:
            continue
        try:
            values[name], precision = parse_count(cell)
        except ValueError as error:
            raise FieldError(f"{name}: {error}") from error
        if values[name] is not None:
            coarsest = max(coarsest, COARSENESS.index(precision))
    values["count_precision"] = COARSENESS[coarsest] if coarsest >= 0 else None
    return values


def _vocabulary(get: Getter, words: Mapping[str, str | None]) -> Field:
    def field(row: Row, context: Context) -> Any:
        cell = get(row)
        if cell is None:
            return None
        word = str(cell).strip()
        if word not in words:
            raise ValueError(f"{shown(word)} is not one of the known words")
        return words[word]

    return field


def _template(field: Field, template: str) -> Field:
    def filled(row: Row, context: Context) -> Any:
        value = field(row, context)
        return None if value is None else template.format(value)

    return filled


def compile_getter(rule: FieldRule) -> Getter:
    """Row -> cell, None for a blank one: the first of several columns that is not blank, or all joined."""
    getters = [_column(name) for name in rule.columns]
    if len(getters) == 1:
        return getters[0]
    if rule.join is not None:
        return _joined(getters, rule.join)

    def first(row: Row) -> Any:
        return next((cell for get in getters if (cell := get(row)) is not None), None)

    return first


def compile_count(rule: FieldRule) -> Getter:
    """Row -> cell of a count, for `read_counts`; with its 万 where the column counts ten thousands."""
    get = compile_getter(rule)
    if rule.converter != "count_in_wan":
        return get

    def counted(row: Row) -> Any:
        cell = get(row)
        return None if cell is None else in_wan(cell)

    return counted


def _joined(getters: list[Getter], separator: str) -> Getter:
    def joined(row: Row) -> str | None:
        cells = [str(cell).strip() for get in getters if (cell := get(row)) is not None]
        return separator.join(cells) or None

    return joined


def _column(name: str) -> Getter:
    plain = _plain_column(name)
    return _nested(plain, name.split(".")) if "." in name else plain


def _plain_column(name: str) -> Getter:
    def column(row: Row) -> Any:
        cell = row.get(name)
        if cell is None or (isinstance(cell, str) and (not cell or cell.isspace())):
            return None
        return cell

    return column


def _nested(whole: Getter, path: list[str]) -> Getter:
    """A path into objects, unless a column's own name has the dots (`Q1.满意度`)."""
    last = _plain_column(path[-1])

    def nested(row: Row) -> Any:
        cell = whole(row)
        if cell is not None:
            return cell
        value: Any = row
        for step in path[:-1]:
            value = value.get(step)
            if not isinstance(value, Mapping):
                return None
        return last(value)

    return nested
