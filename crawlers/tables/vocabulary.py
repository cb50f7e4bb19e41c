"""What columns are called: crawlers/headers.yml, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from crawlers.tables.names import Name, name_of_words

FILE = Path(__file__).parent.parent / "headers.yml"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldWords:
    """One record field: its names, best first, and what its cells look like."""

    names: tuple[Name, ...]
    ends: tuple[str, ...] = ()
    """What else such headers end with."""
    looks: str | None = None
    """text, name, id, url or word; None: the field's converter tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordWords:
    """One kind of record."""

    fields: Mapping[str, FieldWords]
    signs: tuple[tuple[Name, float], ...]
    ignored: tuple[Name, ...]
    ignored_within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The whole file."""

    records: Mapping[str, RecordWords]
    kinds: Mapping[str, tuple[tuple[Name, float], ...]]
    """Kind of a mention -> its signs."""
    titles: Mapping[str, tuple[Name, ...]]
    """Kind of a mention -> words in the name of its file, its sheet or its column of texts."""
    platforms: Mapping[str, str]
    """A platform's name as files write it (in lower case) -> ours."""
    brand_columns: tuple[Name, ...]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary."""
    content = yaml.safe_load(FILE.read_text("utf-8"))
    ignored, within = _names(content["ignored"]), tuple(content["ignored_within"])
    records = {name: _record(each, ignored, within) for name, each in content["records"].items()}
    of_author = {name: each for name, each in records["mention"].fields.items() if name.startswith("author.")}
    seen = {"observed_at": records["mention"].fields["observed_at"]}
    records["author"] = RecordWords(fields={**of_author, **seen}, signs=records["author"].signs, ignored=ignored)
    return Vocabulary(
        records=records,
        kinds={kind: _signs(words) for kind, words in content["records"]["mention"]["kinds"].items()},
        titles={kind: _names(words) for kind, words in content["records"]["mention"]["titles"].items()},
        platforms={word.lower(): ours for ours, words in content["platforms"].items() for word in [ours, *words]},
        brand_columns=_names(content["brand_columns"]),
    )


def _record(content: Mapping[str, Any], ignored: tuple[Name, ...], within: tuple[str, ...]) -> RecordWords:
    fields = {
        name: FieldWords(names=_names(each["names"]), ends=tuple(each.get("ends", ())), looks=each.get("looks"))
        for name, each in content["fields"].items()
    }
    own = _names(content.get("ignored", ()))
    claimed = {name.joined for each in fields.values() for name in each.names}
    others = tuple(name for name in ignored if name.joined not in claimed)
    return RecordWords(fields=fields, signs=_signs(content["signs"]), ignored=(*others, *own), ignored_within=within)


def _names(words: Any) -> tuple[Name, ...]:
    return tuple(name_of_words(str(each)) for each in words)


def _signs(words: Mapping[str, float]) -> tuple[tuple[Name, float], ...]:
    return tuple((name_of_words(str(word)), float(weight)) for word, weight in words.items())
