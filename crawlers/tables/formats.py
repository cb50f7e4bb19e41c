"""What an export file is by its looks, so that a file of another format is named and not called broken."""

import json
from itertools import islice

from crawlers.spec import SourceSpec
from records.errors import UnreadableFile

_JSON_FORMATS = frozenset({"json", "jsonl"})
_LOOK_LINES = 20


def refuse_other_format(text: str, spec: SourceSpec, where: str) -> None:
    """Raises UnreadableFile for a table given to a source of JSON, and for JSON given to a source of tables."""
    reads = set(spec.formats)
    if not reads & _JSON_FORMATS and _is_json(text):
        found = "JSON"
    elif not reads - _JSON_FORMATS and not _has_json(text):
        found = "a table or plain text"
    else:
        return
    raise UnreadableFile(
        f"{where}: this is {found}, and {spec.name} reads {' or '.join(spec.formats)}; "
        "give another file, or choose the source that reads this one"
    )


def _first_lines(text: str) -> list[str]:
    """The first lines that are not blank, without copying a large file."""
    lines = (line.strip("\ufeff \t\r") for line in text[:1_000_000].split("\n"))
    return list(islice((line for line in lines if line), _LOOK_LINES))


def _has_json(text: str) -> bool:
    return any(line[0] in "{[" for line in _first_lines(text))


def _is_json(text: str) -> bool:
    """Whether it can be nothing else: the first line is an object, or opens one."""
    first, *rest = _first_lines(text) or [""]
    if first in ("{", "[", "[{"):
        return bool(rest)
    if first[:1] not in ("{", "["):
        return False
    if first[1:].lstrip()[:1] == '"' or first[1:].lstrip()[:2] == '{"':
        return True
    try:
        return isinstance(json.loads(first), dict | list)
    except RecursionError:
        return True
    except ValueError:
        return False
