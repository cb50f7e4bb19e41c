"""The world's own sentences: text files of sections, one phrase a line.

`[section]` opens a section, `;` begins a comment line, `\\n` stands for a line break, `{slot}` is filled by
`world.grammar`.
"""

from functools import cache
from importlib.resources import files
from types import MappingProxyType


@cache
def load(name: str) -> MappingProxyType[str, tuple[str, ...]]:
    """The sections of `<name>.txt`. Raises FileNotFoundError for an unknown name."""
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    for line in files(__package__).joinpath(f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]") and _is_header(line):
            current = sections.setdefault(line[1:-1], [])
        elif line.strip() and not line.startswith(";"):
            current.append(line.replace("\\n", "\n"))
    return MappingProxyType({section: tuple(lines) for section, lines in sections.items()})


def _is_header(line: str) -> bool:
    # Faces such as [太开心] are phrases; section names are ASCII.
    return line.isascii()
