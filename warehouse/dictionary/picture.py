"""Pictures of the star as SVG, drawn from the references that columns declare."""

from collections.abc import Sequence
from html import escape

import sqlalchemy as sa

from warehouse.columns import field_of
from warehouse.dictionary.words import TABLE_NAMES
from warehouse.tables import METADATA

FACTS = ("fact_", "bridge_")
"""How names of tables begin that stand in the middle of a star."""
_STYLE = (
    "<style>text{font:13px system-ui,'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif;fill:#1f2933}"
    ".small{font-size:11px;fill:#52606d}.name{font-weight:600}.box{fill:#f5f7fa;stroke:#9aa5b1}"
    ".fact{fill:#e3f2ec;stroke:#2f8f6b}.line{stroke:#9aa5b1;fill:none}.grid{stroke:#e4e7eb}.dot{fill:#2f8f6b}</style>"
)
_ROW, _COLUMN, _LABEL, _HEAD = 22, 30, 270, 170
_BOX_WIDTH, _BOX_HEIGHT, _GAP = 220, 40, 12
_SHOWN_MEASURES = 9


def bus_matrix() -> str:
    """Every fact and bridge against every dimension: a dot where the fact has the dimension's key."""
    facts = [table for table in METADATA.sorted_tables if table.name.startswith(FACTS)]
    facts.sort(key=lambda table: table.name)
    counts = {name: sum(name in dimensions_of(fact) for fact in facts) for name in METADATA.tables}
    dims = sorted((name for name in counts if counts[name]), key=lambda name: (-counts[name], name))
    width, height = _LABEL + _COLUMN * len(dims) + 90, _HEAD + _ROW * len(facts) + 20
    parts = [_head(width, height, "总线矩阵:事实与维度 Bus matrix: facts by dimensions")]
    for place, name in enumerate(dims):
        x = _LABEL + _COLUMN * place + _COLUMN // 2
        parts.append(f'<path class="grid" d="M{x} {_HEAD}V{height - 20}"/>')
        parts.append(f'<text transform="translate({x + 4} {_HEAD - 8}) rotate(-55)">{_named(name)}</text>')
    for number, fact in enumerate(facts):
        y = _HEAD + _ROW * number + _ROW // 2
        parts.append(f'<path class="grid" d="M{_LABEL} {y}H{width - 90}"/>')
        parts.append(f'<text x="{_LABEL - 8}" y="{y + 4}" text-anchor="end">{_named(fact.name)}</text>')
        for name, roles in dimensions_of(fact).items():
            x = _LABEL + _COLUMN * dims.index(name) + _COLUMN // 2
            title = f"<title>{fact.name}: {', '.join(roles)}</title>"
            parts.append(f'<circle class="dot" cx="{x}" cy="{y}" r="{5 + min(len(roles) - 1, 2)}">{title}</circle>')
    return "\n".join((*parts, "</svg>"))


def star(fact: sa.Table) -> str:
    """One fact in the middle with its measures, its dimensions left and right with the columns that lead to them."""
    dims = list(dimensions_of(fact).items())
    left, right = dims[: (len(dims) + 1) // 2], dims[(len(dims) + 1) // 2 :]
    measures = [c for c in fact.columns if field_of(c).unit not in (None, "instant")][:_SHOWN_MEASURES]
    middle_height = 52 + 18 * len(measures)
    height = max((_BOX_HEIGHT + _GAP) * max(len(left), len(right), 1), middle_height) + 24
    width = 3 * _BOX_WIDTH + 360
    x, y = _BOX_WIDTH + 150, (height - middle_height) // 2
    parts = [_head(width, height, f"{fact.name} {fact.comment}")]
    parts += _side(left, 12, height, x)
    parts += _side(right, width - _BOX_WIDTH - 12, height, x + _BOX_WIDTH + 60)
    parts.append(_box(x, y, _BOX_WIDTH + 60, middle_height, "fact"))
    parts.append(f'<text class="name" x="{x + 12}" y="{y + 22}">{_named(fact.name)}</text>')
    for number, column in enumerate(measures):
        said = escape(f"{column.name}  {_short(field_of(column).zh)}")
        parts.append(f'<text class="small" x="{x + 12}" y="{y + 44 + 18 * number}">{said}</text>')
    return "\n".join((*parts, "</svg>"))


def dimensions_of(fact: sa.Table) -> dict[str, list[str]]:
    """Dimension -> the columns of a fact that lead to it, in the fact's order."""
    found: dict[str, list[str]] = {}
    for column in fact.columns:
        name = (field_of(column).references or "").partition(".")[0]
        if name.startswith("dim_"):
            found.setdefault(name, []).append(column.name)
    return found


def _side(dims: Sequence[tuple[str, list[str]]], x: int, height: int, meets: int) -> list[str]:
    """A column of dimension boxes, each with a line to the fact's edge."""
    step = _BOX_HEIGHT + _GAP
    top = (height - step * len(dims) + _GAP) // 2
    edge = x + _BOX_WIDTH if x < meets else x
    parts = []
    for number, (name, roles) in enumerate(dims):
        y = top + step * number
        middle, bend = y + _BOX_HEIGHT // 2, (edge + meets) // 2
        parts.append(
            f'<path class="line" d="M{edge} {middle}C{bend} {middle} {bend} {height // 2} {meets} {height // 2}"/>'
        )
        parts.append(_box(x, y, _BOX_WIDTH, _BOX_HEIGHT, "box"))
        parts.append(f'<text class="name" x="{x + 10}" y="{y + 17}">{_named(name)}</text>')
        told = ", ".join(roles)
        parts.append(
            f'<text class="small" x="{x + 10}" y="{y + 33}">{told if len(told) < 34 else told[:32] + "…"}</text>'
        )
    return parts


def _named(table: str) -> str:
    """Chinese first."""
    return escape(f"{TABLE_NAMES.get(table, '')} {table}".strip())


def _head(width: int, height: int, title: str) -> str:
    box = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="img"><title>{escape(title)}</title>{_STYLE}'


def _box(x: int, y: int, width: int, height: int, kind: str) -> str:
    return f'<rect class="{kind}" x="{x}" y="{y}" width="{width}" height="{height}" rx="6"/>'


def _short(text: str) -> str:
    """The first clause of a meaning."""
    for mark in (";", ":", "(", ","):
        text = text.partition(mark)[0]
    return text[:12]
