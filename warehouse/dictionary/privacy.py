"""Which columns are about people: the part of `docs/privacy.md` that follows from the declarations."""

from collections.abc import Iterator

import sqlalchemy as sa

from warehouse.columns import Privacy, field_of, grain_of
from warehouse.tables import METADATA

BEGIN, END = "<!-- columns: begin -->", "<!-- columns: end -->"
"""What is between them in the page is written by `render`."""
_HEAD = "| 表 table | 类别 class | 列 columns | 含义 meaning |\n|---|---|---|---|"
_CLASSES = {Privacy.PSEUDONYMOUS: "假名 pseudonymous", Privacy.RESTRICTED: "受限 restricted"}


def render() -> str:
    """One line for each table and class of privacy above public, tables by name."""
    lines = [line for _, table in sorted(METADATA.tables.items()) for line in _lines(table)]
    return "\n".join([_HEAD, *lines])


def _lines(table: sa.Table) -> Iterator[str]:
    for privacy, title in _CLASSES.items():
        columns = [column.name for column in table.columns if field_of(column).privacy is privacy]
        if columns:
            grain = grain_of(table)
            named = ", ".join(f"`{name}`" for name in columns)
            yield f"| `{table.name}` | {title} | {named} | {grain.zh} / {grain.en} |"


def filled(page: str) -> str:
    """The page with its generated part made anew. Raises ValueError for a page without the marks."""
    before, _, rest = page.partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise ValueError(f"no {BEGIN} ... {END}")
    return f"{before}{BEGIN}\n{render()}\n{END}{after}"
