"""The rules of a yml compiled for whole columns: cells of a batch -> one record field."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from string import Formatter
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from crawlers.bulk.cells import Cells, trim
from crawlers.bulk.columns import Column, any_of, mask_of, settled
from crawlers.bulk.convert import CONVERSIONS, Conversion
from crawlers.bulk.structure import NotPlain
from crawlers.convert.context import Context
from crawlers.convert.counts import COARSENESS, parse_count
from crawlers.convert.registry import default_for
from crawlers.spec import FieldRule
from crawlers.tables.fields import compile_field

Field = Callable[[Cells], Column]

_CELL = "cell"
_AS_RECEIVED = frozenset({"objectid_time"})
"""Converters that look at the spaces around a cell."""


def compile_columns(
    rules: Mapping[str, FieldRule], types: Mapping[str, pa.DataType], context: Context
) -> dict[str, Field]:
    """One function a field. Raises NotPlain for a rule without a counterpart here."""
    return {name: _compiled(name, rule, types[name], context) for name, rule in rules.items()}


def _compiled(name: str, rule: FieldRule, kind: pa.DataType, context: Context) -> Field:
    if rule.constant is not None:
        return lambda cells: Column(pa.repeat(pa.scalar(rule.constant, kind), cells.row_count))
    convert = _converted(name, rule, kind, context)
    if rule.values or rule.join is not None or len(rule.columns) == 1:
        return lambda cells: convert(source_cells(cells, rule))
    return lambda cells: _first_known([convert(cells.received(column)) for column in rule.columns], cells.row_count)


def source_cells(cells: Cells, rule: FieldRule) -> pa.Array:
    """The cells that a rule reads, as received: of its column, of the first that is not blank, or joined."""
    if len(rule.columns) == 1:
        return cells.received(rule.columns[0])
    return cells.first(rule.columns) if rule.join is None else cells.joined(rule.columns, rule.join)


def _first_known(columns: list[Column], row_count: int) -> Column:
    """The first value of each row; an open cell before it leaves the row open."""
    values = columns[0].values
    is_open = any_of([columns[0].is_open], row_count)
    for column in columns[1:]:
        if column.is_open is not None:
            is_open |= column.is_open & mask_of(values.is_null())
        values = pc.coalesce(values, column.values)
    return Column(values, is_open if is_open.any() else None)


def _converted(name: str, rule: FieldRule, kind: pa.DataType, context: Context) -> Callable[[pa.Array], Column]:
    """Cells as received -> values: by a conversion of whole columns, what that leaves open cell by cell."""
    template = None if rule.template is None or rule.values else _parts(rule.template)
    single = compile_field(name, replace(rule, columns=(_CELL,), join=None, template=None))
    converter = rule.converter or default_for(name)
    whole = None if rule.values else CONVERSIONS.get(converter)

    def one(cell: str) -> Any:
        return single({_CELL: cell}, context)

    def convert(cells: pa.Array) -> Column:
        plain = cells if converter in _AS_RECEIVED else trim(cells)
        column = settled(_attempted(whole, plain, kind), cells, one)
        return column if template is None else _filled(column, template)

    return convert


def _attempted(whole: Conversion | None, cells: pa.Array, kind: pa.DataType) -> Column:
    if whole is None:
        return Column(pa.nulls(len(cells), kind), mask_of(cells.is_valid()))
    return whole(cells)


def _parts(template: str) -> tuple[str, str]:
    """What stands before and behind the value."""
    pieces = list(Formatter().parse(template))
    places = [place for place, (_, field, _, _) in enumerate(pieces) if field is not None]
    if len(places) != 1 or pieces[places[0]][1:] != ("", "", None):
        raise NotPlain("a template of more than one plain value")
    literals = [literal for literal, _, _, _ in pieces]
    return "".join(literals[: places[0] + 1]), "".join(literals[places[0] + 1 :])


def _filled(column: Column, template: tuple[str, str]) -> Column:
    if not pa.types.is_string(column.values.type):
        raise NotPlain("a template around what is no text")
    return Column(pc.binary_join_element_wise(template[0], column.values, template[1], ""), column.is_open)


def compile_count(rule: FieldRule) -> Callable[[Cells], tuple[Column, pa.Array]]:
    """A count with its precision's place in COARSENESS, null where there is none."""
    if rule.constant is not None:
        raise NotPlain("a constant count")

    def counted(cells: Cells) -> tuple[Column, pa.Array]:
        received = source_cells(cells, rule)
        plain = CONVERSIONS["count"](trim(received))
        column = settled(plain, received, lambda cell: parse_count(cell)[0])
        coarse = Column(pc.if_else(plain.values.is_valid(), 0, pa.scalar(None, pa.int64())), plain.is_open)
        return column, settled(coarse, received, _coarseness).values

    return counted


def _coarseness(cell: str) -> int | None:
    count, precision = parse_count(cell)
    return None if count is None else COARSENESS.index(precision)
